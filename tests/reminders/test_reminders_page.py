"""docs/reminders.md says what the code does."""

import re
from pathlib import Path

from content.intervals import standard_intervals
from reminders.steps import LADDER, SENT, State, Step

PAGE = Path(__file__).parents[2] / "docs" / "reminders.md"
ROW = re.compile(r"^\| (\w+) \| ([^|]+) \| (\w+) \| (\w+) \| (\w+) \| (\w+) \|$", re.MULTILINE)


def test_the_page_shows_every_step_with_what_each_state_makes_of_it() -> None:
    rows = {row[0]: row[2:] for row in ROW.findall(PAGE.read_text("utf-8")) if row[0] != "step"}
    words = {True: "sent", False: "silent"}
    assert rows == {step.value: tuple(words[SENT[step][state]] for state in State) for step in Step}


def test_and_the_day_on_which_it_begins() -> None:
    begins = {row[0]: row[1] for row in ROW.findall(PAGE.read_text("utf-8"))}
    for step in LADDER:
        days = getattr(standard_intervals().steps, step.value)
        said = begins[step.value].replace("−", "-").replace("the due date", "0")
        assert int(said.split()[0]) == days
