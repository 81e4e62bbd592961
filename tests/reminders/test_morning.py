"""What a working morning calls for: the ladder, promises, nudges and the backlog."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.intervals import standard_intervals
from reminders.morning import asked_for, calls_now, last_day_asked
from reminders.steps import Step
from tests.reminders.asking import Waiting

DAYS = standard_intervals().steps
DUE = date(2026, 5, 15)
"""A Friday."""
SUNDAY = date(2026, 5, 17)
IN_HOLIDAY = date(2026, 10, 5)

OWN, BOTH = (Step.AFTER_3,), (Step.AFTER_3, Step.SUPERVISOR_7)


def codes(
    asked: Waiting, today: date, exceptions: dict[date, bool] | None = None
) -> tuple[str, ...]:
    return tuple(call.code for call in calls_now(asked, today, DAYS, exceptions or {}))


def steps_of(asked: Waiting, today: date) -> tuple[Step, ...]:
    return tuple(call.step for call in calls_now(asked, today, DAYS))


def on(days_from_due: int) -> date:
    return DUE + timedelta(days=days_from_due)


@pytest.mark.parametrize(
    ("due", "today", "steps"),
    [
        (DUE, date(2026, 4, 30), ()),
        (DUE, date(2026, 5, 1), (Step.BEFORE_14,)),
        (DUE, date(2026, 5, 11), (Step.BEFORE_14,)),
        (DUE, date(2026, 5, 12), (Step.BEFORE_3,)),
        (DUE, date(2026, 5, 14), (Step.BEFORE_3,)),
        (DUE, date(2026, 5, 15), (Step.ON_DAY,)),
        (DUE, date(2026, 5, 16), (Step.RESEND,)),
        (DUE, date(2026, 5, 17), (Step.RESEND,)),
        (DUE, date(2026, 5, 18), OWN),
        (DUE, date(2026, 5, 21), OWN),
        (DUE, date(2026, 5, 22), BOTH),
        (DUE, date(2026, 6, 13), BOTH),
        (DUE, date(2026, 6, 14), (*BOTH, Step.COUNTY_30)),
        (DUE, date(2027, 6, 14), (*BOTH, Step.COUNTY_30)),
        # Due on Sunday 17 May: asked for on the Friday before; overdue counts from the Sunday.
        (SUNDAY, date(2026, 5, 14), (Step.BEFORE_3,)),
        (SUNDAY, date(2026, 5, 15), (Step.ON_DAY,)),
        (SUNDAY, date(2026, 5, 17), (Step.ON_DAY,)),
        (SUNDAY, date(2026, 5, 18), (Step.RESEND,)),
        (SUNDAY, date(2026, 5, 19), (Step.RESEND,)),
        (SUNDAY, date(2026, 5, 20), OWN),
        # Due within the national holiday (1 to 7 October): asked for on 30 September.
        (IN_HOLIDAY, date(2026, 9, 29), (Step.BEFORE_3,)),
        (IN_HOLIDAY, date(2026, 9, 30), (Step.ON_DAY,)),
        (IN_HOLIDAY, date(2026, 10, 8), OWN),
    ],
)
def test_the_steps_of_a_morning(due: date, today: date, steps: tuple[Step, ...]) -> None:
    assert steps_of(Waiting(due), today) == steps


@pytest.mark.parametrize(
    ("today", "steps"),
    [
        (on(-4), ()),
        (on(-3), (Step.BEFORE_3,)),  # three days before, acknowledged is not enough
        (on(0), (Step.ON_DAY,)),
        (on(1), (Step.ON_DAY,)),  # told on the day; not sent again
        (on(3), OWN),
        (on(7), BOTH),
    ],
)
def test_acknowledging_quiets_the_early_step_and_the_resend(
    today: date, steps: tuple[Step, ...]
) -> None:
    assert steps_of(Waiting(DUE, acknowledged_on=on(-14)), today) == steps


def test_it_silences_from_its_own_day_on() -> None:
    known = Waiting(DUE, acknowledged_on=on(-10))
    assert codes(known, on(-11)) == ("before_14",)
    assert codes(known, on(-10)) == ()


@pytest.mark.parametrize(
    ("until", "today", "told"),
    [
        # Put off to the due date: nothing before it, then what was promised in place of the step.
        (DUE, on(-4), ()),
        (DUE, on(-1), ()),
        (DUE, on(0), ("again:2026-05-15",)),
        (DUE, on(2), ("again:2026-05-15",)),
        (DUE, on(3), ("after_3",)),
        # Beyond it: the director's steps are silent until then, the supervisor's are not.
        (on(10), on(3), ()),
        (on(10), on(6), ()),
        (on(10), on(7), ("supervisor_7",)),
        (on(10), on(9), ("supervisor_7",)),
        (on(10), on(10), ("again:2026-05-25", "supervisor_7")),
        (on(10), on(29), ("again:2026-05-25", "supervisor_7")),
        (on(10), on(30), ("again:2026-05-25", "supervisor_7", "county_30")),
        # Until a Sunday: asked again on the Friday before.
        (on(9), on(6), ()),
        (on(9), on(7), ("again:2026-05-24", "supervisor_7")),
    ],
)
def test_what_is_put_off_or_tried_is_asked_for_again_on_its_day(
    until: date, today: date, told: tuple[str, ...]
) -> None:
    known = Waiting(DUE, acknowledged_on=on(-5))
    assert codes(replace(known, put_off_until=until), today) == told
    assert codes(replace(known, tried_until=until), today) == told


def test_of_two_promises_the_later_one_counts() -> None:
    asked = Waiting(DUE, on(-5), put_off_until=on(-2), tried_until=on(0))
    assert codes(asked, on(-1)) == ()
    assert codes(asked, on(0)) == ("again:2026-05-15",)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (on(0), ("on_day",)),
        (on(4), ("nudge:2026-05-19",)),
        (on(7), ("nudge:2026-05-19", "supervisor_7")),
    ],
)
def test_a_nudge_takes_the_place_of_the_directors_step(today: date, told: tuple[str, ...]) -> None:
    assert codes(Waiting(DUE, nudged_on=on(4)), today) == told


def test_a_nudge_is_told_though_it_was_put_off() -> None:
    asked = Waiting(DUE, on(-5), put_off_until=on(11), nudged_on=on(8))
    assert codes(asked, on(8)) == ("nudge:2026-05-23", "supervisor_7")
    assert codes(asked, on(11)) == ("again:2026-05-26", "supervisor_7")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (30, ("supervisor_7", "county_30")),
        (59, ("supervisor_7", "county_30")),
        (60, ("supervisor_7:60", "county_30:60")),
        (89, ("supervisor_7:60", "county_30:60")),
        (90, ("supervisor_7:90", "county_30:90")),
        (365, ("supervisor_7:360", "county_30:360")),
    ],
)
def test_what_stays_open_is_told_above_every_thirty_days(days: int, told: tuple[str, ...]) -> None:
    assert codes(Waiting(DUE), on(days)) == ("after_3", *told)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 8, 10), ()),
        (date(2026, 8, 11), ("before_14",)),
        (date(2026, 8, 25), ("on_day",)),
        (date(2026, 8, 31), ("after_3",)),
        (date(2026, 9, 1), ("after_3", "supervisor_7")),
        (date(2026, 9, 23), ("after_3", "supervisor_7")),
        (date(2026, 9, 24), ("after_3", "supervisor_7", "county_30")),
    ],
)
def test_an_item_of_the_backlog_counts_from_its_planned_day(
    today: date, told: tuple[str, ...]
) -> None:
    assert codes(Waiting(DUE, ask_on=date(2026, 8, 25)), today) == told


def test_what_an_administrator_entered_moves_the_day_of_asking() -> None:
    friday_off = {DUE: False}
    assert codes(Waiting(DUE), on(-1)) == ("before_3",)
    assert codes(Waiting(DUE), on(-1), friday_off) == ("on_day",)
    assert codes(Waiting(DUE, on(-5), put_off_until=DUE), on(-1), friday_off) == (
        "again:2026-05-15",
    )


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 5, 11), date(2026, 5, 25)),  # the 26th is worked
        (date(2026, 5, 15), date(2026, 5, 31)),  # two weeks on is a Friday: its weekend too
    ],
)
def test_a_plan_looks_two_weeks_ahead_and_over_the_days_off_behind(today: date, last: date) -> None:
    assert last_day_asked(today) == last
    assert steps_of(Waiting(last), today) == (Step.BEFORE_14,)
    assert steps_of(Waiting(last + timedelta(days=1)), today) == ()
    assert asked_for(last, today, DAYS)
    assert not asked_for(last + timedelta(days=1), today, DAYS)


def test_it_looks_over_days_off_that_were_entered() -> None:
    tuesday_off = {date(2026, 5, 26): False}
    assert last_day_asked(date(2026, 5, 11), DAYS, tuesday_off) == date(2026, 5, 26)


def test_a_place_may_be_told_earlier() -> None:
    early = replace(DAYS, before_14=-30)
    assert [call.code for call in calls_now(Waiting(DUE), on(-30), early)] == ["before_14"]
    assert last_day_asked(date(2026, 5, 11), early) == date(2026, 6, 10)
