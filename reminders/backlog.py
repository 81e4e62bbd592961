"""The first day of a county: what was over before is spread over working days, the most urgent first.

Nobody gets hundreds of old items on one morning, and nothing climbs before its day.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from content.calendar import NO_EXCEPTIONS, next_working_day
from content.intervals import Intervals
from content.regional_rules import intervals_under
from reminders.due import Kind, due_on, months_of
from storage import backlog, calendar_days
from storage.backlog import Old
from storage.database import Transaction
from storage.regional_rules import rules_over

SPREAD_OVER = 60
"""Working days."""


class Late(Protocol):
    """An item of the backlog, as far as its urgency goes: `storage.backlog.Old` is one."""

    @property
    def kind(self) -> str: ...
    @property
    def due(self) -> date: ...
    @property
    def counted(self) -> bool: ...


L = TypeVar("L", bound=Late)


def by_urgency(items: Sequence[L]) -> list[L]:
    """Key care before counted; then the longest over; of one day a contact or visit before a refresh."""
    return sorted(items, key=lambda item: (item.counted, item.due, item.kind == Kind.REFRESH))


def spread(
    items: Sequence[L],
    start_on: date,
    exceptions: Mapping[date, bool] = NO_EXCEPTIONS,
    days: int = SPREAD_OVER,
) -> list[tuple[L, date]]:
    """Each item once with its working day, by urgency, as evenly as whole items go over `days` of them."""
    working = _working_days(start_on, exceptions)
    first_days = [next(working) for _ in range(days if items else 0)]
    return [
        (item, first_days[place * days // len(items)])
        for place, item in enumerate(by_urgency(items))
    ]


async def begin_backlog(tx: Transaction, scope: str, start_on: date) -> int:
    """Plans what is open within a scope and was due before its first day; how many.

    What has no date of last time is spread over its whole interval. Done again, it plans only what came
    since. Four statements.
    """
    old = await backlog.old_within(tx, scope, start_on)
    exceptions = await calendar_days.exceptions(tx)
    rules = await rules_over(tx, {item.path for item in old})
    portions: dict[date | int, list[Old]] = defaultdict(list)
    for item in old:
        portions[_span(item, start_on, intervals_under(rules[item.path]))].append(item)
    for span, items in portions.items():
        days = span if isinstance(span, int) else _working_between(start_on, span, exceptions)
        planned = spread(items, start_on, exceptions, days)
        await backlog.plan_for(tx, {item.id: day for item, day in planned})
    return len(old)


def _span(item: Old, start_on: date, intervals: Intervals) -> date | int:
    """So many working days; for what has no date, up to the day its interval ends."""
    if item.dated:
        return intervals.backlog_days
    return due_on(start_on, months_of(Kind(item.kind), intervals))


def _working_between(first: date, until: date, exceptions: Mapping[date, bool]) -> int:
    """At least one."""
    days = _working_days(first, exceptions)
    return max(1, sum(1 for _ in iter(lambda: next(days) < until, False)))


def _working_days(first: date, exceptions: Mapping[date, bool]) -> Iterator[date]:
    while True:
        first = next_working_day(first, exceptions)
        yield first
        first += timedelta(days=1)
