"""What is done to a referral, from claiming to rating. Each deed asks the table and `may`, and is audited.

Opening is in `referrals.opening`, answers and the family's additions in `referrals.relay`. Every deed
raises `referrals.refusals` and then has changed nothing.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from referrals import telling
from referrals.clocks import ZONE
from referrals.levels import Level
from referrals.opening import THING, with_clock
from referrals.refusals import ColleagueHasIt, Missing, MustStay, NotDone, Refused
from referrals.states import FAMILY, STAFF, Step, after, starts
from storage.access import Actor, Deed, Role, Thing, may
from storage.answerers import tell, tell_unit
from storage.audit import note
from storage.consents import end_consents
from storage.database import Transaction
from storage.ids import ReferralId
from storage.referral_changes import change
from storage.referral_changes import withdraw as withdraw_row
from storage.referral_steps import add_step
from storage.referrals import Referral, of_family, of_unit


async def claim(tx: Transaction, actor: Actor, wanted: ReferralId, now: datetime) -> Referral:
    """One winner, by the guarded update; the loser gets ColleagueHasIt. Claiming again is no claim."""
    found = await for_staff(tx, actor, wanted, Deed.CLAIM)
    if found.is_open and found.claimed_by not in (None, actor.person):
        raise ColleagueHasIt(found)
    taken = await move(tx, found, Step.CLAIM, STAFF, now, claimed_by=actor.person, claimed_at=now)
    await _noted(tx, actor, taken, Step.CLAIM, now)
    await tell(tx, telling.changed(taken, now), now)
    return taken


async def enter_call(tx: Transaction, actor: Actor, wanted: ReferralId, now: datetime) -> Referral:
    """The worker spoke with the family by phone or in person: the family waits no longer."""
    found = await for_staff(tx, actor, wanted, Deed.ANSWER)
    responded = found.responded_at or now
    called = await move(
        tx, found, Step.CALL, STAFF, now, responded_at=responded, waiting_since=None
    )
    await _noted(tx, actor, called, Step.CALL, now)
    return called


async def close(
    tx: Transaction,
    actor: Actor,
    wanted: ReferralId,
    outcome: str,
    now: datetime,
    *,
    words: str | None = None,
) -> Referral:
    """`outcome` is a code of content's closings."""
    found = await for_staff(tx, actor, wanted, Deed.CLOSE)
    closed = await move(
        tx,
        found,
        Step.CLOSE,
        STAFF,
        now,
        outcome_words=words,
        outcome=outcome,
        closed_at=now,
        waiting_since=None,
    )
    await _noted(tx, actor, closed, Step.CLOSE, now)
    await tell(tx, telling.changed(closed, now), now)
    return closed


async def give_back(tx: Transaction, actor: Actor, wanted: ReferralId, now: datetime) -> Referral:
    """Back into the queue; the unit is told, and the family waits since now if it wasn't already."""
    found = await for_staff(tx, actor, wanted, Deed.CLOSE)
    waits = found.waiting_since or now
    back = await move(
        tx,
        found,
        Step.RETURN,
        STAFF,
        now,
        claimed_by=None,
        claimed_at=None,
        queued_at=now,
        waiting_since=waits,
    )
    await _noted(tx, actor, back, Step.RETURN, now)
    await _tell_unit(tx, back, now)
    return back


async def withdraw(tx: Transaction, actor: Actor, wanted: ReferralId, now: datetime) -> Referral:
    """By the family, which takes its consent back with it if nothing else of its is open."""
    allowed = may(actor, Deed.SEE_OWN, Thing(address=actor.address))
    mine = starts(Step.WITHDRAW, FAMILY) if allowed else ()
    gone = await withdraw_row(tx, wanted, actor.address, mine, Level.P0.value, now)
    if gone is None:
        raise await _why_not_withdrawn(tx, actor, wanted)
    await _noted(tx, actor, gone, Step.WITHDRAW, now)
    await end_consents(tx, actor.address, now)
    await tell(tx, telling.withdrawn(gone), now)
    return gone


async def reopen(tx: Transaction, actor: Actor, wanted: ReferralId, now: datetime) -> Referral:
    """It isn't over: back into the queue, with all clocks from now."""
    found = await for_family(tx, actor, wanted)
    again = await move(
        tx,
        found,
        Step.REOPEN,
        FAMILY,
        now,
        claimed_by=None,
        claimed_at=None,
        queued_at=now,
        waiting_since=now,
        responded_at=None,
        closed_at=None,
        outcome=None,
        rating=None,
    )
    await _noted(tx, actor, again, Step.REOPEN, now)
    await _tell_unit(tx, again, now)
    return again


async def rate(
    tx: Transaction, actor: Actor, wanted: ReferralId, rating: str, now: datetime
) -> Referral:
    """After closing: helped, somewhat, no. The last word counts."""
    found = await for_family(tx, actor, wanted)
    rated = await move(tx, found, Step.RATE, FAMILY, now, rating=rating)
    await _noted(tx, actor, rated, Step.RATE, now)
    return rated


async def for_staff(tx: Transaction, actor: Actor, wanted: ReferralId, deed: Deed) -> Referral:
    """The referral, locked, for a deed of triage. Raises Missing."""
    found = await of_unit(tx, wanted, actor.unit, lock=True) if actor.unit else None
    if found is None or not may(actor, deed, Thing(unit=found.unit, holder=found.claimed_by)):
        raise Missing
    return found


async def for_family(tx: Transaction, actor: Actor, wanted: ReferralId) -> Referral:
    """The chat's own referral, locked. Raises Missing."""
    found = await of_family(tx, wanted, actor.address, lock=True)
    if found is None or not may(actor, Deed.SEE_OWN, Thing(address=found.address)):
        raise Missing
    return found


async def move(
    tx: Transaction,
    before: Referral,
    step: Step,
    role: Role,
    now: datetime,
    *,
    outcome_words: str | None = None,
    **values: Any,
) -> Referral:
    """By the table, with the clock that runs from then on. Raises Refused."""
    state = after(before.state, step, role)
    if state is None:
        raise Refused(before)
    moved = with_clock(before, replace(before, state=state, moved_at=now, **values))
    if not await change(tx, before, moved, outcome_words=outcome_words):
        raise Refused(before)
    return moved


async def _noted(
    tx: Transaction, actor: Actor, referral: Referral, step: Step, now: datetime
) -> None:
    """The step of the history, and the audit row."""
    person = actor.person if actor.role is not Role.PARENT else None
    await add_step(tx, referral.id, step.value, referral.state, person, now)
    await note(tx, actor, step.value, THING, referral.id, now)


async def _tell_unit(tx: Transaction, waiting: Referral, now: datetime) -> None:
    if waiting.unit is not None:
        today = now.astimezone(ZONE).date()
        await tell_unit(tx, waiting.unit, telling.new_to_unit(waiting), now, today)


async def _why_not_withdrawn(tx: Transaction, actor: Actor, wanted: ReferralId) -> NotDone:
    found = await for_family(tx, actor, wanted)
    return MustStay(found) if found.is_open else Refused(found)
