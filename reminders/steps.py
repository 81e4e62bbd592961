"""Who is told next of something that falls due: the director, then the supervisor, then the county.

The days are data: content/data/intervals.toml.
"""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from content.intervals import NoticeDays, standard_intervals


class Step(StrEnum):
    """The steps of telling, in their order. The first four are the director's."""

    BEFORE_14 = "before_14"
    BEFORE_3 = "before_3"
    ON_DAY = "on_day"
    AFTER_3 = "after_3"
    SUPERVISOR_7 = "supervisor_7"
    COUNTY_30 = "county_30"


_MOST_DAYS_OFF = 31


def step_due(
    due: date, today: date, acknowledged_on: date | None = None, days: NoticeDays | None = None
) -> Step | None:
    """The step that applies today: each from its own day until the next one's, the last for good.

    None before the first. Having acknowledged, through today, silences the first step only: from
    three days before the due date on, silence is broken by the entry alone. `days` are the
    standard ones unless given.
    """
    begun = [step for step in Step if today >= begins_on(step, due, days)]
    if not begun:
        return None
    silenced = acknowledged_on is not None and acknowledged_on <= today
    return None if begun[-1] is Step.BEFORE_14 and silenced else begun[-1]


def begins_on(step: Step, due: date, days: NoticeDays | None = None) -> date:
    """The first day on which `step` applies to what is due on `due`."""
    return due + timedelta(days=_day(step, days or standard_intervals().steps))


def asked_by(due: date, is_working: Callable[[date], bool]) -> date:
    """The working day by which it is asked for: the due date, or the last one before a day off.

    The due date itself where no day of the month before it is worked.
    """
    days = (due - timedelta(days=back) for back in range(_MOST_DAYS_OFF))
    return next((day for day in days if is_working(day)), due)


def _day(step: Step, days: NoticeDays) -> int:
    match step:
        case Step.BEFORE_14:
            return days.before_14
        case Step.BEFORE_3:
            return days.before_3
        case Step.ON_DAY:
            return days.on_day
        case Step.AFTER_3:
            return days.after_3
        case Step.SUPERVISOR_7:
            return days.supervisor_7
        case Step.COUNTY_30:
            return days.county_30
