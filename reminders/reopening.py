"""A wrong leaving is taken back by the supervisor, within seven days."""

from datetime import date, datetime

from reminders.leaving import LEAVINGS, Why, bring_back, hand_back, may_reopen
from reminders.proposal_clock import ZONE
from reminders.proposal_refusals import PROPOSAL, NotThere, Refused
from reminders.proposals import to_decide
from reminders.telling_owners import BACK, HANDED_OVER, answering, tell_child, without
from storage import audit
from storage import proposal_changes as changes
from storage.access import Actor
from storage.database import Transaction
from storage.ids import ChildId, ProposalId
from storage.leaving import fate_of
from storage.proposal_values import Proposal, ProposalKind, ProposalState
from storage.reminders import lock_child


class TooLate(Refused):
    """A leaving stands for more than seven days, or something else was done with the child since."""


async def reopen(
    tx: Transaction, actor: Actor, which: ProposalId, now: datetime, today: date
) -> ChildId:
    """A wrong leaving is taken back within seven days. Raises NotThere, TooLate."""
    found = await to_decide(tx, actor, which, today)
    stands = found.kind is ProposalKind.LEAVING and found.state is ProposalState.ACCEPTED
    if not stands or found.child is None or found.decided_at is None:
        raise NotThere
    if actor.person is None or not may_reopen(found.decided_at, now):
        raise TooLate
    day = found.decided_at.astimezone(ZONE).date()
    if not await _as_before(tx, found, found.child, day, now, today):
        raise TooLate
    await changes.take_back(tx, which, actor.person, now)
    who = await answering(tx, found.path, today)
    await tell_child(tx, BACK, found.child, without(actor, (*who.directors,)), now)
    await audit.note(tx, actor, "reopen", PROPOSAL, which, now)
    return found.child


async def _as_before(
    tx: Transaction, found: Proposal, child: ChildId, ended_on: date, now: datetime, today: date
) -> bool:
    """False where the child stands otherwise than the leaving left it."""
    await lock_child(tx, child)
    fate = await fate_of(tx, child)
    if fate is None or found.reason is None:
        return False
    if found.decided_why == HANDED_OVER:
        if fate.left_on is not None or fate.region != found.to_region:
            return False
        await hand_back(tx, child, found.region, ended_on, now, today)
        return True
    why = Why(found.reason)
    if fate.left_why != (why.value if LEAVINGS[why].leaves else None):
        return False
    return await bring_back(tx, child, why, ended_on, now, today)
