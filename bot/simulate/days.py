"""The judge's own calendar: its own month arithmetic, its own table of days off. Shares nothing with the desk."""

from collections.abc import Mapping
from datetime import date, timedelta

DAY = timedelta(days=1)

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
"""What the tables below know."""

# 国务院办公厅关于2026年部分节假日安排的通知; 2027 is not announced yet: the days off by law
DAYS_OFF = {
    2026: "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
    2027: "0101 0205 0208 0405 0609 0915 1001",
}
"""Weekdays nobody works."""
MADE_UP = {2026: "0104 0214 0228 0509 0920 1010"}
"""Weekend days that are worked."""


def _days(table: Mapping[int, str]) -> frozenset[date]:
    return frozenset(
        date(year, int(day[:2]), int(day[2:]))
        for year, days in table.items()
        for day in days.split()
    )


WEEKDAYS_OFF, WEEKENDS_WORKED = _days(DAYS_OFF), _days(MADE_UP)


def worked(day: date) -> bool:
    if not FIRST <= day <= LAST:
        raise ValueError(f"the judge's calendar knows nothing of {day}")
    return day in WEEKENDS_WORKED or (day.isoweekday() <= 5 and day not in WEEKDAYS_OFF)


def worked_by(day: date) -> date:
    """That day, or the last working day before it."""
    while not worked(day):
        day -= DAY
    return day


def worked_from(day: date) -> date:
    """That day, or the first working day after it."""
    while not worked(day):
        day += DAY
    return day


def months_after(day: date, months: int) -> date:
    """The same day that many months later; in a shorter month its last one."""
    count = day.month - 1 + months
    first = date(day.year + count // 12, count % 12 + 1, 1)
    next_first = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), next_first - DAY)
