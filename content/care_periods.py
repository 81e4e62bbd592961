"""Times in which a child with a marked risk is contacted at shorter intervals: data/care_periods.toml.

Source: 河北省加强流动儿童关爱保护行动实施方案, 2024-10-30, measure 8.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from content.intervals import Intervals
from content.kinds import kinds
from content.table import Table, data, read
from content.text import Text

_COMMON_YEAR = 2001


@dataclass(frozen=True, slots=True)
class CarePeriod:
    """Every year, or only in `year`; everywhere, or only at the place `region` and below it."""

    code: str
    name: Text
    begins: tuple[int, int]
    ends: tuple[int, int]
    region: str | None = None
    year: int | None = None

    def of(self, year: int) -> tuple[date, date]:
        """The first and the last day, both inside."""
        return date(year, *self.begins), date(year, *self.ends)


@dataclass(frozen=True, slots=True)
class CarePeriods:
    """`arrival_weeks`: how long after being entered a child counts as newly arrived."""

    periods: tuple[CarePeriod, ...]
    arrival_weeks: int

    def first_day(self, since: date, before: date, entered: date, path: str = "") -> date | None:
        """The earliest day from `since` on that lies in a care period, if it comes `before` that day.

        `entered` and `path`: the day a child was entered, and where it lives.
        """
        found = [
            max(first, since)
            for first, last in self._spans(since.year, before.year, entered, path)
            if last >= since
        ]
        earliest = min(found, default=before)
        return earliest if earliest < before else None

    def _spans(
        self, first_year: int, last_year: int, entered: date, path: str
    ) -> Iterator[tuple[date, date]]:
        yield entered, entered + timedelta(weeks=self.arrival_weeks, days=-1)
        for year in range(first_year, last_year + 1):
            for period in _in_force(self.periods, year, path):
                yield period.of(year)


@cache
def care_periods() -> CarePeriods:
    return parse_care_periods("care_periods.toml", read(data("care_periods.toml")))


def close_months(reasons: Iterable[str], intervals: Intervals) -> int | None:
    """The plain interval kept with a child's key care for these reasons; None where none marks a risk.

    The rules read this number and never the reasons.
    """
    known = kinds().key_care_reasons
    marked = any(known.of(code).close_contact for code in reasons if code in known)
    return intervals.close_contact_months if marked else None


def parse_care_periods(source: str, toml: str) -> CarePeriods:
    """Raises MalformedContent: no such day, a period that ends before it begins, an unknown key."""
    table = Table.parsed(source, toml)
    table.allow("period", "arrival")
    arrival = table.table("arrival")
    arrival.allow("weeks")
    return CarePeriods(
        tuple(_period(each) for each in table.tables("period")), arrival.number("weeks")
    )


def _period(table: Table) -> CarePeriod:
    table.allow("code", "name", "from", "to", "region", "year")
    begins, ends = _day(table, "from"), _day(table, "to")
    if ends < begins:
        raise table.fault("to", "a day of the same year, not before `from`")
    return CarePeriod(
        table.word("code"),
        table.text("name"),
        begins,
        ends,
        table.word("region") if "region" in table.values else None,
        table.number("year") if "year" in table.values else None,
    )


def _day(table: Table, key: str) -> tuple[int, int]:
    """A day of any year, so 29 February is none."""
    try:
        day = date.fromisoformat(f"{_COMMON_YEAR}-{table.word(key)}")
    except ValueError:
        raise table.fault(key, "a day such as 06-07") from None
    return day.month, day.day


def _in_force(periods: Iterable[CarePeriod], year: int, path: str) -> Iterable[CarePeriod]:
    """Of each code one: the deepest place's before all, then the one of just that year."""
    places = path.split("/")
    here = [
        period
        for period in periods
        if period.year in {None, year} and (period.region is None or period.region in places)
    ]
    here.sort(key=lambda period: (len(period.region or ""), period.year is not None))
    return {period.code: period for period in here}.values()
