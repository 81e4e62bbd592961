"""Who answers a complaint, level by level; never anybody it may be about.

Source: the wish for a way to complain in 国办函〔2026〕12号; the rest is the desk's own rule.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.access import Role, within
from storage.complaint_seats import Seat
from storage.ids import PersonId


class About(StrEnum):
    """What a complaint is about; of people the role, as the writer often knows no name."""

    DESK = "desk"
    SERVICES = "services"
    DIRECTOR = "director"
    SUPERVISOR = "supervisor"
    TRIAGE = "triage"
    ADMINISTRATOR = "administrator"
    OTHER = "other"


ROLES: Mapping[About, Role] = {
    About.DIRECTOR: Role.DIRECTOR,
    About.SUPERVISOR: Role.SUPERVISOR,
    About.TRIAGE: Role.TRIAGE,
    About.ADMINISTRATOR: Role.ADMINISTRATOR,
}
"""Whose role it is when a complaint is about a person."""


@dataclass(frozen=True)
class Concern:
    """A complaint as far as it decides who may see it. `path` None: its place is not known."""

    about: About
    path: str | None
    written_on: date
    writer: PersonId | None
    about_person: PersonId | None


@dataclass(frozen=True)
class Level:
    """The administrators of one place who may see it; `reachable` are those who can be told."""

    path: str
    people: tuple[PersonId, ...]
    reachable: tuple[PersonId, ...]


def levels(concern: Concern, seats: Collection[Seat], today: date) -> tuple[Level, ...]:
    """From the nearest up. A level without anybody who can be told is none.

    `seats`: at least all that today's administrators over the place hold or ever held.
    """
    if concern.path is None:
        return ()
    kept_out = suspects(concern, seats) | {concern.writer}
    highest = _accused_level(concern, seats)
    found: dict[str, list[Seat]] = {}
    for seat in sorted(_administrators(concern, seats), key=lambda seat: -len(seat.path)):
        below = highest is None or len(seat.path) < len(highest)
        if seat.held_on(today) and seat.person not in kept_out and below:
            found.setdefault(seat.path, []).append(seat)
    made = (_level(path, held) for path, held in found.items())
    return tuple(level for level in made if level.reachable)


def holders(found: Sequence[Level], climbed: int) -> set[PersonId]:
    """Who may see and answer it: the level it reached, and those below, which still owe an answer."""
    return {person for level in found[: climbed + 1] for person in level.people}


def to_tell(found: Sequence[Level], climbed: int) -> tuple[PersonId, ...]:
    """The level it has reached; where that is no more, the highest there is."""
    return found[min(climbed, len(found) - 1)].reachable if found else ()


def suspects(concern: Concern, seats: Iterable[Seat]) -> set[PersonId | None]:
    """The person it is about, or, as that is often not known, all who ever held that role near the place."""
    accused = ROLES.get(concern.about)
    if accused is None or concern.path is None:
        return {concern.about_person}
    if accused is Role.ADMINISTRATOR:
        level = _accused_level(concern, seats)
        near = (seat for seat in _administrators(concern, seats) if seat.path == level)
    else:
        near = (each for each in seats if each.role is accused and _near(each.path, concern.path))
    return {concern.about_person, *(seat.person for seat in near)}


def the_one(concern: Concern, seats: Iterable[Seat]) -> PersonId | None:
    """Whom it is about, where only one person can be meant: the nearest in that role on that day."""
    accused, path = ROLES.get(concern.about), concern.path
    if accused is None or path is None:
        return None
    meant = [
        seat
        for seat in seats
        if seat.role is accused
        and seat.held_on(concern.written_on)
        and seat.person != concern.writer
        and within(path, seat.path)
    ]
    nearest = max((len(seat.path) for seat in meant), default=0)
    people = {seat.person for seat in meant if len(seat.path) == nearest}
    return people.pop() if len(people) == 1 else None


def only_place(paths: Collection[str]) -> str | None:
    """The lowest of these places, if all others lie above it: a desk of one county knows where it is."""
    lowest = max(paths, key=len, default=None)
    if lowest is None or not all(within(lowest, path) for path in paths):
        return None
    return lowest


def _accused_level(concern: Concern, seats: Iterable[Seat]) -> str | None:
    """Of a complaint about an administrator: the nearest place that had one when it was written."""
    if concern.about is not About.ADMINISTRATOR:
        return None
    then = (each for each in _administrators(concern, seats) if each.held_on(concern.written_on))
    return max((seat.path for seat in then), key=len, default=None)


def _administrators(concern: Concern, seats: Iterable[Seat]) -> list[Seat]:
    """At or above the place, whenever."""
    path = concern.path or ""
    return [e for e in seats if e.role is Role.ADMINISTRATOR and within(path, e.path)]


def _near(one: str, other: str) -> bool:
    return within(one, other) or within(other, one)


def _level(path: str, held: list[Seat]) -> Level:
    people = tuple(dict.fromkeys(seat.person for seat in held))
    reachable = {seat.person for seat in held if seat.reachable}
    return Level(path, people, tuple(person for person in people if person in reachable))
