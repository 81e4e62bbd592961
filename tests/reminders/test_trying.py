"""When to try again: tomorrow, in three days, in a week, on working days and not long after it is due."""

from collections.abc import Mapping
from datetime import date

import pytest

from content.calendar import NO_EXCEPTIONS
from reminders.trying import days_again

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (24, 25, 26))
IN_A_WEEK = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (date(2026, 11, 26), (TUESDAY, THURSDAY)),  # a week is four days after the due date
        (date(2026, 11, 27), (TUESDAY, THURSDAY, IN_A_WEEK)),  # three days after it
        (date(2026, 12, 20), (TUESDAY, THURSDAY, IN_A_WEEK)),
        (MONDAY, (TUESDAY, THURSDAY)),
        (date(2026, 11, 1), (TUESDAY, THURSDAY)),  # overdue: soon again
        (None, (TUESDAY, THURSDAY, IN_A_WEEK)),  # nothing is owed
    ],
)
def test_another_try_is_soon(due: date | None, days: tuple[date, ...]) -> None:
    assert days_again(due, MONDAY, NO_EXCEPTIONS) == days


@pytest.mark.parametrize(
    ("today", "exceptions", "days"),
    [
        # Friday: tomorrow and in three days are both Monday
        (date(2026, 11, 27), {}, (date(2026, 11, 30), date(2026, 12, 4))),
        # the last working day before the Spring Festival of 2026 (15 to 23 February)
        (date(2026, 2, 14), {}, (date(2026, 2, 24),)),
        # an administrator entered Tuesday as a day off
        (MONDAY, {TUESDAY: False}, (WEDNESDAY, THURSDAY, IN_A_WEEK)),
    ],
)
def test_another_try_is_on_a_working_day(
    today: date, exceptions: Mapping[date, bool], days: tuple[date, ...]
) -> None:
    assert days_again(None, today, exceptions) == days
