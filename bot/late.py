"""The machine is late: what should have happened by now and has not."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from content.calendar import previous_working_day
from content.intervals import standard_intervals
from reminders.complaint_job import count_open
from reminders.timetable import TIMETABLE
from storage.calendar_days import exceptions
from storage.database import Transaction
from storage.late import lost_lately, never_told, oldest_unsent
from storage.regional_rules import values_of
from storage.runs import last_runs

GRACE = timedelta(minutes=15)
PACED_GRACE = timedelta(minutes=45)
"""A morning of 50,000 digests takes 34 minutes."""
IN_VAIN = timedelta(hours=1)
LOST_SINCE = timedelta(days=1)
LONGEST_REST = timedelta(days=10)
"""No holiday is longer; what is planned first is asked for on the working day after it."""


class Lag(StrEnum):
    """Codes: they stand in letters to the operator and in /healthz, which everybody can read."""

    JOB = "job_late"
    OUTBOX = "outbox_late"
    IN_VAIN = "sent_in_vain"
    NOT_PLANNED = "not_planned"
    LOST = "letters_lost"
    UNHEARD = "nobody_to_tell"
    UNOWNED = "complaints_unowned"


OURS = frozenset({Lag.JOB, Lag.OUTBOX, Lag.NOT_PLANNED})
"""The machine itself is ill; the others need somebody, and the pages of the desk are well."""


@dataclass(frozen=True)
class Late:
    """`number`: of letters, reminders or complaints; `since`: how old the oldest is; `job`: which."""

    lag: Lag
    number: int = 0
    since: datetime | None = None
    job: str = ""

    @property
    def code(self) -> str:
        return f"{self.lag}:{self.job}" if self.job else self.lag.value


async def lateness(tx: Transaction, now: datetime, zone: ZoneInfo) -> list[Late]:
    """Everything that is late now, by rows alone: a desk that stands still is seen from beside it."""
    today = now.astimezone(zone).date()
    found = late_jobs(await last_runs(tx), now, zone)
    unsent = await oldest_unsent(tx, now)
    for since, grace, lag in (
        (unsent.untaken, GRACE, Lag.OUTBOX),
        (unsent.paced, PACED_GRACE, Lag.OUTBOX),
        (unsent.in_vain, IN_VAIN, Lag.IN_VAIN),
    ):
        if since is not None and now - since > grace:
            found.append(Late(lag, since=since))
    numbers = {
        Lag.NOT_PLANNED: await _not_planned(tx, today),
        Lag.LOST: await lost_lately(tx, now - LOST_SINCE),
        Lag.UNOWNED: (await count_open(tx, today)).unowned,
    }
    return [*found, *(Late(lag, number) for lag, number in numbers.items() if number)]


def late_jobs(runs: dict[str, datetime], now: datetime, zone: ZoneInfo) -> list[Late]:
    """Jobs whose next run after the last one should have been over. `runs`: by name, the newest done.

    One that never ran is counted from the first run of any: before that there was no desk.
    """
    if not runs:
        return []
    began = min(runs.values())
    found = []
    for entry in TIMETABLE:
        last = runs.get(entry.name, began)
        trigger = CronTrigger.from_crontab(entry.cron, timezone=zone)
        due = trigger.get_next_fire_time(last, last)
        if due is not None and due + GRACE < now:
            found.append(Late(Lag.JOB, since=due.astimezone(UTC), job=entry.name))
    return found


async def _not_planned(tx: Transaction, today: date) -> int:
    """What is untouched is told on its day, everything on the supervisor's."""
    days = await exceptions(tx)
    on_day = today
    for _ in range(3):
        on_day = previous_working_day(on_day - timedelta(days=1), days)
    supervisor = max(
        standard_intervals().steps.supervisor_7, *await values_of(tx, "supervisor_7"), 0
    )
    return await never_told(tx, on_day, today - timedelta(days=supervisor) - LONGEST_REST)
