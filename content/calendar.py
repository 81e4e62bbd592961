"""Working days in China: holidays, make-up working days, and what an administrator corrected."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from types import MappingProxyType

from content.table import Table, data, read

NO_EXCEPTIONS: Mapping[date, bool] = MappingProxyType({})
_DAY = timedelta(days=1)
_WARNED_IN = 12


def is_working_day(day: date, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> bool:
    """`exceptions` says of a day whether it is worked, and wins over everything.

    Then the State Council's yearly notice, make-up days included. A year without one (later than
    `known_through`) has its weekdays, less the days off by law.
    """
    return exceptions[day] if day in exceptions else _is_worked(day)


@lru_cache(maxsize=4096)
def _is_worked(day: date) -> bool:
    from chinese_calendar import is_workday  # noqa: PLC0415 - who only reads rules needs no table

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and not _is_off_by_law(day)


def next_working_day(day: date, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> date:
    """On that day or after it."""
    while not is_working_day(day, exceptions):
        day += _DAY
    return day


def previous_working_day(day: date, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> date:
    """On that day or before it."""
    while not is_working_day(day, exceptions):
        day -= _DAY
    return day


def add_working_days(
    day: date, count: int, exceptions: Mapping[date, bool] = NO_EXCEPTIONS
) -> date:
    """The last of `count` working days that follow `day`; with 0 the day itself, worked or not."""
    for _ in range(count):
        day = next_working_day(day + _DAY, exceptions)
    return day


def known_through() -> int:
    """The last year whose holidays and make-up days are announced and known here."""
    from chinese_calendar import holidays  # noqa: PLC0415

    last: date = max(holidays)
    return last.year


def unknown_year_warned(today: date, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> int | None:
    """The year whose holidays are unknown here though they matter: this one, from 1 December the next.

    A year is known from its notice, the one that comes with the desk or one that was entered.
    """
    years = (today.year, today.year + 1) if today.month == _WARNED_IN else (today.year,)
    entered = {day.year for day in exceptions}
    return next((y for y in years if y > known_through() and y not in entered), None)


def _is_off_by_law(day: date) -> bool:
    every_year, by_the_moon = _days_off_by_law()
    return f"{day:%m-%d}" in every_year or day.isoformat() in by_the_moon


@cache
def _days_off_by_law() -> tuple[frozenset[str], frozenset[str]]:
    table = Table.parsed("statutory_days.toml", read(data("calendar", "statutory_days.toml")))
    table.allow("every_year", "by_the_moon")
    return frozenset(table.words("every_year")), frozenset(table.words("by_the_moon"))
