"""When people are told: on working days, from half past eight to eight in the evening, local time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from content.calendar import NO_EXCEPTIONS, is_working_day, next_working_day
from reminders.morning import MORNING

EVENING = time(20, 0)
BEHIND_DIGESTS = time(8, 40)
"""What was made in quiet time goes out on the next working morning, behind that morning's digests."""


def may_tell(at: datetime, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> bool:
    """`at` is local; 08:30 is the first minute, 20:00 is quiet."""
    return MORNING <= at.time() < EVENING and is_working_day(at.date(), exceptions)


def tells_at(at: datetime, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> datetime:
    """`at` itself, or behind the next working morning's digests where that is quiet time. Local."""
    if may_tell(at, exceptions):
        return at
    first = at.date() if at.time() < MORNING else at.date() + timedelta(days=1)
    morning = next_working_day(first, exceptions)
    return datetime.combine(morning, BEHIND_DIGESTS, at.tzinfo)
