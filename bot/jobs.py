"""The timetable's names mapped to functions.

Every job takes the house's database and `now`, may run late or twice, and catches up.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.confirming import confirm_shown
from bot.house import House
from bot.late import Lag
from bot.watching import tell_operator, watch
from referrals.jobs import referral_clocks
from reminders.complaint_job import complaint_clocks
from reminders.place_rules import RESCHEDULE
from reminders.plan import plan_day
from reminders.proposal_jobs import end_at_sixteen, proposal_clocks
from reminders.schedule import reschedule_within
from reminders.unheard import climb_unheard
from storage import audit
from storage.people import path_of
from storage.seen import forget_seen

log = structlog.get_logger()

KEEP_SEEN = timedelta(days=30)
Job = Callable[[House, datetime], Awaitable[None]]


async def _plan_day(house: House, now: datetime) -> None:
    planned = await plan_day(house.database, now, house.desk.zone)
    if planned.unheard:
        log.error("due, and nobody to tell", steps=planned.unheard)
        await tell_operator(house, [Lag.UNHEARD], now)


async def _complaint_clocks(house: House, now: datetime) -> None:
    await complaint_clocks(house.database, now)


async def _climb_unheard(house: House, now: datetime) -> None:
    await climb_unheard(house.database, now, house.desk.zone)


async def _referral_clocks(house: House, now: datetime) -> None:
    await referral_clocks(house.database, now)


async def _proposal_clocks(house: House, now: datetime) -> None:
    await proposal_clocks(house.database, now)


async def _end_at_sixteen(house: House, now: datetime) -> None:
    await end_at_sixteen(house.database, now, house.desk.zone)


async def _seal_audit(house: House, now: datetime) -> None:
    async with house.database.write() as tx:
        while await audit.seal(tx, now):
            pass


async def _purge_seen(house: House, now: datetime) -> None:
    async with house.database.write() as tx:
        await forget_seen(tx, now - KEEP_SEEN)


JOBS: Mapping[str, Job] = {
    "plan_day": _plan_day,
    "complaint_clocks": _complaint_clocks,
    "confirm_shown": confirm_shown,
    "climb_unheard": _climb_unheard,
    "referral_clocks": _referral_clocks,
    "proposal_clocks": _proposal_clocks,
    "end_at_sixteen": _end_at_sixteen,
    "seal_audit": _seal_audit,
    "purge_seen": _purge_seen,
    "watch": watch,
}


async def _reschedule_scope(house: House, code: str, now: datetime) -> None:
    """After the rules of a place changed."""
    async with house.database.read() as tx:
        path = await path_of(tx, code)
    if path is not None:
        today = now.astimezone(house.desk.zone).date()
        await reschedule_within(house.database, path, now, today)


ASKED_FOR: Mapping[str, Callable[[House, str, datetime], Awaitable[None]]] = {
    RESCHEDULE: _reschedule_scope,
}
"""Jobs run once when somebody asks (`storage.runs.ask_for`), and about what."""
