"""Telephone lines a person can be pointed to: data/lines.toml. A number is looked up, never made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from content.table import Table, UnknownCode, data, read
from content.text import Text

_KEYS = ("code", "number", "name", "what_for", "hours", "note", "sure", "checked_on")


class Sure(StrEnum):
    """Where our knowledge of a line stands: read in a document, or common knowledge."""

    FOUND = "f"
    KNOWN = "k"


@dataclass(frozen=True, slots=True)
class Line:
    """`number` is dialled as it stands; `note` says what else to know; None: never checked by call."""

    code: str
    number: str
    name: Text
    what_for: Text
    hours: Text
    note: Text | None
    sure: Sure
    checked_on: date | None


class UnknownLine(UnknownCode):
    """No line has this code."""


@cache
def lines() -> tuple[Line, ...]:
    """All lines, as ordered in the file: danger to life first."""
    table = Table.parsed("lines.toml", read(data("lines.toml")))
    table.allow("line")
    return tuple(_line(one) for one in table.tables("line"))


def line(code: str) -> Line:
    for one in lines():
        if one.code == code:
            return one
    raise UnknownLine(code)


def lines_for(codes: Iterable[str]) -> tuple[Line, ...]:
    """The lines of these codes, in their order; UnknownLine for the first that is none."""
    return tuple(line(code) for code in codes)


@cache
def numbers() -> frozenset[str]:
    """Every number the desk may show."""
    return frozenset(one.number for one in lines())


def _line(table: Table) -> Line:
    table.allow(*_KEYS)
    if table.word("sure") not in list(Sure):
        raise table.fault("sure", " | ".join(Sure))
    return Line(
        code=table.word("code"),
        number=table.word("number"),
        name=table.text("name"),
        what_for=table.text("what_for"),
        hours=table.text("hours"),
        note=table.text_or_none("note"),
        sure=Sure(table.word("sure")),
        checked_on=table.day("checked_on"),
    )
