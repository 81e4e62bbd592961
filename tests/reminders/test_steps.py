"""Which step of telling applies on which day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from content.calendar import is_working_day
from content.intervals import NoticeDays
from reminders.steps import Step, asked_by, begins_on, step_due

DUE = date(2026, 4, 15)


def on(days_from_due: int) -> date:
    return DUE + timedelta(days=days_from_due)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (-200, None),
        (-15, None),
        (-14, Step.BEFORE_14),
        (-13, Step.BEFORE_14),
        (-4, Step.BEFORE_14),
        (-3, Step.BEFORE_3),
        (-2, Step.BEFORE_3),
        (-1, Step.BEFORE_3),
        (0, Step.ON_DAY),
        (1, Step.ON_DAY),
        (2, Step.ON_DAY),
        (3, Step.AFTER_3),
        (4, Step.AFTER_3),
        (6, Step.AFTER_3),
        (7, Step.SUPERVISOR_7),
        (8, Step.SUPERVISOR_7),
        (29, Step.SUPERVISOR_7),
        (30, Step.COUNTY_30),
        (31, Step.COUNTY_30),
        (400, Step.COUNTY_30),
    ],
)
def test_a_step_applies_from_its_day_until_the_next_ones(day: int, step: Step | None) -> None:
    assert step_due(DUE, on(day), acknowledged_on=None) is step


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (-14, None),
        (-4, None),
        (-3, Step.BEFORE_3),
        (0, Step.ON_DAY),
        (3, Step.AFTER_3),
        (7, Step.SUPERVISOR_7),
        (30, Step.COUNTY_30),
    ],
)
def test_acknowledging_silences_the_first_step_only(day: int, step: Step | None) -> None:
    assert step_due(DUE, on(day), acknowledged_on=on(-14)) is step


def test_it_silences_from_its_own_day_on() -> None:
    assert step_due(DUE, on(-11), acknowledged_on=on(-10)) is Step.BEFORE_14
    assert step_due(DUE, on(-10), acknowledged_on=on(-10)) is None
    assert step_due(DUE, on(-9), acknowledged_on=on(-10)) is None


def test_a_county_may_set_other_days() -> None:
    days = NoticeDays(-7, -1, 0, 2, 4, 10)
    assert step_due(DUE, on(-8), None, days) is None
    assert step_due(DUE, on(-7), None, days) is Step.BEFORE_14
    assert step_due(DUE, on(10), None, days) is Step.COUNTY_30
    assert begins_on(Step.SUPERVISOR_7, DUE, days) == on(4)


@pytest.mark.parametrize("step", Step)
def test_a_step_begins_on_the_first_day_it_applies(step: Step) -> None:
    begins = begins_on(step, DUE)
    assert step_due(DUE, begins) is step
    assert step_due(DUE, begins - timedelta(days=1)) is not step


@pytest.mark.parametrize(
    ("due", "asked"),
    [
        (date(2026, 9, 24), date(2026, 9, 24)),  # a working Thursday
        (date(2026, 9, 25), date(2026, 9, 24)),  # the first day of a holiday
        (date(2026, 9, 27), date(2026, 9, 24)),  # its last
        (date(2026, 9, 28), date(2026, 9, 28)),
        (date(2026, 9, 20), date(2026, 9, 20)),  # a make-up Sunday
        (date(2026, 2, 23), date(2026, 2, 14)),  # Spring Festival: back to a make-up Saturday
        (date(2026, 11, 22), date(2026, 11, 20)),
    ],
)
def test_what_falls_due_on_a_day_off_is_asked_for_before(due: date, asked: date) -> None:
    assert asked_by(due, is_working_day) == asked


def test_without_any_working_day_the_due_date_stands() -> None:
    never: Callable[[date], bool] = lambda _: False  # noqa: E731
    assert asked_by(DUE, never) == DUE
