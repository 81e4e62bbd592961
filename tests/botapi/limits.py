"""Limits that the Bot API's page states in its sentences ("1-64 bytes"), read as numbers."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .kinds import Kind, ListOf, is_plain


class Measure(Enum):
    CHARACTERS = "characters"  # UTF-16 code units, as Telegram counts
    PARSED = "characters after entities parsing"  # white space at both ends is not counted
    BYTES = "bytes"  # of UTF-8
    ITEMS = "items"
    VALUE = "value"


@dataclass(frozen=True)
class Limit:
    """Both borders are allowed."""

    measure: Measure
    least: int
    most: int


WORDING = (
    (Measure.PARSED, r"(\d+)-(\d+) characters after entit"),
    (Measure.CHARACTERS, r"(\d+)-(\d+) characters"),
    (Measure.BYTES, r"(\d+)-(\d+) [Bb]ytes"),
    (Measure.ITEMS, r"(?:[Ll]ist of|must include) (\d+)-(\d+) "),
    (Measure.ITEMS, r"At most ()(\d+) "),
    (Measure.VALUE, r"between (\d+)-(\d+)"),
    (Measure.VALUE, r"[,;] (\d+)-(\d+)(?=[.,;]|$)"),
)


def limit_of(kind: Kind, description: str) -> Limit | None:
    """The first limit the description states that can apply to this kind of value."""
    for measure, pattern in WORDING:
        if _applies(measure, kind) and (found := re.search(pattern, description)):
            least, most = found.groups()
            return Limit(measure, int(least or 0), int(most))
    return None


def _applies(measure: Measure, kind: Kind) -> bool:
    match measure:
        case Measure.ITEMS:
            return isinstance(kind, ListOf)
        case Measure.VALUE:
            return is_plain(kind, "Integer", "Float")
        case _:
            return is_plain(kind, "String")


def size(measure: Measure, value: Any) -> float:
    """How much of the limit this value, which is of the right type, takes."""
    match measure:
        case Measure.CHARACTERS:
            return utf16_length(value)
        case Measure.PARSED:
            return utf16_length(value.strip())
        case Measure.BYTES:
            return len(value.encode())
        case Measure.ITEMS:
            return len(value)
        case Measure.VALUE:
            return float(value)


def utf16_length(text: str) -> int:
    """Telegram's offsets and lengths: a character beyond U+FFFF counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
