"""What the timetable runs on referrals: a clock that has run out climbs one step."""

from dataclasses import replace
from datetime import datetime

import structlog

from referrals import telling
from referrals.clocks import Breach, Clock, after_climb, next_breach, standing
from referrals.levels import Level
from referrals.opening import Routed, reroute, routed, with_clock
from referrals.routing import Climb, Rung, climb
from referrals.states import Step
from storage.answerers import tell
from storage.database import Database, Transaction
from storage.ids import PersonId, ReferralId
from storage.referral_changes import change
from storage.referral_lists import late
from storage.referral_steps import add_step
from storage.referrals import Referral, State, referral_by_id

log = structlog.get_logger()


async def referral_clocks(database: Database, now: datetime) -> int:
    """Each late referral climbs one step, in a transaction of its own; the number that did.

    Running late or twice is harmless: the next climb is counted from this one. An open referral that no
    clock watches, which should not be, gets one here.
    """
    async with database.read() as tx:
        due = await late(tx, now)
    climbed = 0
    for wanted in due:
        async with database.write() as tx:
            climbed += await _look_at(tx, wanted, now)
    return climbed


async def _look_at(tx: Transaction, wanted: ReferralId, now: datetime) -> bool:
    """The rule is asked again: since the list was read, somebody may have acted."""
    found = await referral_by_id(tx, wanted, lock=True)
    breach = next_breach(standing(found)) if found else None
    if found is None or breach is None:
        return False
    if found.next_breach_at is None:
        log.error("referral without a clock", referral=found.reference)
        found, watched = replace(found, next_breach_at=breach.at), found
        await change(tx, watched, found)
    if found.next_breach_at is None or found.next_breach_at > now:
        return False
    await _climb(tx, found, breach, now)
    return True


async def _climb(tx: Transaction, late: Referral, breach: Breach, now: datetime) -> None:
    where = await routed(tx, late.region, now)
    if late.unit is None and where.route.unit is not None:
        await reroute(tx, late, where, now)
        return
    if _holder_left(late, where):
        await _release(tx, late, where, now)
        return
    told = _whom(late, breach, where)
    if told.rung is Rung.OPERATOR:
        log.critical("referral past its time", referral=late.reference, level=late.level)
    await tell(tx, telling.climbing(late, breach, _people(late, told, where)), now)
    again = after_climb(Level(late.level), breach.clock, now)
    after = replace(late, next_breach_at=again, climbed=late.climbed + 1)
    await change(tx, late, after)
    await add_step(tx, late.id, "climb", late.state, None, now)


async def _release(tx: Transaction, late: Referral, where: Routed, now: datetime) -> None:
    """Back into the queue: whoever held it works in the unit no more."""
    waits = late.waiting_since or now
    waiting = replace(late, state=State.QUEUED, queued_at=now, waiting_since=waits)
    after = with_clock(late, replace(waiting, claimed_by=None, claimed_at=None, climbed=0))
    if after.next_breach_at is not None and after.next_breach_at <= now:
        after = replace(after, next_breach_at=after_climb(Level(late.level), Clock.REPLY, now))
    await change(tx, late, after)
    await add_step(tx, late.id, Step.RETURN.value, after.state, None, now)
    members = [each.person for each in where.everybody if each.reachable and each.unit == late.unit]
    await tell(tx, telling.new_to(after, members), now)


def _holder_left(late: Referral, where: Routed) -> bool:
    members = {each.person for each in where.everybody if each.unit == late.unit}
    return late.claimed_by is not None and late.claimed_by not in members


def _whom(late: Referral, breach: Breach, where: Routed) -> Climb:
    """A referral in care where nobody waits stays with its holder."""
    if breach.clock is Clock.LOOK_AGAIN and late.claimed_by is not None:
        return Climb(Rung.UNIT, (late.claimed_by,))
    return climb(where.everybody, late.unit, late.climbed)


def _people(late: Referral, told: Climb, where: Routed) -> tuple[PersonId, ...]:
    """P0's alarm is repeated: those at the bottom hear every climb."""
    if Level(late.level) is not Level.P0:
        return told.people
    bottom = climb(where.everybody, late.unit, 0).people
    return tuple(dict.fromkeys((*bottom, *told.people)))
