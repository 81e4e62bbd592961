"""A family wants the child director to get in touch: wished, answered, passed on to the supervisor."""

from datetime import date, datetime

from reminders.proposal_refusals import ANSWERED, PROPOSAL, DecidedAlready, NotThere, Waits
from storage import audit, outbox
from storage import proposal_changes as changes
from storage.access import Actor, Deed, Thing, may
from storage.care import thing_seen
from storage.database import Transaction
from storage.ids import ProposalId
from storage.outbox import Priority, To
from storage.proposal_values import (
    UNTOLD,
    ContactTold,
    NewProposal,
    Proposal,
    ProposalKind,
    ProposalState,
)
from storage.proposals import proposal_seen, wanted_by


async def want_contact(
    tx: Transaction, actor: Actor, at: str, told: ContactTold, now: datetime
) -> ProposalId:
    """A family wants the child director of a place to get in touch. Raises NotThere, Waits."""
    if not may(actor, Deed.PROPOSE, Thing(address=actor.address)):
        raise NotThere
    waiting = next((each for each in await wanted_by(tx, actor.address) if each.is_open), None)
    if waiting is not None:
        raise Waits(waiting.id)
    new = NewProposal(ProposalKind.CONTACT, at, address=actor.address, told=told)
    return await made(tx, actor, new, now)


async def answer_wish(
    tx: Transaction, actor: Actor, which: ProposalId, why: str, now: datetime, today: date
) -> Proposal:
    """CONTACTED or CHILD_PROPOSED; the family is told. Raises NotThere, DecidedAlready."""
    found = await seen_wish(tx, actor, which, today)
    if not await changes.decide(tx, which, ProposalState.ACCEPTED, actor.person, why, now):
        raise DecidedAlready
    await tell_family(tx, found, now)
    await audit.note(tx, actor, "answer", PROPOSAL, which, now)
    return found


async def not_ours(
    tx: Transaction, actor: Actor, which: ProposalId, now: datetime, today: date
) -> None:
    """A director passes a wish on to the supervisor at once. Raises NotThere, DecidedAlready."""
    found = await seen_wish(tx, actor, which, today)
    if not found.is_open:
        raise DecidedAlready
    if found.climbed <= 0:
        await changes.climb(tx, which, max(found.climbed, UNTOLD + 1), now)
    await audit.note(tx, actor, "pass_on", PROPOSAL, which, now)


async def seen_wish(tx: Transaction, actor: Actor, which: ProposalId, today: date) -> Proposal:
    """A family's wish that this actor may answer. Raises NotThere."""
    found = await proposal_seen(tx, actor, which, today)
    if found is None or found.kind is not ProposalKind.CONTACT:
        raise NotThere
    if not may(actor, Deed.PROPOSE, thing_seen(actor, found.path)):
        raise NotThere
    return found


async def tell_family(tx: Transaction, of: Proposal, now: datetime) -> None:
    if of.address is not None:
        await tell(tx, f"{ANSWERED}:{of.id}", ANSWERED, To(address=of.address), of.id, now)


async def tell(
    tx: Transaction, key: str, kind: str, to: To, which: ProposalId, now: datetime
) -> None:
    await outbox.put(tx, key, kind, to, {PROPOSAL: which}, priority=Priority.RECEIPT, now=now)


async def made(tx: Transaction, actor: Actor, new: NewProposal, now: datetime) -> ProposalId:
    made = await changes.add_proposal(tx, new, now)
    await audit.note(tx, actor, "propose", PROPOSAL, made, now)
    return made
