"""The State Council's yearly notice of holidays, as an administrator's table: a day and 休 or 班 a line.

Taken as people write it: CSV from any spreadsheet, several ways to write a date, full-width digits.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.table import ContentError

_MARKS = {"休": False, "off": False, "放假": False, "班": True, "work": True, "上班": True}
_BETWEEN = re.compile(r"[,;\t、]")
_DATE = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")


MOST_OFF = 60
"""Days off in one year. A notice names about 30; a table that marks whole months would silence the desk."""


class Slip(StrEnum):
    """What is wrong with a line. CONTRADICTS: the day was marked otherwise on a line before."""

    NO_DATE = "no_date"
    NO_MARK = "no_mark"
    CONTRADICTS = "contradicts"
    TOO_MANY = "too_many_days_off"


@dataclass(frozen=True, slots=True)
class WrongLine:
    """`number` counts from 1, as an editor shows it."""

    number: int
    written: str
    slip: Slip


class WrongNotice(ContentError):
    """Nothing of the notice is taken: the lines that are wrong, or none where it holds no day at all."""

    def __init__(self, lines: tuple[WrongLine, ...]) -> None:
        super().__init__(lines)
        self.lines = lines


def read_notice(csv_text: str) -> dict[date, bool]:
    """Whether each day is worked. Columns: the date, then 休 or 班 (off, work); more are not read.

    A first line without a date is the header. The same day twice is taken where both agree; days of
    several years may stand together. Raises WrongNotice.
    """
    days: dict[date, bool] = {}
    wrong: list[WrongLine] = []
    for number, written, cells in _lines(csv_text):
        day, worked = _day(cells[0]), _MARKS.get(_cell(cells, 1).lower())
        if day is None and worked is None and not days and not wrong and number == 1:
            continue
        slip = _slip(day, worked, days)
        if slip is not None or day is None or worked is None:
            wrong.append(WrongLine(number, written, slip or Slip.NO_DATE))
        else:
            days[day] = worked
    if wrong or not days:
        raise WrongNotice(tuple(wrong))
    return days


def _lines(csv_text: str) -> Iterator[tuple[int, str, list[str]]]:
    """The lines that hold anything: number, as written, and their cells."""
    for number, written in enumerate(csv_text.removeprefix("\ufeff").splitlines(), 1):
        plain = unicodedata.normalize("NFKC", written)
        cells = [cell.strip().strip('"').strip() for cell in _BETWEEN.split(plain)]
        if any(cells):
            yield number, written.strip(), cells


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _day(written: str) -> date | None:
    found = _DATE.fullmatch(written.replace(" ", ""))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _slip(day: date | None, worked: bool | None, days: dict[date, bool]) -> Slip | None:
    if day is None:
        return Slip.NO_DATE
    if worked is None:
        return Slip.NO_MARK
    if days.get(day, worked) is not worked:
        return Slip.CONTRADICTS
    off = sum(each.year == day.year and not marked for each, marked in days.items())
    return Slip.TOO_MANY if off >= MOST_OFF and not worked and day not in days else None
