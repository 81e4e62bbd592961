"""A past day as people type it: 昨天, 5月3日, 5.3, 2026-05-03."""

import re
from datetime import date, timedelta

SPOKEN = {"今天": 0, "昨天": 1, "前天": 2, "大前天": 3, "today": 0, "yesterday": 1}
FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
NO_YEAR = 4
"""How many years back a day without its year is looked for: 29 February comes every fourth."""


def typed_day(text: str, today: date) -> date | None:
    """The day meant; without a year the latest such day that is not in the future.

    None when no day is understood, or there is no such one in the calendar. A day in the future is
    given back as it is.
    """
    said = text.strip().lower()
    if said in SPOKEN:
        return today - timedelta(days=SPOKEN[said])
    if full := FULL.fullmatch(said):
        return _day(*(int(part) for part in full.groups()))
    if short := SHORT.fullmatch(said):
        month, day = (int(part) for part in short.groups())
        return _latest(month, day, today)
    return None


def _latest(month: int, day: int, today: date) -> date | None:
    found = (_day(today.year - back, month, day) for back in range(NO_YEAR + 1))
    return next((each for each in found if each is not None and each <= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
