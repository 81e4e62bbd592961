"""A supervisor accepts a proposal, and what follows from it. Taking a wrong leaving back is `reminders.reopening`.

The guarded update comes first, so of two who accept at once one acts. Then the child is changed, its
reminders are made what they should be, and whoever answers for it hears.
"""

from datetime import date, datetime

from content.care_periods import close_months
from content.intervals import standard_intervals
from reminders.leaving import (
    LEAVINGS,
    Leaving,
    Why,
    end,
    hand_over,
)
from reminders.proposal_refusals import PROPOSAL, DecidedAlready, NotFitting, NotThere
from reminders.proposals import tell_proposer, to_decide
from reminders.recipients import Around
from reminders.schedule import settle
from reminders.telling_owners import HANDED_OVER, answering, tell_child, without
from storage import audit, ledger
from storage import proposal_changes as changes
from storage.access import Actor, Role
from storage.database import Transaction
from storage.ids import ChildId, PersonId, ProposalId
from storage.ledger import NewChild
from storage.people import path_of
from storage.proposal_values import ChildTold, Proposal, ProposalKind, ProposalState, child_told
from storage.proposals import hold_proposable
from storage.seats import seats_over


async def accept(
    tx: Transaction, actor: Actor, which: ProposalId, now: datetime, today: date
) -> tuple[Proposal, ChildId]:
    """The proposal as it was, and its child. Raises NotThere, NotFitting, DecidedAlready."""
    found = await to_decide(tx, actor, which, today)
    if not found.is_open:
        raise DecidedAlready
    match found.kind:
        case ProposalKind.CHILD:
            child = await _accept_child(tx, actor, found, now, today)
        case ProposalKind.LEAVING:
            child = await _accept_leaving(tx, actor, found, now, today)
        case ProposalKind.CONTACT:
            raise NotFitting
    await audit.note(tx, actor, "accept", PROPOSAL, which, now)
    return found, child


async def _accept_child(
    tx: Transaction, actor: Actor, found: Proposal, now: datetime, today: date
) -> ChildId:
    told, child = child_told(tx.keys, found), found.child
    if told is None:
        raise DecidedAlready
    if child is not None:
        held = await hold_proposable(tx, actor, child, ProposalKind.CHILD, today)
        if held is None or held.in_care:
            raise NotFitting
    if not await _won(tx, actor, found, None, now):
        raise DecidedAlready
    child = child or await _add(tx, found, told, today)
    if told.reasons:
        await _put_in_care(tx, child, told.reasons, today)
    await settle(tx, child, now, today)
    await tell_proposer(tx, actor, found, now)
    return child


async def _add(tx: Transaction, found: Proposal, told: ChildTold, today: date) -> ChildId:
    """Whoever proposed the child answers for it; a supervisor names somebody afterwards."""
    new = NewChild(told.name, found.region, today, told.guardian, told.birth_month)
    child = await ledger.add_child(tx, new)
    proposer = await _director_at(tx, found, today)
    if proposer is not None:
        await ledger.assign(tx, child, proposer, today)
    return child


async def _accept_leaving(
    tx: Transaction, actor: Actor, found: Proposal, now: datetime, today: date
) -> ChildId:
    child = found.child
    if child is None or found.reason is None:
        raise NotThere
    why = Why(found.reason)
    rule = LEAVINGS[why]
    held = await hold_proposable(tx, actor, child, ProposalKind.LEAVING, today)
    if held is None or held.region != found.region:
        raise NotFitting
    there = await _there(tx, rule, found, today)
    if not await _won(tx, actor, found, HANDED_OVER if there else None, now):
        raise DecidedAlready
    if there and found.to_region is not None:
        await hand_over(tx, child, found.to_region, now, today)
        told = without(actor, (*there.directors, *there.supervisors) or there.administrators)
        await tell_child(tx, HANDED_OVER, child, told, now)
    else:
        await end(tx, child, why, today, now)
        if rule.leaves:
            await changes.withdraw_of_child(tx, child, why.value, now)
    if not rule.silent:
        await tell_proposer(tx, actor, found, now)
    return child


async def _there(tx: Transaction, rule: Leaving, found: Proposal, today: date) -> Around | None:
    """Who answers at the place it moves to; None where the desk has nobody there."""
    if not rule.hands_over or found.to_region is None:
        return None
    path = await path_of(tx, found.to_region)
    who = None if path is None else await answering(tx, path, today)
    return who if who and who.everybody else None


async def _won(
    tx: Transaction, actor: Actor, found: Proposal, why: str | None, now: datetime
) -> bool:
    return await changes.decide(tx, found.id, ProposalState.ACCEPTED, actor.person, why, now)


async def _put_in_care(
    tx: Transaction, child: ChildId, reasons: tuple[str, ...], today: date
) -> None:
    marked = close_months(reasons, standard_intervals())
    await ledger.put_in_care(tx, child, reasons, today, marked)


async def _director_at(tx: Transaction, found: Proposal, today: date) -> PersonId | None:
    """The proposer, while a director at or above the place."""
    seats = await seats_over(tx, {found.path}, today)
    mine = (seat for seat in seats if seat.role is Role.DIRECTOR and seat.person == found.person)
    return next((seat.person for seat in mine), None)
