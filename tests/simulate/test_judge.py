"""The judge stands apart: it imports nothing of the desk, and its calendar and steps are its own."""

import ast
from datetime import date
from pathlib import Path

import pytest

from bot.simulate import days
from bot.simulate.history import ADMINISTRATOR, DIRECTOR, SUPERVISOR, Quiet
from bot.simulate.received import Line, Of, Several, read
from bot.simulate.steps import own_step, steps

ROOM = Path(days.__file__).parent
JUDGE = ("judge", "history", "steps", "mail", "received", "days")
QUIET = Quiet()


@pytest.mark.parametrize("name", JUDGE)
def test_the_judge_imports_nothing_of_the_desk(name: str) -> None:
    tree = ast.parse((ROOM / f"{name}.py").read_text("utf-8"))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {module for module in imported if module.partition(".")[0] in DESK}

    assert ours <= {f"bot.simulate.{each}" for each in JUDGE}


DESK = ("bot", "dialogs", "reminders", "referrals", "content", "storage")


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-02-14", True),  # a Saturday made up for
        ("2026-02-16", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2027-02-05", False),  # the eve of the year, by law
        ("2027-02-09", True),
    ],
)
def test_days_off(day: str, *, worked: bool) -> None:
    assert days.worked(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-15", 3, "2026-04-15"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2026-02-28", 3, "2026-05-28"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-06-30", -6, "2025-12-30"),
    ],
)
def test_months(day: str, months: int, later: str) -> None:
    assert days.months_after(date.fromisoformat(day), months) == date.fromisoformat(later)


WEDNESDAY = date(2026, 3, 18)
SUNDAY = date(2026, 3, 22)


@pytest.mark.parametrize(
    ("due", "day", "name"),
    [
        (WEDNESDAY, date(2026, 3, 3), None),
        (WEDNESDAY, date(2026, 3, 4), "-14"),
        (WEDNESDAY, date(2026, 3, 14), "-14"),
        (WEDNESDAY, date(2026, 3, 15), "-3"),
        (WEDNESDAY, WEDNESDAY, "+0"),
        (WEDNESDAY, date(2026, 3, 19), "+1"),
        (WEDNESDAY, date(2026, 3, 21), "+3"),
        (WEDNESDAY, date(2026, 6, 1), "+3"),
        (SUNDAY, date(2026, 3, 19), "-3"),  # asked for on the Friday before
        (SUNDAY, date(2026, 3, 20), "+0"),
        (SUNDAY, date(2026, 3, 23), "+1"),
    ],
)
def test_the_directors_step(due: date, day: date, name: str | None) -> None:
    found = own_step(due, day, QUIET)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("day", "rungs"),
    [
        (date(2026, 3, 24), [DIRECTOR]),
        (date(2026, 3, 25), [DIRECTOR, SUPERVISOR]),
        (date(2026, 4, 16), [DIRECTOR, SUPERVISOR]),
        (date(2026, 4, 17), [DIRECTOR, SUPERVISOR, ADMINISTRATOR]),
    ],
)
def test_it_climbs(day: date, rungs: list[int]) -> None:
    assert [step.rung for step in steps(WEDNESDAY, day, QUIET)] == rungs


def test_what_was_seen_or_promised_is_quiet() -> None:
    seen = Quiet(seen=date(2026, 3, 5))
    assert own_step(WEDNESDAY, date(2026, 3, 6), seen) is None
    assert own_step(WEDNESDAY, date(2026, 3, 16), seen) is not None
    promised = Quiet(seen=date(2026, 3, 5), promised=date(2026, 3, 17))
    assert own_step(WEDNESDAY, date(2026, 3, 16), promised) is None
    again = own_step(WEDNESDAY, date(2026, 3, 17), promised)
    assert again is not None
    assert again.promised


def test_a_digest_as_read() -> None:
    labels = (
        "C-12 · 联系 · 最晚3月18日",
        "C-3 · 家访 · 已过期，2025年12月20日到期",
        "V-004 · 核对信息 · 12名儿童 · 最晚3月20日",
        "全部知道了",
    )
    found = read("早上好，这几件事该办了。\n已过期1件，快到期2件。", labels, date(2026, 3, 4))

    assert found.digest
    assert found.lines == (
        Line(12, "contact", WEDNESDAY, over=False),
        Line(3, "visit", date(2025, 12, 20), over=True),
    )
    assert found.several == (Several(Of.VILLAGE, "004", 12, date(2026, 3, 20), over=False),)


def test_counts_and_who_can_not_be_reached_as_read() -> None:
    today = date(2026, 4, 8)
    counts = read("早上好，这几件事该办了。\n谈固街道：2件没办，最久的过期28天。", (), today)
    assert counts.several == (Several(Of.PLACE, "谈固街道", 2),)

    word = "D-5所有方式都联系不上，有3件事要办：C-1、V-004。"
    labels = ("C-1 · 联系 · 最晚4月9日", "V-004 · 核对信息 · 2名儿童 · 最晚4月9日")
    unheard = read(word, labels, today)
    assert not unheard.digest
    assert unheard.several[-1] == Several(Of.PERSON, "5", 1)
