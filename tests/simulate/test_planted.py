"""Faults planted into the desk: the judge, who knows nothing of them, finds each one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot import holding
from bot.simulate.county import Size
from bot.simulate.judge import Promise
from bot.simulate.people import People
from bot.simulate.year import BEGINS, Year
from reminders import due, hours, morning, plan
from reminders.timetable import TIMETABLE, Entry
from storage.ids import LetterId
from storage.outbox import sent
from storage.posts import put_digests
from tests.simulate.conftest import Begins, played


def broken(year: Year) -> set[Promise]:
    return {each.promise for each in year.judge.broken}


async def test_a_rule_off_by_a_day(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    right: Callable[[date, int], date] = due.due_on
    wrong = lambda last, months: right(last, months) + timedelta(days=1)  # noqa: E731
    monkeypatch.setattr(due, "due_on", wrong)

    year = await played(a_year(days=3))

    assert Promise.RIGHT_DATE in broken(year)


async def test_a_lost_letter(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[int] = []

    async def loses_one(tx: Any, made: Any, *rest: Any) -> None:
        kept = dict(made)
        if kept and not lost:
            lost.append(kept.popitem()[0])
        await put_digests(tx, kept, *rest)

    monkeypatch.setattr(plan, "put_digests", loses_one)

    year = await played(a_year(days=3))

    (first,) = {
        each.words
        for each in year.judge.broken
        if each.promise is Promise.TOLD and each.day == BEGINS
    }
    assert f"D-{lost[0]}" in first


async def test_a_letter_sent_twice(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its receipt is not stored, though nothing happened to it."""
    forgotten: list[LetterId] = []

    async def forgets_one(tx: Any, letter: LetterId, *rest: Any) -> None:
        if not forgotten:
            forgotten.append(letter)
            return
        await sent(tx, letter, *rest)

    monkeypatch.setattr("bot.delivering.sent", forgets_one)

    year = await played(a_year(days=3))

    assert {Promise.ONE_A_DAY, Promise.ONCE} <= broken(year)


async def test_a_silent_supervisor_step(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(People, "_when", lambda *_: None)  # nobody does anything by themselves
    monkeypatch.setattr(morning, "_climbed", lambda *_: ())

    year = await played(a_year(days=24))

    untold = [each for each in year.judge.broken if each.promise is Promise.TOLD]
    assert all("step +7" in each.words for each in untold)
    child = untold[0]
    assert any("hears" in line for line in child.story)
    assert "expected" in child.story[-1]


async def test_a_digest_in_the_night(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.simulate import year as calendar

    table = tuple(
        Entry(each.name, "0 3 * * *", each.sweep) if each.name == "plan_day" else each
        for each in TIMETABLE
    )
    monkeypatch.setattr("bot.ticking.TIMETABLE", table)
    monkeypatch.setattr(calendar, "LOOKS", ((3, 0), *calendar.LOOKS))
    monkeypatch.setattr(plan, "may_tell", lambda *_: True)
    monkeypatch.setattr(holding, "is_quiet", lambda *_: False)

    year = await played(a_year(days=3))

    assert Promise.HOURS in broken(year)


async def test_a_digest_on_a_day_off(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the plan; and of the outbox, which would hold it."""
    monkeypatch.setattr(hours, "is_working_day", lambda *_: True)
    monkeypatch.setattr(holding, "is_working_day", lambda *_: True)

    year = await played(a_year(days=28, size=Size(4, 90, 60)))

    assert Promise.HOURS in broken(year)
    assert min(each.day for each in year.judge.broken).isoweekday() == 6


async def test_a_name_in_a_push(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    from dialogs.director import words

    year = a_year(days=3)
    monkeypatch.setattr(words, "reference", lambda child: f"C-{child} {year.history.names[-1]}")
    await played(year)

    assert Promise.NOT_PERSONAL in broken(year)


async def test_a_fourth_digest_in_a_week(a_year: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "gets_one", lambda *_, **__: True)

    year = await played(a_year(days=26, size=Size(4, 90, 60)))

    assert Promise.THREE_A_WEEK in broken(year)
