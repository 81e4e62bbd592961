"""When a contact, a visit or a refresh falls due."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intervals import standard_intervals
from reminders.due import (
    COUNTED_ONLY,
    DueDate,
    Entry,
    Kind,
    Standing,
    closing_after,
    due_dates,
    due_on,
    grown_up_on,
    in_care_period,
    last_done,
    plain_due,
    standing,
)

CONTACT, VISIT, REFRESH = Kind
PLAN = standard_intervals()
LONGER = replace(PLAN, refresh_months=12)
"""As no place may set it: to see the closings at work."""
VISITS_APART = replace(PLAN, visit_counts_as_contact=False)
ENTERED = date(2026, 1, 15)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
month_counts = st.integers(min_value=1, max_value=60)


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),  # a shorter month
        (date(2023, 11, 30), 3, date(2024, 2, 29)),  # in a leap year
        (date(2023, 11, 29), 3, date(2024, 2, 29)),
        (date(2023, 11, 28), 3, date(2024, 2, 28)),
        (date(2025, 12, 31), 3, date(2026, 3, 31)),  # over the new year
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 2, 28), 3, date(2026, 5, 28)),  # a clipped end does not stick
        (date(2024, 2, 29), 6, date(2024, 8, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(
    last: date, months: int, due: date
) -> None:
    assert due_on(last, months) == due


@given(days, days, month_counts)
def test_a_later_day_is_never_due_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert due_on(first, months) <= due_on(second, months)


@given(days, month_counts)
def test_no_month_is_skipped_and_no_day_gained(last: date, months: int) -> None:
    due = due_on(last, months)
    assert (due.year - last.year) * 12 + due.month - last.month == months
    assert due.day == min(last.day, monthrange(due.year, due.month)[1])


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (CONTACT, date(2026, 4, 15)),
        (VISIT, date(2026, 7, 15)),
        (REFRESH, date(2026, 7, 15)),
    ],
)
def test_the_plan_asks_for_three_months_or_a_half_year(kind: Kind, due: date) -> None:
    assert plain_due(kind, ENTERED, PLAN) == due


def test_what_was_never_done_counts_from_entry() -> None:
    assert due_dates(ENTERED, [], PLAN) == (
        DueDate(CONTACT, None, date(2026, 4, 15)),
        DueDate(VISIT, None, date(2026, 7, 15)),
        DueDate(REFRESH, None, date(2026, 7, 15)),
    )


def test_a_child_that_is_only_counted_is_owed_the_refresh() -> None:
    refreshed = Entry(REFRESH, date(2026, 6, 30), reached=True)
    assert due_dates(ENTERED, [refreshed], PLAN, COUNTED_ONLY) == (
        DueDate(REFRESH, date(2026, 6, 30), date(2026, 12, 30)),
    )


def test_the_latest_date_wins_in_whatever_order_they_were_entered() -> None:
    march = Entry(CONTACT, date(2026, 3, 31), reached=True)
    february = Entry(CONTACT, date(2026, 2, 1), reached=True)

    for entries in ([march, february], [february, march]):
        assert due_dates(ENTERED, entries, PLAN)[0] == DueDate(
            CONTACT, march.held_on, date(2026, 6, 30)
        )


def test_an_entry_older_than_the_file_still_counts() -> None:
    before = Entry(CONTACT, date(2025, 12, 1), reached=True)
    assert due_dates(ENTERED, [before], PLAN)[0].due == date(2026, 3, 1)


def test_nobody_reached_means_no_contact() -> None:
    unanswered = Entry(CONTACT, date(2026, 3, 1), reached=False)
    locked_door = Entry(VISIT, date(2026, 3, 2), reached=False)
    assert due_dates(ENTERED, [unanswered, locked_door], PLAN) == due_dates(ENTERED, [], PLAN)


def test_a_visit_is_a_contact_too_where_that_is_set() -> None:
    visited = [
        Entry(CONTACT, date(2026, 2, 1), reached=True),
        Entry(VISIT, date(2026, 3, 1), reached=True),
    ]
    assert last_done(CONTACT, visited, PLAN) == date(2026, 3, 1)
    assert last_done(CONTACT, visited, VISITS_APART) == date(2026, 2, 1)


def test_a_contact_is_no_visit_and_neither_refreshes() -> None:
    entries = [
        Entry(CONTACT, date(2026, 3, 1), reached=True),
        Entry(VISIT, date(2026, 2, 1), reached=True),
    ]
    assert last_done(VISIT, entries, PLAN) == date(2026, 2, 1)
    assert last_done(REFRESH, entries, PLAN) is None


@pytest.mark.parametrize(
    ("today", "stands"),
    [
        (date(2026, 3, 31), Standing.SETTLED),
        (date(2026, 4, 1), Standing.DUE),  # fourteen days before
        (date(2026, 4, 2), Standing.DUE),
        (date(2026, 4, 14), Standing.DUE),
        (date(2026, 4, 15), Standing.DUE),  # through the due date
        (date(2026, 4, 16), Standing.OVERDUE),
    ],
)
def test_standing(today: date, stands: Standing) -> None:
    assert standing(date(2026, 4, 15), today, notice=timedelta(days=14)) is stands


@pytest.mark.parametrize(
    ("last", "closing"),
    [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 6, 29), date(2026, 12, 31)),
        (date(2026, 6, 30), date(2026, 12, 31)),  # still refreshed in the first half-year
        (date(2026, 7, 1), date(2027, 6, 30)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_half_year_closes_after_the_one_of_the_last_refresh(last: date, closing: date) -> None:
    assert closing_after(last, PLAN) == closing
    assert plain_due(REFRESH, last, LONGER) == closing


@given(days)
def test_with_six_months_the_closing_never_comes_first(last: date) -> None:
    assert due_on(last, 6) <= closing_after(last, PLAN)
    assert plain_due(REFRESH, last, PLAN) == due_on(last, 6)


def test_closings_may_be_left_out_and_hold_for_the_refresh_only() -> None:
    free = replace(LONGER, refresh_by_closing=False)
    assert plain_due(REFRESH, ENTERED, free) == date(2027, 1, 15)
    assert plain_due(VISIT, ENTERED, replace(PLAN, visit_months=24)) == date(2028, 1, 15)


@pytest.mark.parametrize(
    ("start", "plain", "due"),
    [
        (date(2026, 4, 15), date(2026, 6, 6), date(2026, 6, 6)),  # no care period before
        (date(2026, 4, 15), date(2026, 6, 7), date(2026, 6, 7)),
        (date(2026, 4, 15), date(2026, 6, 15), date(2026, 6, 7)),  # the exam comes first
        (date(2026, 6, 8), date(2026, 8, 8), date(2026, 6, 8)),  # inside one
        (date(2026, 6, 9), date(2026, 8, 9), date(2026, 6, 9)),  # on its last day
        (date(2026, 6, 10), date(2026, 8, 10), date(2026, 6, 20)),  # the day after: the next one
        (date(2026, 9, 1), date(2026, 11, 1), date(2026, 11, 1)),
    ],
)
def test_in_a_care_period_a_contact_is_due_earlier(start: date, plain: date, due: date) -> None:
    assert in_care_period(start, plain, entered=date(2020, 1, 1)) == due


def test_whoever_has_just_arrived_is_in_a_care_period() -> None:
    entered = date(2026, 9, 10)
    assert in_care_period(date(2026, 10, 10), date(2026, 12, 10), entered) == date(2026, 10, 10)


@given(days, st.integers(1, 3), st.integers(1, 3), days)
def test_a_care_period_never_moves_a_contact_back(
    last: date, close: int, plain_months: int, entered: date
) -> None:
    start, plain = due_on(last, close), due_on(last, plain_months)
    due = in_care_period(start, plain, entered)
    assert due == plain or start <= due < plain


@pytest.mark.parametrize(
    ("birthday", "sixteen"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 12, 31), date(2027, 1, 1)),
        (date(2028, 2, 29), date(2028, 3, 1)),
    ],
)
def test_an_age_is_reached_on_the_day_after_the_birthday(birthday: date, sixteen: date) -> None:
    assert grown_up_on(birthday) == sixteen
