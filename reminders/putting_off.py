"""Putting off what is due: up to the due date as one likes; beyond it with a reason the supervisor sees."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from content.calendar import next_working_day, previous_working_day
from content.kinds import kinds
from reminders.due import Kind
from reminders.record import allowed
from reminders.trying import NotThatDay
from storage import audit, promises
from storage.access import Actor
from storage.database import Transaction
from storage.ids import ChildId

BEYOND_DUE = timedelta(days=14)
"""Nothing is put off further past its due date, with whatever reason."""
SOON, WEEK, DAY = timedelta(days=3), timedelta(days=7), timedelta(days=1)


class NothingDue(Exception):
    """Nothing of that kind is open: it was done meanwhile."""


def days_before_due(due: date, today: date, exceptions: Mapping[date, bool]) -> tuple[date, ...]:
    """In three days, in a week, the day before and the due date: those that fit, each a working day."""
    wished = (
        next_working_day(today + SOON, exceptions),
        next_working_day(today + WEEK, exceptions),
        previous_working_day(due - DAY, exceptions),
        previous_working_day(due, exceptions),
    )
    return tuple(sorted({day for day in wished if today < day <= due}))


def days_after_due(due: date, today: date, exceptions: Mapping[date, bool]) -> tuple[date, ...]:
    """Three days and a week on from the due date (or from today where it is past), and the last allowed."""
    start, last = max(due, today), due + BEYOND_DUE
    wished = (
        next_working_day(start + SOON, exceptions),
        next_working_day(start + WEEK, exceptions),
        previous_working_day(last, exceptions),
    )
    return tuple(sorted({day for day in wished if start < day <= last}))


def check_until(until: date, due: date, today: date, why: str | None) -> str | None:
    """The reason to keep: none up to the due date. Raises NotThatDay."""
    if until <= today:
        raise NotThatDay
    if until <= due:
        return None
    if why not in kinds().put_off_reasons or until > due + BEYOND_DUE:
        raise NotThatDay
    return why


async def put_off(
    tx: Transaction,
    actor: Actor,
    child: ChildId,
    kind: Kind,
    until: date,
    why: str | None,
    now: datetime,
    today: date,
) -> bool:
    """False when it stands so already. Raises NotInYourCare, NothingDue, NotThatDay. Four statements."""
    await allowed(tx, actor, child, today)
    due = await promises.due_now(tx, child, kind.value)
    if due is None:
        raise NothingDue
    reason = check_until(until, due, today, why)
    new = await promises.put_off(tx, child, kind.value, until, reason, today)
    if new:
        await audit.note(tx, actor, "put_off", "child", child, now)
    return new
