"""How what is owed is laid out for its reader: their own first, then by director, the longest over first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from reminders.recipients import (
    Seats,
    administers,
    director_of,
    director_seat,
    seers,
)
from storage.access import Role
from storage.digests import Line
from storage.ids import PersonId, ReminderId
from storage.seats import Seat

NOBODY = PersonId(0)
"""In a director's place, where nobody answers for a child."""


class Dated(Protocol):
    @property
    def due(self) -> date: ...


@dataclass(frozen=True)
class RoundDue:
    """The records of a place's counted children: checked in one round, told in one line.

    `due` is the earliest.
    """

    path: str
    due: date
    reminders: tuple[ReminderId, ...]

    @property
    def children(self) -> int:
        return len(self.reminders)


Item = Line | RoundDue


@dataclass(frozen=True)
class Section:
    """What one director owes, as told to who looks after them; `seat` is None for NOBODY."""

    director: PersonId
    items: tuple[Item, ...]
    days_over: int
    seat: Seat | None


@dataclass(frozen=True)
class Counted:
    """What is open in a place below its reader: numbers only. `code` is the township's."""

    code: str
    lines: int
    days_over: int


@dataclass(frozen=True)
class Laid:
    """`own` is for the reader to do, `sections` are others' things the reader looks after and may open.

    Of `counts` the reader may open nothing; `unreachable` are the directors and supervisors there
    whom no channel reaches.
    """

    own: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()
    counts: tuple[Counted, ...] = ()
    unreachable: tuple[Seat, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """In the order shown."""
        return (*self.own, *(item for section in self.sections for item in section.items))

    @property
    def empty(self) -> bool:
        return not (self.own or self.sections or self.counts)

    @property
    def reminders(self) -> tuple[ReminderId, ...]:
        """Of what the reader may open."""
        return tuple(which for item in self.items for which in reminders_of(item))


def lay_out(lines: Sequence[Line], reader: PersonId, seats: Seats, today: date) -> Laid:
    """What is no longer the reader's business, by reassignment or the end of a role, is left out."""
    own: list[Line] = []
    others: list[Line] = []
    above: list[Line] = []
    for line in lines:
        if reader in seers(line.path, line.assigned, Role.DIRECTOR, seats):
            own.append(line)
        elif reader in seers(line.path, line.assigned, Role.SUPERVISOR, seats):
            others.append(line)
        elif administers(reader, line.path, seats):
            above.append(line)
    return Laid(
        items_of(own),
        _sections(others, seats, today),
        _counts(above, today),
        _unreachable(above, seats),
    )


def items_of(lines: Iterable[Line]) -> tuple[Item, ...]:
    """The most urgent first; the counted children of a place are one item."""
    items: list[Item] = []
    rounds: dict[str, RoundDue] = {}
    for line in sorted(lines, key=lambda line: line.due):
        if not line.counted:
            items.append(line)
            continue
        known = rounds.get(line.path, RoundDue(line.path, line.due, ()))
        rounds[line.path] = replace(known, reminders=(*known.reminders, line.reminder))
    return tuple(sorted((*items, *rounds.values()), key=lambda item: item.due))


def reminders_of(item: Item) -> tuple[ReminderId, ...]:
    return item.reminders if isinstance(item, RoundDue) else (item.reminder,)


def overdue(lines: Sequence[Dated], today: date) -> int:
    """How many are past their due date."""
    return sum(line.due < today for line in lines)


def _sections(lines: Sequence[Line], seats: Seats, today: date) -> tuple[Section, ...]:
    """The longest over first; NOBODY's before another as long over."""
    found: dict[PersonId, list[Line]] = defaultdict(list)
    for line in lines:
        found[director_of(line.path, line.assigned, seats) or NOBODY].append(line)
    sections = []
    for director, owed in found.items():
        seat = director_seat(owed[0].path, owed[0].assigned, seats)
        sections.append(Section(director, items_of(owed), _days_over(owed, today), seat))
    return tuple(sorted(sections, key=lambda section: (-section.days_over, section.director)))


def _counts(lines: Sequence[Line], today: date) -> tuple[Counted, ...]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[_township(line.path)].append(line)
    counts = [Counted(code, len(open_), _days_over(open_, today)) for code, open_ in found.items()]
    return tuple(sorted(counts, key=lambda count: (-count.days_over, count.code)))


def _unreachable(lines: Sequence[Line], seats: Seats) -> tuple[Seat, ...]:
    """Each person once, by id."""
    found: dict[PersonId, Seat] = {}
    for line in lines:
        owner = director_seat(line.path, line.assigned, seats)
        held = [] if owner is None else [owner]
        for path, roles in seats.items():
            if line.path == path or line.path.startswith(f"{path}/"):
                held += roles.get(Role.SUPERVISOR, ())
        found |= {seat.person: seat for seat in held if not seat.reachable}
    return tuple(found[person] for person in sorted(found))


def _township(path: str) -> str:
    """The code of the township on the way to a place, or of the place itself where there is none."""
    codes = path.split("/")
    return next((code for code in codes if len(code) == _TOWNSHIP_DIGITS), codes[-1])


_TOWNSHIP_DIGITS = 9


def _days_over(lines: Sequence[Line], today: date) -> int:
    return max(0, (today - min(line.asked for line in lines)).days)
