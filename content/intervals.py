"""The intervals of the Hebei plan of 2024-10-30, measures 1 and 2, and the days of the notices."""

from dataclasses import dataclass
from functools import cache

from content.table import Table, data, read

_STEPS = ("before_14", "before_3", "on_day", "after_3", "supervisor_7", "county_30")


@dataclass(frozen=True, slots=True)
class NoticeDays:
    """When each step of telling begins, in days from the due date; each later than the one before.

    The names are those of the steps, whatever the days are set to.
    """

    before_14: int
    before_3: int
    on_day: int
    after_3: int
    supervisor_7: int
    county_30: int


@dataclass(frozen=True, slots=True)
class Intervals:
    """Calendar months from one entry to the due date of the next."""

    contact_months: int
    visit_months: int
    refresh_months: int
    visit_counts_as_contact: bool
    steps: NoticeDays


@cache
def standard_intervals() -> Intervals:
    """Those of data/intervals.toml."""
    return parse_intervals("intervals.toml", read(data("intervals.toml")))


def parse_intervals(source: str, toml: str) -> Intervals:
    """Raises MalformedContent: a month count below 1, steps out of order, an unknown key."""
    table = Table.parsed(source, toml)
    months = ("contact_months", "visit_months", "refresh_months")
    table.allow(*months, "visit_counts_as_contact", "steps")
    contact, visit, refresh = (_months(table, key) for key in months)
    counts = table.values.get("visit_counts_as_contact")
    if not isinstance(counts, bool):
        raise table.fault("visit_counts_as_contact", "true or false")
    return Intervals(contact, visit, refresh, counts, _steps(table.table("steps")))


def _months(table: Table, key: str) -> int:
    months = table.number(key)
    if months < 1:
        raise table.fault(key, "at least 1")
    return months


def _steps(table: Table) -> NoticeDays:
    table.allow(*_STEPS)
    days = [table.number(step) for step in _STEPS]
    for step, day, before in zip(_STEPS[1:], days[1:], days, strict=False):
        if day <= before:
            raise table.fault(step, f"a day after {before}")
    return NoticeDays(*days)
