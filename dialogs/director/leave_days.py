"""A day to come as people type it: 明天, 下周一, 12月5日, 12.5, 2026-12-05."""

import re
from datetime import date, timedelta

from dialogs.director.typed_day import FULL, SHORT

SPOKEN = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
WEEKDAY = re.compile(r"(下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
WEEKDAYS = "一二三四五六日"
A_YEAR_AHEAD = 4
"""How many years ahead a day without its year is looked for: 29 February comes every fourth."""


def coming_day(text: str, today: date) -> date | None:
    """The day meant; without a year the first such day from today on.

    None when no day is understood. A day in the past is given back as it is.
    """
    said = text.strip().lower()
    if said in SPOKEN:
        return today + timedelta(days=SPOKEN[said])
    if named := WEEKDAY.fullmatch(said):
        return _weekday(
            today, WEEKDAYS.index(named[2].replace("天", "日")), next_week=bool(named[1])
        )
    if full := FULL.fullmatch(said):
        return _day(*(int(part) for part in full.groups()))
    if short := SHORT.fullmatch(said):
        month, day = (int(part) for part in short.groups())
        found = (_day(today.year + ahead, month, day) for ahead in range(A_YEAR_AHEAD + 1))
        return next((each for each in found if each is not None and each >= today), None)
    return None


def iso_day(text: str) -> date | None:
    """As a button carries it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _weekday(today: date, weekday: int, *, next_week: bool) -> date:
    """周五: the next one from today on; 下周五: the one of the week that begins next Monday."""
    monday = today - timedelta(days=today.weekday())
    if next_week:
        return monday + timedelta(days=7 + weekday)
    this = monday + timedelta(days=weekday)
    return this if this >= today else this + timedelta(days=7)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
