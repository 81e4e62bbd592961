"""Which step of telling applies on which day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from content.calendar import is_working_day
from content.intervals import NoticeDays, standard_intervals
from reminders.steps import LADDER, SENT, State, Step, asked_by, begins_on, state_of

DUE = date(2026, 4, 15)


def on(days_from_due: int) -> date:
    return DUE + timedelta(days=days_from_due)


@pytest.mark.parametrize(
    ("step", "day"),
    [
        (Step.BEFORE_14, -14),
        (Step.BEFORE_3, -3),
        (Step.ON_DAY, 0),
        (Step.RESEND, 1),
        (Step.AFTER_3, 3),
        (Step.SUPERVISOR_7, 7),
        (Step.COUNTY_30, 30),
    ],
)
def test_a_step_of_the_ladder_begins_on_its_day(step: Step, day: int) -> None:
    assert begins_on(step, DUE, standard_intervals().steps) == on(day)


def test_the_ladder_is_in_the_order_of_its_days() -> None:
    begins = [begins_on(step, DUE, standard_intervals().steps) for step in LADDER]
    assert begins == sorted(begins)
    assert {*LADDER, Step.AGAIN, Step.NUDGE} == set(Step)


def test_a_county_may_set_other_days() -> None:
    days = NoticeDays(-7, -1, 0, 1, 2, 4, 10)
    assert begins_on(Step.BEFORE_14, DUE, days) == on(-7)
    assert begins_on(Step.SUPERVISOR_7, DUE, days) == on(4)


@pytest.mark.parametrize("step", [Step.AGAIN, Step.NUDGE])
def test_what_comes_when_asked_for_has_no_day_of_its_own(step: Step) -> None:
    with pytest.raises(ValueError, match=step.value):
        begins_on(step, DUE, standard_intervals().steps)


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


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        # ............... new, acknowledged, put off, tried
        (Step.BEFORE_14, (True, False, False, False)),
        (Step.BEFORE_3, (True, True, False, False)),
        (Step.ON_DAY, (True, True, False, False)),
        (Step.RESEND, (True, False, False, False)),
        (Step.AFTER_3, (True, True, False, False)),
        (Step.SUPERVISOR_7, (True, True, True, True)),
        (Step.COUNTY_30, (True, True, True, True)),
        (Step.AGAIN, (True, True, False, False)),
        (Step.NUDGE, (True, True, True, True)),
    ],
)
def test_what_each_state_silences(step: Step, sent: tuple[bool, ...]) -> None:
    assert tuple(SENT[step][state] for state in State) == sent


def test_the_table_answers_for_every_step_in_every_state() -> None:
    assert set(SENT) == set(Step)
    assert all(set(row) == set(State) for row in SENT.values())


@pytest.mark.parametrize(
    ("today", "state"),
    [(-1, State.PUT_OFF), (0, State.ACKNOWLEDGED), (1, State.ACKNOWLEDGED)],
)
def test_a_promise_holds_through_the_day_before(today: int, state: State) -> None:
    assert state_of(on(today), on(-14), put_off_until=DUE, tried_until=None) is state


@pytest.mark.parametrize(
    ("acknowledged", "state"),
    [(None, State.NEW), (on(1), State.NEW), (on(0), State.ACKNOWLEDGED)],
)
def test_what_nobody_acknowledged_by_today_is_new(acknowledged: date | None, state: State) -> None:
    assert state_of(DUE, acknowledged, None, None) is state
    assert state_of(DUE, acknowledged, None, tried_until=on(1)) is State.TRIED
