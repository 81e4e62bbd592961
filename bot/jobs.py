"""The timetable's names mapped to functions, and running what fell due between two instants.

Every job takes the house's database and `now`, may run late or twice, and catches up.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.triggers.cron import CronTrigger

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
from reminders.timetable import TIMETABLE, Entry
from reminders.unheard import climb_unheard
from storage import audit, outbox, referrals
from storage.database import Transaction
from storage.people import path_of
from storage.proposal_changes import next_late_after
from storage.runs import claim_run, finish_run, last_runs, unfinished_runs
from storage.seen import forget_seen

log = structlog.get_logger()

KEEP_SEEN = timedelta(days=30)
NEVER_RUN = timedelta(days=1)
"""How far back a desk looks that has never run a job."""
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


@dataclass(frozen=True)
class Fire:
    entry: Entry
    at: datetime


def fires(after: datetime, until: datetime, zone: ZoneInfo) -> list[Fire]:
    """Of each daily entry the newest instant after `after` through `until`, in order; ties in table order.

    After downtime one run does what all the missed ones would have done.
    """
    newest = {entry: list(_instants(entry, after, until, zone))[-1:] for entry in TIMETABLE}
    found = [Fire(entry, at) for entry, last in newest.items() for at in last]
    return sorted(found, key=lambda fire: fire.at)


def _instants(entry: Entry, after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    if entry.sweep:
        return
    trigger = CronTrigger.from_crontab(entry.cron, timezone=zone)
    at = trigger.get_next_fire_time(after, after)
    while at is not None and at <= until:
        yield at
        at = trigger.get_next_fire_time(at, at)


async def run(house: House, name: str, instant: datetime, now: datetime) -> bool:
    """One run, claimed by its row; False when it was done already, is being done, or failed.

    A failed run keeps its claim: `take_up` does it again when that has lapsed, as after a crash.
    """
    async with house.database.write() as tx:
        if not await claim_run(tx, name, instant, now):
            return False
    if not await _done(house, name, now):
        return False
    async with house.database.write() as tx:
        await finish_run(tx, name, instant, now)
    return True


async def take_up(house: House, now: datetime) -> int:
    """Runs whose replica died, or whose job failed: the number done now."""
    async with house.database.read() as tx:
        left = await unfinished_runs(tx, now)
    done = 0
    for name, instant in left.items():
        if name.partition(":")[0] in {*JOBS, *ASKED_FOR}:
            done += await run(house, name, instant, now)
    return done


async def sweep(house: House, name: str, now: datetime) -> None:
    """A job that looks over everything each minute: claims nothing, as it may run beside itself.

    What others left undone is part of everything: after it, unfinished runs are taken up.
    """
    if await _done(house, name, now):
        house.swept[name] = now
    await take_up(house, now)


async def _done(house: House, name: str, now: datetime) -> bool:
    """A job that fails is logged and stops no other one."""
    try:
        job, _, about = name.partition(":")
        if about:
            await ASKED_FOR[job](house, about, now)
        else:
            await JOBS[job](house, now)
    except Exception:
        log.exception("job failed", job=name)
        return False
    finally:
        house.woken.set()
    return True


async def tick(house: House, after: datetime, now: datetime) -> int:
    """Everything due after `after` through `now`, once, as of now: the number of runs."""
    done = 0
    for fire in fires(after, now, house.desk.zone):
        done += await run(house, fire.entry.name, fire.at, now)
    for entry in TIMETABLE:
        if entry.sweep:
            await sweep(house, entry.name, now)
    return done


async def missed_since(tx: Transaction, now: datetime) -> datetime:
    """From when on runs may have been missed: the oldest among each daily job's newest run."""
    runs = await last_runs(tx)
    daily = (runs[entry.name] for entry in TIMETABLE if not entry.sweep and entry.name in runs)
    return min(daily, default=now - NEVER_RUN)


def next_daily(after: datetime, until: datetime, zone: ZoneInfo) -> datetime | None:
    """The next instant of a daily job after `after`; None when that is later than `until`."""
    at = [
        CronTrigger.from_crontab(entry.cron, timezone=zone).get_next_fire_time(after, after)
        for entry in TIMETABLE
        if not entry.sweep
    ]
    return min((each for each in at if each <= until), default=None)


async def next_stored(house: House, after: datetime) -> datetime | None:
    """The next instant stored rows wait for: a letter's, a referral's clock, a proposal's."""
    async with house.database.read() as tx:
        found = [
            await outbox.next_instant(tx, after),
            await referrals.next_breach_after(tx, after),
            await next_late_after(tx, after),
        ]
    return min((at for at in found if at is not None), default=None)
