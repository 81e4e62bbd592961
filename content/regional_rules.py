"""What a place may set otherwise than the standard intervals, and how far.

Source: 河北省加强流动儿童关爱保护行动实施方案, 2024-10-30, measures 1 and 2: "at least every" three months
and half-year. So a place may make an interval shorter than the plan's, never longer.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from content.intervals import Intervals, NoticeDays, out_of_order, standard_intervals

Rules = Mapping[str, int]
"""A rule's name and what a place set for it; 0 and 1 for no and yes."""

EARLIEST_NOTICE = -30
LATEST_STEP = 60


class RuleRefused(Exception):
    """A place may not set this rule so. `least` and `most` are None where no rule has that name."""

    def __init__(self, rule: str, least: int | None, most: int | None) -> None:
        super().__init__(rule, least, most)
        self.rule, self.least, self.most = rule, least, most


def limits(rule: str, base: Intervals) -> tuple[int, int]:
    """The least and the most a place may set; RuleRefused for an unknown rule."""
    if rule in {"contact_months", "visit_months", "refresh_months", "close_contact_months"}:
        plan = base.contact_months if rule == "close_contact_months" else getattr(base, rule)
        return 1, plan
    if rule in _BEFORE:
        return EARLIEST_NOTICE, -1
    if rule in _AFTER:
        return 1, LATEST_STEP
    try:
        return _OTHER[rule]
    except KeyError:
        raise RuleRefused(rule, None, None) from None


_BEFORE = ("before_14", "before_3")
_AFTER = ("resend", "after_3", "supervisor_7", "county_30")
_FLAGS = frozenset({"visit_counts_as_contact", "refresh_by_closing"})
_OTHER = {
    "visit_counts_as_contact": (0, 1),
    "refresh_by_closing": (0, 1),
    "most_digests_a_week": (1, 7),
    "too_many_tries": (1, 10),
    "backlog_days": (1, 120),
    "again_every": (7, 30),
}
RULES = (
    "contact_months",
    "visit_months",
    "refresh_months",
    "close_contact_months",
    *_OTHER,
    *_BEFORE,
    *_AFTER,
)
"""Every rule a place may set, in the order shown. What is due on a day is asked for on that day everywhere."""


def with_rules(base: Intervals, rules: Rules) -> Intervals:
    """`base` as a place set it. RuleRefused: an unknown rule, one beyond its limits, steps out of order."""
    for rule, value in rules.items():
        least, most = limits(rule, base)
        if not least <= value <= most:
            raise RuleRefused(rule, least, most)
    steps = replace(base.steps, **{rule: rules[rule] for rule in _OF_STEPS & rules.keys()})
    late = out_of_order(steps)
    if late is not None:
        raise RuleRefused(late, *limits(late, base))
    plain: dict[str, Any] = {rule: _value(rule, value) for rule, value in rules.items()}
    return replace(base, **{rule: plain[rule] for rule in plain.keys() - _OF_STEPS}, steps=steps)


def intervals_under(rules: Rules) -> Intervals:
    """Those in force at a place with these rules.

    What two places above it set may not fit together; then the rules of steps are left out, so that
    somebody is told in any case.
    """
    return _under(tuple(sorted(rules.items())))


@lru_cache(maxsize=4096)
def _under(rules: tuple[tuple[str, int], ...]) -> Intervals:
    base = standard_intervals()
    kept = base
    for some in (_OF_STEPS, frozenset(RULES) - _OF_STEPS):
        try:
            kept = with_rules(kept, {rule: value for rule, value in rules if rule in some})
        except RuleRefused:
            continue
    return kept


def _value(rule: str, value: int) -> int | bool:
    return bool(value) if rule in _FLAGS else value


_OF_STEPS = frozenset(field.name for field in fields(NoticeDays))
