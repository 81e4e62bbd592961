"""The intervals and the days of the notices, read from their table; what a place may set otherwise."""

from dataclasses import replace
from typing import Any

import pytest

from content.intervals import Closing, Intervals, NoticeDays, parse_intervals, standard_intervals
from content.regional_rules import RULES, RuleRefused, intervals_under, limits, with_rules
from content.table import MalformedContent

PLAN = standard_intervals()
STEPS = """
[steps]
before_14 = -10
before_3 = -2
on_day = 0
resend = 1
after_3 = 2
supervisor_7 = 5
county_30 = 20
again_every = 10
"""
MONTHS = """
contact_months = 1
visit_months = 3
refresh_months = 6
close_contact_months = 1
visit_counts_as_contact = false
refresh_by_closing = true
closings = ["03-31", "09-30"]
most_digests_a_week = 2
too_many_tries = 4
backlog_days = 30
"""


def test_the_standard_ones_are_those_of_the_plan() -> None:
    assert standard_intervals() == Intervals(
        contact_months=3,
        visit_months=6,
        refresh_months=6,
        close_contact_months=1,
        visit_counts_as_contact=True,
        refresh_by_closing=True,
        most_digests_a_week=3,
        too_many_tries=3,
        backlog_days=60,
        closings=(Closing(6, 30), Closing(12, 31)),
        steps=NoticeDays(-14, -3, 0, 1, 3, 7, 30, 30),
    )


def test_another_table_is_read_as_it_is_written() -> None:
    assert parse_intervals("county", MONTHS + STEPS) == Intervals(
        contact_months=1,
        visit_months=3,
        refresh_months=6,
        close_contact_months=1,
        visit_counts_as_contact=False,
        refresh_by_closing=True,
        most_digests_a_week=2,
        too_many_tries=4,
        backlog_days=30,
        closings=(Closing(3, 31), Closing(9, 30)),
        steps=NoticeDays(-10, -2, 0, 1, 2, 5, 20, 10),
    )


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (MONTHS.replace("\ncontact_months = 1", "\ncontact_months = 0") + STEPS, "contact_months"),
        (MONTHS.replace("visit_months = 3", "visit_months = 'x'") + STEPS, "visit_months"),
        (MONTHS.replace("close_contact_months = 1", "close_contact_months = 2") + STEPS,
         "close_contact_months"),
        (MONTHS.replace("false", "'no'") + STEPS, "visit_counts_as_contact"),
        (MONTHS.replace("a_week = 2", "a_week = 0") + STEPS, "most_digests_a_week"),
        (MONTHS.replace("03-31", "02-29") + STEPS, "closings"),
        (MONTHS.replace("03-31", "10-31") + STEPS, "closings"),
        (MONTHS.replace('"03-31", "09-30"', "") + STEPS, "closings"),
        (MONTHS + "often = 1" + STEPS, "often"),
        (MONTHS + STEPS.replace("after_3 = 2", "after_3 = 1"), "after_3"),
        (MONTHS + STEPS.replace("county_30 = 20", "county_30 = 5"), "county_30"),
        (MONTHS + STEPS.replace("again_every = 10", "again_every = 0"), "again_every"),
        (MONTHS, "steps"),
        ("contact_months =", ""),
    ],
)  # fmt: skip
def test_a_slip_is_named(wrong: str, key: str) -> None:
    with pytest.raises(MalformedContent) as slip:
        parse_intervals("county", wrong)
    assert slip.value.key == key


@pytest.mark.parametrize(
    ("rules", "changed"),
    [
        ({}, {}),
        ({"contact_months": 2}, {"contact_months": 2}),
        ({"visit_months": 6}, {"visit_months": 6}),
        ({"refresh_months": 1, "most_digests_a_week": 5},
         {"refresh_months": 1, "most_digests_a_week": 5}),
        ({"visit_counts_as_contact": 0}, {"visit_counts_as_contact": False}),
        ({"supervisor_7": 5}, {"steps": replace(PLAN.steps, supervisor_7=5)}),
        ({"again_every": 14}, {"steps": replace(PLAN.steps, again_every=14)}),
    ],
)  # fmt: skip
def test_a_place_may_set(rules: dict[str, int], changed: dict[str, Any]) -> None:
    assert with_rules(PLAN, rules) == replace(PLAN, **changed)
    assert intervals_under(rules) == replace(PLAN, **changed)


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ({"contact_months": 4}, ("contact_months", 1, 3)),  # never longer than the plan's
        ({"contact_months": 0}, ("contact_months", 1, 3)),
        ({"visit_months": 7}, ("visit_months", 1, 6)),
        ({"refresh_months": 12}, ("refresh_months", 1, 6)),
        ({"close_contact_months": 4}, ("close_contact_months", 1, 3)),
        ({"visit_counts_as_contact": 2}, ("visit_counts_as_contact", 0, 1)),
        ({"most_digests_a_week": 8}, ("most_digests_a_week", 1, 7)),
        ({"on_day": 1}, ("on_day", None, None)),
        ({"often": 1}, ("often", None, None)),
        ({"before_3": 0}, ("before_3", -30, -1)),
        ({"supervisor_7": 3}, ("supervisor_7", 1, 60)),  # not after the director's last
        ({"supervisor_7": 61}, ("supervisor_7", 1, 60)),
        ({"county_30": 5, "supervisor_7": 5}, ("county_30", 1, 60)),
    ],
)
def test_a_place_may_not_set(
    rules: dict[str, int], refused: tuple[str, int | None, int | None]
) -> None:
    with pytest.raises(RuleRefused) as said:
        with_rules(PLAN, rules)
    assert (said.value.rule, said.value.least, said.value.most) == refused


def test_every_rule_shown_has_limits_and_may_be_set_as_it_stands() -> None:
    for rule in RULES:
        held = PLAN.steps if hasattr(PLAN.steps, rule) else PLAN
        least, most = limits(rule, PLAN)
        assert least <= getattr(held, rule) <= most
        assert with_rules(PLAN, {rule: int(getattr(held, rule))}) == PLAN


def test_steps_of_two_places_that_do_not_fit_leave_those_of_the_plan() -> None:
    """A county and a township may each have set what fits alone."""
    rules = {"supervisor_7": 4, "after_3": 5, "contact_months": 2}
    assert intervals_under(rules) == replace(PLAN, contact_months=2)
