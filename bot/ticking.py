"""Running what fell due between two instants: each run claimed by its row, each sweep over everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.triggers.cron import CronTrigger

from bot import jobs
from bot.house import House
from reminders.timetable import TIMETABLE, Entry
from storage import outbox, referrals
from storage.database import Transaction
from storage.proposal_changes import next_late_after
from storage.runs import claim_run, finish_run, last_runs, unfinished_runs

log = structlog.get_logger()

NEVER_RUN = timedelta(days=1)
"""How far back a desk looks that has never run a job."""


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
        if name.partition(":")[0] in {*jobs.JOBS, *jobs.ASKED_FOR}:
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
            await jobs.ASKED_FOR[job](house, about, now)
        else:
            await jobs.JOBS[job](house, now)
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
