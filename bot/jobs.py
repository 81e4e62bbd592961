"""The timetable's names mapped to functions, and running what fell due between two instants.

Every job takes the house's database and `now`, may run late or twice, and catches up.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.triggers.cron import CronTrigger

from bot.house import House
from referrals.jobs import referral_clocks
from reminders.plan import plan_day
from reminders.timetable import TIMETABLE, Entry
from storage import audit, outbox, referrals
from storage.chats import forget_seen
from storage.runs import claim_run, finish_run, unfinished_runs

log = structlog.get_logger()

KEEP_SEEN = timedelta(days=30)
Job = Callable[[House, datetime], Awaitable[None]]


async def _plan_day(house: House, now: datetime) -> None:
    planned = await plan_day(house.database, now, house.desk.zone)
    if planned.unheard:
        log.error("due, and nobody to tell", steps=planned.unheard)


async def _referral_clocks(house: House, now: datetime) -> None:
    await referral_clocks(house.database, now)


async def _seal_audit(house: House, now: datetime) -> None:
    async with house.database.write() as tx:
        while await audit.seal(tx, now):
            pass


async def _purge_seen(house: House, now: datetime) -> None:
    async with house.database.write() as tx:
        await forget_seen(tx, now - KEEP_SEEN)


JOBS: Mapping[str, Job] = {
    "plan_day": _plan_day,
    "referral_clocks": _referral_clocks,
    "seal_audit": _seal_audit,
    "purge_seen": _purge_seen,
}


@dataclass(frozen=True)
class Fire:
    entry: Entry
    at: datetime


def fires(after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Fire]:
    """The daily entries' instants after `after` through `until`, in order; ties in table order."""
    found = []
    for entry in TIMETABLE:
        if entry.sweep:
            continue
        trigger = CronTrigger.from_crontab(entry.cron, timezone=zone)
        at = trigger.get_next_fire_time(after, after)
        while at is not None and at <= until:
            found.append(Fire(entry, at))
            at = trigger.get_next_fire_time(at, at)
    order = {entry.name: place for place, entry in enumerate(TIMETABLE)}
    yield from sorted(found, key=lambda fire: (fire.at, order[fire.entry.name]))


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
        if name in JOBS:
            done += await run(house, name, instant, now)
    return done


async def sweep(house: House, name: str, now: datetime) -> None:
    """A job that looks over everything each minute: claims nothing, as it may run beside itself.

    What others left undone is part of everything: after it, unfinished runs are taken up.
    """
    await _done(house, name, now)
    await take_up(house, now)


async def _done(house: House, name: str, now: datetime) -> bool:
    """A job that fails is logged and stops no other one."""
    try:
        await JOBS[name](house, now)
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


def next_daily(after: datetime, until: datetime, zone: ZoneInfo) -> datetime | None:
    """The next instant of a daily job after `after`; None when that is later than `until`."""
    at = [
        CronTrigger.from_crontab(entry.cron, timezone=zone).get_next_fire_time(after, after)
        for entry in TIMETABLE
        if not entry.sweep
    ]
    return min((each for each in at if each <= until), default=None)


async def next_stored(house: House, after: datetime) -> datetime | None:
    """The next instant stored rows wait for: a letter's, a referral's clock."""
    async with house.database.read() as tx:
        found = [
            await outbox.next_instant(tx, after),
            await referrals.next_breach_after(tx, after),
        ]
    return min((at for at in found if at is not None), default=None)
