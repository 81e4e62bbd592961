"""Working days: announced years, years to come, and corrections."""

from datetime import date, timedelta

import pytest

from content.calendar import (
    add_working_days,
    is_working_day,
    known_through,
    next_working_day,
    previous_working_day,
    unknown_year_warned,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ],
)
def test_a_make_up_weekend_day_of_2026_is_worked(day: date) -> None:
    assert day.weekday() >= 5
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 6, 19), date(2026, 6, 21)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ],
)
def test_a_holiday_of_2026_is_off_from_its_first_day_through_its_last(
    first: date, last: date
) -> None:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert not any(map(is_working_day, days))
    assert is_working_day(previous_working_day(first))
    assert next_working_day(first) > last


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),  # a Monday
        (date(2027, 1, 9), False),  # a Saturday
        (date(2027, 2, 4), True),
        (date(2027, 2, 5), False),  # the eve of Spring Festival
        (date(2027, 2, 8), False),
        (date(2027, 2, 9), True),
        (date(2027, 4, 5), False),
        (date(2027, 6, 9), False),
        (date(2027, 9, 15), False),
        (date(2027, 10, 1), False),
        (date(2027, 10, 4), True),
        (date(2045, 5, 1), False),
        (date(2045, 5, 3), True),
        (date(1999, 10, 1), False),
    ],
)
def test_a_year_not_announced_has_its_weekdays_less_the_days_off_by_law(
    day: date, worked: bool
) -> None:
    assert not 2004 <= day.year <= 2026
    assert is_working_day(day) is worked


def test_an_exception_wins_both_ways() -> None:
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    corrected = {saturday: True, monday: False}

    assert not is_working_day(saturday)
    assert is_working_day(saturday, corrected)
    assert is_working_day(monday)
    assert not is_working_day(monday, corrected)
    assert next_working_day(monday, corrected) == date(2026, 11, 24)
    assert previous_working_day(monday, corrected) == saturday


def test_the_next_and_the_previous_may_be_the_day_itself() -> None:
    thursday = date(2026, 9, 24)
    assert next_working_day(thursday) == previous_working_day(thursday) == thursday
    assert next_working_day(date(2026, 9, 25)) == date(2026, 9, 28)
    assert previous_working_day(date(2026, 9, 27)) == thursday


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # a Saturday stays one
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a make-up Saturday
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # over Spring Festival
    ],
)
def test_working_days_added(day: date, count: int, last: date) -> None:
    assert add_working_days(day, count) == last


def test_the_last_known_year_has_its_make_up_days() -> None:
    assert known_through() >= 2026


@pytest.mark.parametrize(
    ("month", "day", "years_on"),
    [(11, 30, None), (12, 1, 1), (12, 31, 1)],
)
def test_a_year_without_a_notice_is_warned_of_from_december(
    month: int, day: int, years_on: int | None
) -> None:
    today = date(known_through(), month, day)
    assert unknown_year_warned(today) == (today.year + years_on if years_on else None)


def test_in_a_year_without_a_notice_the_warning_stays_until_one_is_entered() -> None:
    unknown = date(known_through() + 1, 3, 1)
    assert unknown_year_warned(unknown) == unknown.year
    assert unknown_year_warned(unknown, {date(unknown.year, 1, 1): False}) is None
    assert unknown_year_warned(unknown, {date(unknown.year + 1, 1, 1): False}) == unknown.year
