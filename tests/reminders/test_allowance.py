"""One digest a day and few a week, unless something can't wait."""

from datetime import date, datetime

import pytest

from reminders.allowance import Week, gets_one, nudge_waits, presses, week_of
from reminders.recipients import Rung
from reminders.steps import Call, Step
from storage.ids import LetterId, PersonId
from storage.posts import Post
from tests.village import ZONE, at

DUE = date(2026, 5, 15)
BEFORE, AFTER = date(2026, 5, 14), date(2026, 5, 16)
D, S, C = Rung.DIRECTOR, Rung.SUPERVISOR, Rung.COUNTY


@pytest.mark.parametrize(
    ("step", "today", "told_on", "rung", "pressing"),
    [
        (Step.BEFORE_14, date(2026, 5, 4), None, D, False),
        (Step.BEFORE_3, date(2026, 5, 12), date(2026, 5, 4), D, False),
        (Step.ON_DAY, DUE, BEFORE, D, False),
        (Step.RESEND, AFTER, BEFORE, D, True),  # overdue, and not told since
        (Step.RESEND, AFTER, DUE, D, True),
        (Step.AFTER_3, date(2026, 5, 18), AFTER, D, False),  # told since
        (Step.AFTER_3, date(2026, 5, 18), None, D, True),
        (Step.BEFORE_14, date(2026, 5, 4), None, S, True),  # nobody else hears of it
        (Step.SUPERVISOR_7, date(2026, 5, 22), AFTER, S, True),
        (Step.SUPERVISOR_7, date(2026, 5, 22), AFTER, C, True),
        (Step.COUNTY_30, date(2026, 6, 14), AFTER, C, True),
        (Step.AGAIN, BEFORE, BEFORE, D, True),
        (Step.NUDGE, BEFORE, BEFORE, D, True),
    ],
)
def test_what_cannot_wait(
    step: Step, today: date, told_on: date | None, rung: Rung, *, pressing: bool
) -> None:
    assert presses(Call(step, step), DUE, today, told_on, rung) is pressing


@pytest.mark.parametrize(
    ("week", "pressing", "gets"),
    [
        (Week(0), False, True),
        (Week(2), False, True),
        (Week(3), False, False),
        (Week(3), True, True),
        (Week(5), True, True),
        (Week(1, today=True), False, False),
        (Week(1, today=True), True, False),  # one a day, whatever comes
        (Week(0, flying=True), True, False),
    ],
)
def test_three_a_week_and_one_a_day(week: Week, *, pressing: bool, gets: bool) -> None:
    assert gets_one(week, 3, pressing=pressing) is gets


@pytest.mark.parametrize(
    ("sent", "today", "week"),
    [
        ([], date(2026, 5, 13), Week()),
        (["2026-05-10T23:59", "2026-05-11T00:00"], date(2026, 5, 13), Week(1)),  # Sunday, Monday
        (["2026-05-11T09:00", "2026-05-13T08:30"], date(2026, 5, 13), Week(2, today=True)),
        (["2026-05-11T09:00"], date(2026, 5, 17), Week(1)),  # on Sunday it is the same week
        (["2026-05-11T09:00"], date(2026, 5, 18), Week()),
    ],
)
def test_a_week_runs_from_monday_in_local_time(sent: list[str], today: date, week: Week) -> None:
    posts = [post(brought_at=at(*each.split("T"))) for each in sent]
    assert week_of([*posts, post()], today, ZONE) == week


@pytest.mark.parametrize(
    ("made", "again", "flying"),
    [
        ("2026-05-15", False, True),
        ("2026-05-15", True, True),
        ("2026-05-14", True, True),  # to another address than yesterday's
        ("2026-05-14", False, False),  # it ends unsent
    ],
)
def test_a_letter_on_its_way_counts_where_it_can_still_arrive(
    made: str, *, again: bool, flying: bool
) -> None:
    on_its_way = Post(LetterId(1), PersonId(1), at(made, "08:30"), None, flying=True, again=again)
    assert week_of([on_its_way], DUE, ZONE).flying is flying


@pytest.mark.parametrize(
    ("nudged_on", "told_on", "waits"),
    [
        (None, None, False),
        (AFTER, None, False),
        (DUE, None, True),
        (DUE, BEFORE, True),
        (DUE, DUE, True),  # the morning's digest came before the nudge
        (BEFORE, DUE, False),
    ],
)
def test_a_nudge_waits_until_something_was_told(
    nudged_on: date | None, told_on: date | None, *, waits: bool
) -> None:
    assert nudge_waits(nudged_on, DUE, told_on) is waits


def post(brought_at: datetime | None = None) -> Post:
    return Post(LetterId(1), PersonId(1), at("2026-05-11"), brought_at, flying=False)
