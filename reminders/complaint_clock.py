"""By when a complaint is answered, and when it climbs: all in working days, whole days.

Source: "answered within 10 working days" is the desk's promise; the pause between climbs is ours.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from content.calendar import NO_EXCEPTIONS, add_working_days, is_working_day

ANSWER_WITHIN = 10
CLIMB_AFTER = 5

Exceptions = Mapping[date, bool]


def promised(written: date, exceptions: Exceptions = NO_EXCEPTIONS) -> date:
    """The last day of the time the writer was promised an answer in."""
    return add_working_days(written, ANSWER_WITHIN, exceptions)


def climbs(answer_by: date, today: date) -> bool:
    """Whether whoever has it now was silent through their last day."""
    return today > answer_by


def after_climb(today: date, exceptions: Exceptions = NO_EXCEPTIONS) -> date:
    """The last day of the next ones up."""
    return add_working_days(today, CLIMB_AFTER, exceptions)


def working_days_left(today: date, last: date, exceptions: Exceptions = NO_EXCEPTIONS) -> int:
    """The working days after today through the last one; 0 on the last one and after it."""
    days = (today + timedelta(days=each) for each in range(1, (last - today).days + 1))
    return sum(is_working_day(day, exceptions) for day in days)
