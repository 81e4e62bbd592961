"""How what is owed is laid out for its reader: their own first, then by director, the longest over first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reminders.recipients import Seats, around, director_of, seated
from storage.children import Owed
from storage.database import Transaction
from storage.ids import DigestId, PersonId
from storage.notices import Digest, digest_of, seats_over

NOBODY = PersonId(0)
"""In a director's place, where nobody answers for a child."""


@dataclass(frozen=True)
class Group:
    """What one director owes, oldest first; `days_over` is the longest, 0 when nothing is over."""

    director: PersonId
    lines: tuple[Owed, ...]
    days_over: int


@dataclass(frozen=True)
class Laid:
    """`own` is for the reader to do; `groups` are others' things the reader looks after.

    `opens`: whether the reader may open the children of the groups (an administrator may not).
    """

    own: tuple[Owed, ...]
    groups: tuple[Group, ...]
    opens: bool

    @property
    def lines(self) -> tuple[Owed, ...]:
        """In the order shown."""
        return (*self.own, *(line for group in self.groups for line in group.lines))


async def read_digest(
    tx: Transaction, which: DigestId, reader: PersonId, today: date
) -> tuple[Digest, Laid] | None:
    """The reader's own digest as it stands today, else None; its lines may all be done. Two statements."""
    found = await digest_of(tx, which, reader, today)
    if found is None:
        return None
    seats = seated(await seats_over(tx, {line.path for line in found.lines}, today))
    return found, lay_out(found.lines, reader, seats, today)


def lay_out(lines: Sequence[Owed], reader: PersonId, seats: Seats, today: date) -> Laid:
    """What is no longer the reader's business, by reassignment or the end of a role, is left out."""
    own: list[Owed] = []
    others: list[Owed] = []
    opens = True
    for line in sorted(lines, key=lambda line: line.due):
        who = around(line.path, line.assigned, seats)
        if reader in who.directors:
            own.append(line)
        elif reader in who.supervisors:
            others.append(line)
        elif reader in who.administrators:
            others.append(line)
            opens = False
    return Laid(tuple(own), by_director(others, seats, today), opens)


def by_director(lines: Sequence[Owed], seats: Seats, today: date) -> tuple[Group, ...]:
    """The group with the longest overdue first; NOBODY's before another as long overdue."""
    found: dict[PersonId, list[Owed]] = defaultdict(list)
    for line in lines:
        found[director_of(line.path, line.assigned, seats) or NOBODY].append(line)
    groups = [
        Group(director, tuple(sorted(owed, key=lambda line: line.due)), _days_over(owed, today))
        for director, owed in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.days_over, group.director)))


def overdue(lines: Sequence[Owed], today: date) -> int:
    """How many are past their due date."""
    return sum(line.due < today for line in lines)


def _days_over(lines: Sequence[Owed], today: date) -> int:
    return max(0, (today - min(line.due for line in lines)).days)
