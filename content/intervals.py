"""The intervals of the Hebei plan of 2024-10-30, measures 1 and 2, and the days of the notices."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from content.table import Table, data, read

_MONTHS = ("contact_months", "visit_months", "refresh_months", "close_contact_months")
_FLAGS = ("visit_counts_as_contact", "refresh_by_closing")
_COUNTS = ("most_digests_a_week", "too_many_tries", "backlog_days")
STEPS = ("before_14", "before_3", "on_day", "resend", "after_3", "supervisor_7", "county_30")
_COMMON_YEAR = 2001


@dataclass(frozen=True, slots=True)
class NoticeDays:
    """When each step of telling begins, in days from the due date; each later than the one before.

    The names are those of the steps, whatever the days are set to. From `county_30` on what is still
    open is told again `again_every` so many days.
    """

    before_14: int
    before_3: int
    on_day: int
    resend: int
    after_3: int
    supervisor_7: int
    county_30: int
    again_every: int = 30


@dataclass(frozen=True, slots=True)
class Closing:
    """The last day of a part of the year, every year."""

    month: int
    day: int

    def of(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Intervals:
    """Calendar months from one entry to the due date of the next, and what else a place may set.

    `close_contact_months`: inside a care period, where a risk is marked. `backlog_days` are working days.
    """

    contact_months: int
    visit_months: int
    refresh_months: int
    close_contact_months: int
    visit_counts_as_contact: bool
    refresh_by_closing: bool
    most_digests_a_week: int
    too_many_tries: int
    backlog_days: int
    closings: tuple[Closing, ...]
    steps: NoticeDays


@cache
def standard_intervals() -> Intervals:
    """Those of data/intervals.toml."""
    return parse_intervals("intervals.toml", read(data("intervals.toml")))


def parse_intervals(source: str, toml: str) -> Intervals:
    """Raises MalformedContent: a count below 1, steps or closings out of order, an unknown key."""
    table = Table.parsed(source, toml)
    table.allow(*_MONTHS, *_FLAGS, *_COUNTS, "closings", "steps")
    contact, visit, refresh, close = (_count(table, key) for key in _MONTHS)
    counts, by_closing = (_flag(table, key) for key in _FLAGS)
    digests, tries, backlog = (_count(table, key) for key in _COUNTS)
    if close > contact:
        raise table.fault("close_contact_months", f"at most {contact}")
    return Intervals(
        contact_months=contact,
        visit_months=visit,
        refresh_months=refresh,
        close_contact_months=close,
        visit_counts_as_contact=counts,
        refresh_by_closing=by_closing,
        most_digests_a_week=digests,
        too_many_tries=tries,
        backlog_days=backlog,
        closings=_closings(table),
        steps=_steps(table.table("steps")),
    )


def out_of_order(days: NoticeDays) -> str | None:
    """The first step that doesn't begin after the one before it."""
    for step, before in zip(STEPS[1:], STEPS, strict=False):
        if getattr(days, step) <= getattr(days, before):
            return step
    return None


def _count(table: Table, key: str) -> int:
    count = table.number(key)
    if count < 1:
        raise table.fault(key, "at least 1")
    return count


def _flag(table: Table, key: str) -> bool:
    flag = table.values.get(key)
    if not isinstance(flag, bool):
        raise table.fault(key, "true or false")
    return flag


def _closings(table: Table) -> tuple[Closing, ...]:
    """Days of any year, so 29 February is none; in their order."""
    try:
        days = [date.fromisoformat(f"{_COMMON_YEAR}-{each}") for each in table.words("closings")]
    except ValueError:
        raise table.fault("closings", "days such as 06-30") from None
    if not days or days != sorted(set(days)):
        raise table.fault("closings", "at least one day, each later than the one before")
    return tuple(Closing(day.month, day.day) for day in days)


def _steps(table: Table) -> NoticeDays:
    table.allow(*STEPS, "again_every")
    numbers = {step: table.number(step) for step in STEPS}
    days = NoticeDays(**numbers, again_every=_count(table, "again_every"))
    late = out_of_order(days)
    if late is not None:
        raise table.fault(late, "a day after the step before it")
    return days
