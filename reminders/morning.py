"""What a working morning calls for: which steps apply to what is open, and how far ahead to look.

At most one step a rung (director, supervisor, county): who comes late into a rung is told where it stands.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import partial
from typing import Protocol

from content.calendar import NO_EXCEPTIONS, is_working_day, next_working_day
from content.intervals import NoticeDays, standard_intervals
from reminders.steps import (
    ASKED_BEFORE,
    OWN,
    SENT,
    Call,
    State,
    Step,
    asked_by,
    begins_on,
    state_of,
)

MORNING = time(8, 30)
"""Nothing is told before, in local time."""

Exceptions = Mapping[date, bool]


class Open(Protocol):
    """An open reminder, as far as the steps depend on it: `storage.reminders.Asked` is one."""

    @property
    def due(self) -> date: ...
    @property
    def acknowledged_on(self) -> date | None: ...
    @property
    def ask_on(self) -> date | None: ...
    @property
    def put_off_until(self) -> date | None: ...
    @property
    def tried_until(self) -> date | None: ...
    @property
    def nudged_on(self) -> date | None: ...


def calls_now(
    asked: Open, today: date, days: NoticeDays, exceptions: Exceptions = NO_EXCEPTIONS
) -> tuple[Call, ...]:
    """What is called for today, the director's first.

    What falls due on a day off, and what was promised for one, is asked for on the working day before;
    overdue counts from the due date itself. An item of the backlog counts from the day it is planned for.
    """
    due = asked.ask_on or asked.due
    own = _own(asked, due, today, days, exceptions)
    return (*own[-1:], *_climbed(due, today, days))


def asked_for(
    due: date, today: date, days: NoticeDays, exceptions: Exceptions = NO_EXCEPTIONS
) -> bool:
    """Whether the first step of what is due on that day has begun."""
    return today >= begins_on(Step.BEFORE_14, _worked(due, exceptions), days)


def last_day_asked(
    today: date, days: NoticeDays | None = None, exceptions: Exceptions = NO_EXCEPTIONS
) -> date:
    """The latest due date of which anything may be told today."""
    notice = timedelta(days=-(days or standard_intervals().steps).before_14)
    return next_working_day(today + notice + timedelta(days=1), exceptions) - timedelta(days=1)


def _own(
    asked: Open, due: date, today: date, days: NoticeDays, exceptions: Exceptions
) -> list[Call]:
    """The director's calls so far, by the day they began; of one day a promise before the ladder's, then a nudge."""
    promises = [day for day in (asked.put_off_until, asked.tried_until) if day is not None]
    put_off, tried = (
        day and _worked(day, exceptions) for day in (asked.put_off_until, asked.tried_until)
    )
    state = state_of(today, asked.acknowledged_on, put_off, tried)
    begun = [
        (day, Call(step, step.value))
        for day, step in _own_begun(due, today, state, days, exceptions)
    ]
    if promises and SENT[Step.AGAIN][state]:
        promised = max(promises)
        begun.append((_worked(promised, exceptions), _told_for(Step.AGAIN, promised)))
    if asked.nudged_on is not None and asked.nudged_on <= today and SENT[Step.NUDGE][state]:
        begun.append((asked.nudged_on, _told_for(Step.NUDGE, asked.nudged_on)))
    return [call for _, call in sorted(begun, key=lambda each: each[0])]


def _told_for(step: Step, day: date) -> Call:
    return Call(step, f"{step.value}:{day}")


def _own_begun(
    due: date, today: date, state: State, days: NoticeDays, exceptions: Exceptions
) -> list[tuple[date, Step]]:
    """The director's steps of the ladder that began and are sent, with the day they began."""
    asked_on = _worked(due, exceptions)
    begins = (
        (begins_on(step, asked_on if step in ASKED_BEFORE else due, days), step)
        for step in OWN
        if SENT[step][state]
    )
    return [(day, step) for day, step in begins if today >= day]


def _climbed(due: date, today: date, days: NoticeDays) -> tuple[Call, ...]:
    """The supervisor's and the county's. What stays open is told to both again, every so many days."""
    climbed = [
        step for step in (Step.SUPERVISOR_7, Step.COUNTY_30) if today >= begins_on(step, due, days)
    ]
    over = (today - begins_on(Step.COUNTY_30, due, days)).days
    times = max(0, over // days.again_every)
    again = f":{days.county_30 + times * days.again_every}" if times else ""
    return tuple(Call(step, f"{step.value}{again}") for step in climbed)


def _worked(day: date, exceptions: Exceptions) -> date:
    return asked_by(day, partial(is_working_day, exceptions=exceptions))
