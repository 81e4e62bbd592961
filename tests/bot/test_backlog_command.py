"""Planning the backlog of a place's first day, from the command line."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.bot.test_commands import lines, run


def test_what_was_over_is_planned_once(tmp_path: Path) -> None:
    run("seed", "demo", cwd=tmp_path)
    start_on = date.today() + timedelta(days=200)  # noqa: DTZ011 - the seed reads the same clock
    first = run("backlog", "130123", start_on.isoformat(), "--json", cwd=tmp_path)
    again = run("backlog", "130123", start_on.isoformat(), "--json", cwd=tmp_path)

    (made,) = lines(first)
    assert (made["region"], made["start_on"]) == ("130123", start_on.isoformat())
    assert made["planned"] > 0
    assert lines(again) == [{**made, "planned": 0}]


@pytest.mark.parametrize(
    ("place", "day", "said"),
    [("999999", "2026-12-01", "999999"), ("130123", "1 December", "2026-12-01")],
)
def test_a_wrong_place_or_day_is_named(tmp_path: Path, place: str, day: str, said: str) -> None:
    done = run("backlog", place, day, cwd=tmp_path)
    assert said in done.stderr.splitlines()[-1]
    assert done.returncode == 2
