"""What somebody received, read as they would read it: references, kinds, dates and counts; nothing else is there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

CONTACT, VISIT, REFRESH = "contact", "visit", "refresh"
KINDS = {"联系": CONTACT, "访": VISIT, "核对": REFRESH, "更新": REFRESH}
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
ONE = re.compile(r"(?<![A-Z])C-(\d+) · ([^·]+) · ")
ROUND = re.compile(r"(?<![A-Z])V-(\w+) · \D*(\d+)名儿童 · ")
OVER = re.compile("过期|逾期")
GREETING = "早上好"
PLACE = re.compile(r"^(?!儿童主任|没有儿童主任)(\S+?)：(\d+)件没办，最久的过期\d+天", re.MULTILINE)
UNHEARD = re.compile(r"[DSTA]-(\d+)所有方式都联系不上，有(\d+)件事要办")


@dataclass(frozen=True)
class Line:
    """One thing of one child; `over`: it was called overdue."""

    child: int
    kind: str
    due: date
    over: bool


class Of(Enum):
    """What several things are counted by: a village (the end of its code), a township (its name), a person."""

    VILLAGE = "village"
    PLACE = "place"
    PERSON = "person"


@dataclass(frozen=True)
class Several:
    """So many things in one line; `due` is the first one's, where the line says it."""

    of: Of
    which: str
    many: int
    due: date | None = None
    over: bool = False


@dataclass(frozen=True)
class Read:
    """A message as read."""

    digest: bool
    lines: tuple[Line, ...]
    several: tuple[Several, ...]

    @property
    def late(self) -> bool:
        counted = any(each.over or each.of is not Of.VILLAGE for each in self.several)
        return counted or any(line.over for line in self.lines)


def read(text: str, labels: tuple[str, ...], today: date) -> Read:
    lines = tuple(line for each in labels if (line := _line(each, today)) is not None)
    several = [each for label in labels if (each := _round(label, today)) is not None]
    several += [Several(Of.PLACE, place, int(many)) for place, many in PLACE.findall(text)]
    shown = len(lines) + len(several)
    several += [
        Several(Of.PERSON, person, int(many) - shown)
        for person, many in UNHEARD.findall(text)
        if int(many) > shown
    ]
    return Read(text.startswith(GREETING), lines, tuple(several))


def day_in(words: str, today: date) -> date | None:
    found = DAY.search(words)
    if found is None:
        return None
    year, month, day = found.groups()
    return date(int(year or today.year), int(month), int(day))


def children_in(text: str) -> Iterator[int]:
    return (int(child) for child in re.findall(r"(?<![A-Z])C-(\d+)", text))


def people_in(text: str) -> list[int]:
    return [int(person) for person in re.findall(r"(?<![A-Z])[DSTA]-(\d+)", text)]


def _line(label: str, today: date) -> Line | None:
    found = ONE.match(label)
    due = day_in(label, today)
    if found is None or due is None:
        return None
    kind = next((kind for word, kind in KINDS.items() if word in found[2]), None)
    return None if kind is None else Line(int(found[1]), kind, due, bool(OVER.search(label)))


def _round(label: str, today: date) -> Several | None:
    found = ROUND.match(label)
    if found is None:
        return None
    over = bool(OVER.search(label))
    return Several(Of.VILLAGE, found[1], int(found[2]), day_in(label, today), over)
