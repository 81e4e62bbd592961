"""Hours in which offices are open. The hours are the usual ones of offices in Hebei, a rule of the desk's own."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from content.calendar import NO_EXCEPTIONS, next_working_day

OPEN = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 30)))
_DAY = timedelta(days=1)


def after_working_time(
    at: datetime, span: timedelta, exceptions: Mapping[date, bool] = NO_EXCEPTIONS
) -> datetime:
    """When `span` of open hours has passed since `at`, a local time; the end of a session is within it."""
    for opens, closes in _sessions(at, exceptions):
        begins = max(at, opens)
        if begins + span <= closes:
            return begins + span
        span -= max(closes - begins, timedelta(0))
    raise AssertionError("there is always another working day")


def next_working(
    at: datetime, clock: time, exceptions: Mapping[date, bool] = NO_EXCEPTIONS
) -> datetime:
    """The first `clock` of a working day after `at`, a local time."""
    first = at.date() if at.timetz().replace(tzinfo=None) < clock else at.date() + _DAY
    return datetime.combine(next_working_day(first, exceptions), clock, at.tzinfo)


def _sessions(at: datetime, exceptions: Mapping[date, bool]) -> Iterator[tuple[datetime, datetime]]:
    day = at.date()
    while True:
        day = next_working_day(day, exceptions)
        for opens, closes in OPEN:
            yield (
                datetime.combine(day, opens, at.tzinfo),
                datetime.combine(day, closes, at.tzinfo),
            )
        day += _DAY
