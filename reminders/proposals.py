"""Proposing a child or a leaving; taking a proposal back; saying no. Accepting is `reminders.accepting`.

Who has to know is told by the sweep (`reminders.proposal_jobs`), so a deed costs a turn few statements.
"""

from contextlib import suppress
from datetime import date, datetime

from reminders.leaving import LEAVINGS, Why
from reminders.proposal_refusals import (
    CHILD_PROPOSED,
    DECIDED,
    NOS,
    PROPOSAL,
    DecidedAlready,
    No,
    NotFitting,
    NotThere,
    Waits,
)
from reminders.wishes import answer_wish, made, tell, tell_family
from storage import audit
from storage import proposal_changes as changes
from storage.access import Actor, Deed, Role, Thing, may
from storage.care import thing_seen
from storage.consents import Purpose, withdraw_consent
from storage.database import Transaction
from storage.ids import ChildId, ProposalId
from storage.ledger import sixteenth_birthday
from storage.outbox import To
from storage.proposal_values import (
    ChildTold,
    NewProposal,
    Proposal,
    ProposalKind,
    ProposalState,
)
from storage.proposals import hold_proposable, place_worked_at, proposal_by_id, proposal_seen


async def propose_child(
    tx: Transaction, actor: Actor, at: str, told: ChildTold, now: datetime, today: date
) -> ProposalId:
    """For the ledger of the place `at`, and with reasons for key care. Raises NotThere, NotFitting.

    A family's wish that led to it is answered by it.
    """
    path = await place_worked_at(tx, actor, at, today)
    if path is None or not may(actor, Deed.PROPOSE, thing_seen(actor, path)):
        raise NotThere
    birthday = sixteenth_birthday(None, told.birth_month)
    if birthday is not None and birthday < today:
        raise NotFitting
    new = NewProposal(ProposalKind.CHILD, at, person=actor.person, told=told)
    which = await made(tx, actor, new, now)
    if told.wanted is not None:
        with suppress(NotThere, DecidedAlready):
            await answer_wish(tx, actor, told.wanted, CHILD_PROPOSED, now, today)
    return which


async def propose_key_care(
    tx: Transaction,
    actor: Actor,
    child: ChildId,
    reasons: tuple[str, ...],
    now: datetime,
    today: date,
) -> ProposalId:
    """A counted child needs key care. Raises NotThere, Waits, NotFitting."""
    held = await hold_proposable(tx, actor, child, ProposalKind.CHILD, today)
    if held is None or not may(actor, Deed.PROPOSE, thing_seen(actor, held.path)):
        raise NotThere
    if held.open is not None:
        raise Waits(held.open)
    if held.in_care or not reasons:
        raise NotFitting
    told = ChildTold(reasons)
    new = NewProposal(ProposalKind.CHILD, held.region, child, person=actor.person, told=told)
    return await made(tx, actor, new, now)


async def propose_leaving(
    tx: Transaction,
    actor: Actor,
    child: ChildId,
    why: Why,
    to: str | None,
    now: datetime,
    today: date,
) -> ProposalId:
    """Until it is accepted everything stays owed. Raises NotThere, Waits, NotFitting."""
    held = await hold_proposable(tx, actor, child, ProposalKind.LEAVING, today)
    if held is None or not may(actor, Deed.PROPOSE, thing_seen(actor, held.path)):
        raise NotThere
    if held.open is not None:
        raise Waits(held.open)
    rule = LEAVINGS[why]
    if not rule.confirmed or not (rule.leaves or held.in_care) or to == held.region:
        raise NotFitting
    to_region = to if rule.hands_over else None
    new = NewProposal(
        ProposalKind.LEAVING, held.region, child, to_region, actor.person, reason=why.value
    )
    return await made(tx, actor, new, now)


async def decline(
    tx: Transaction, actor: Actor, which: ProposalId, why: No, now: datetime, today: date
) -> Proposal:
    """The supervisor's no. Raises NotThere, NotFitting, DecidedAlready."""
    found = await to_decide(tx, actor, which, today)
    if why not in NOS[found.kind]:
        raise NotFitting
    if not await changes.decide(tx, which, ProposalState.DECLINED, actor.person, why.value, now):
        raise DecidedAlready
    if found.address is not None:
        await withdraw_consent(tx, found.address, Purpose.CONTACT, now)
    await tell_family(tx, found, now)
    await tell_proposer(tx, actor, found, now)
    await audit.note(tx, actor, "decline", PROPOSAL, which, now)
    return found


async def withdraw(tx: Transaction, actor: Actor, which: ProposalId, now: datetime) -> Proposal:
    """Whoever made it takes it back, and what was told with it is erased. Raises NotThere, DecidedAlready."""
    found = await proposal_by_id(tx, which)
    if found is None or not _theirs(actor, found):
        raise NotThere
    if not await changes.decide(tx, which, ProposalState.WITHDRAWN, actor.person, None, now):
        raise DecidedAlready
    if found.address is not None:
        await withdraw_consent(tx, found.address, Purpose.CONTACT, now)
    await audit.note(tx, actor, "withdraw", PROPOSAL, which, now)
    return found


async def to_decide(tx: Transaction, actor: Actor, which: ProposalId, today: date) -> Proposal:
    """One that this supervisor may decide. Raises NotThere."""
    found = await proposal_seen(tx, actor, which, today)
    if found is None or not may(actor, Deed.DECIDE, thing_seen(actor, found.path)):
        raise NotThere
    return found


async def tell_proposer(tx: Transaction, actor: Actor, of: Proposal, now: datetime) -> None:
    """Nobody hears of what they decided themselves."""
    if of.person is None or of.person == actor.person:
        return
    await tell(tx, f"{DECIDED}:{of.id}", DECIDED, To(person=of.person), of.id, now)


def _theirs(actor: Actor, of: Proposal) -> bool:
    """A family's by its chat, a director's by the person."""
    if actor.role is Role.PARENT:
        return of.address is not None and may(actor, Deed.PROPOSE, Thing(address=of.address))
    return of.person is not None and of.person == actor.person
