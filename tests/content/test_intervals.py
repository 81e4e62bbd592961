"""The intervals and the days of the notices, read from their table."""

import pytest

from content.intervals import Intervals, NoticeDays, parse_intervals, standard_intervals
from content.table import MalformedContent

STEPS = """
[steps]
before_14 = -10
before_3 = -2
on_day = 0
after_3 = 1
supervisor_7 = 5
county_30 = 20
"""
MONTHS = """
contact_months = 1
visit_months = 3
refresh_months = 6
visit_counts_as_contact = false
"""


def test_the_standard_ones_are_those_of_the_plan() -> None:
    assert standard_intervals() == Intervals(
        contact_months=3,
        visit_months=6,
        refresh_months=6,
        visit_counts_as_contact=True,
        steps=NoticeDays(-14, -3, 0, 3, 7, 30),
    )


def test_a_county_may_ask_more_often() -> None:
    assert parse_intervals("county", MONTHS + STEPS) == Intervals(
        1, 3, 6, visit_counts_as_contact=False, steps=NoticeDays(-10, -2, 0, 1, 5, 20)
    )


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (MONTHS.replace("contact_months = 1", "contact_months = 0") + STEPS, "contact_months"),
        (MONTHS.replace("visit_months = 3", "visit_months = 'x'") + STEPS, "visit_months"),
        (MONTHS.replace("false", "'no'") + STEPS, "visit_counts_as_contact"),
        (MONTHS + "often = 1" + STEPS, "often"),
        (MONTHS + STEPS.replace("after_3 = 1", "after_3 = 0"), "after_3"),
        (MONTHS + STEPS.replace("county_30 = 20", "county_30 = 5"), "county_30"),
        (MONTHS, "steps"),
        ("contact_months =", ""),
    ],
)
def test_a_slip_is_named(wrong: str, key: str) -> None:
    with pytest.raises(MalformedContent) as slip:
        parse_intervals("county", wrong)
    assert slip.value.key == key
