"""Who is told. Found when planning and again when sending, from what holds that day.

The order: the cover of who is on leave, the assigned director, the village's only director, the
supervisors of the nearest place above (or their covers), the administrators of the county, of the city,
of the province; where there is nobody at all, the operator's alarm. Who can't be reached, or is away
without cover, is passed over, so the next one is told the same morning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from reminders.steps import Step
from storage.access import Role
from storage.ids import PersonId
from storage.seats import Seat

Seats = Mapping[str, Mapping[Role, tuple[Seat, ...]]]
"""Who sits at which path."""


class Rung(IntEnum):
    """Where a step begins its search; from there it climbs until somebody is found."""

    DIRECTOR = 0
    SUPERVISOR = 1
    COUNTY = 2


RUNG = {Step.SUPERVISOR_7: Rung.SUPERVISOR, Step.COUNTY_30: Rung.COUNTY}
"""Every other step is the director's."""


@dataclass(frozen=True)
class Around:
    """Who can be told around one child: one rung, one group; empty where nobody can."""

    directors: tuple[PersonId, ...]
    supervisors: tuple[PersonId, ...]
    administrators: tuple[PersonId, ...]

    @property
    def everybody(self) -> frozenset[PersonId]:
        return frozenset((*self.directors, *self.supervisors, *self.administrators))


def seated(found: Iterable[Seat]) -> Seats:
    seats: dict[str, dict[Role, tuple[Seat, ...]]] = {}
    for seat in found:
        at = seats.setdefault(seat.path, {})
        held = at.get(seat.role, ())
        known = any(each.person == seat.person for each in held)
        at[seat.role] = held if known else (*held, seat)
    return seats


def around(path: str, assigned: PersonId | None, seats: Seats) -> Around:
    owner = director_seat(path, assigned, seats)
    return Around(
        () if owner is None else stands(owner),
        _nearest(path, Role.SUPERVISOR, seats),
        _nearest(path, Role.ADMINISTRATOR, seats),
    )


def stands(seat: Seat) -> tuple[PersonId, ...]:
    """Who is told in this seat: the one who sits there, or while they are away their cover."""
    if seat.away_until is None:
        return (seat.person,) if seat.reachable else ()
    return tuple(cover.person for cover in seat.covers if cover.present and cover.reachable)


def director_of(path: str, assigned: PersonId | None, seats: Seats) -> PersonId | None:
    """The director who answers for a child at `path`; None where two share a village unassigned."""
    seat = director_seat(path, assigned, seats)
    return None if seat is None else seat.person


def director_seat(path: str, assigned: PersonId | None, seats: Seats) -> Seat | None:
    """An assignment counts while the person is a director at or above the child's place."""
    for place in _upwards(path) if assigned is not None else ():
        for seat in _at(place, Role.DIRECTOR, seats):
            if seat.person == assigned:
                return seat
    local = _at(path, Role.DIRECTOR, seats)
    return local[0] if len(local) == 1 else None


def told(who: Around, step: Step) -> tuple[PersonId, ...]:
    """The people of the first rung with anybody on it; empty when there is nobody at all."""
    return rung_told(who, step)[1]


def rung_told(who: Around, step: Step) -> tuple[Rung | None, tuple[PersonId, ...]]:
    """`told`, and the rung they stand on; None when there is nobody at all."""
    rungs = (who.directors, who.supervisors, who.administrators)
    for rung in list(Rung)[RUNG.get(step, Rung.DIRECTOR) :]:
        if rungs[rung]:
            return rung, rungs[rung]
    return None, ()


def seers(path: str, assigned: PersonId | None, role: Role, seats: Seats) -> frozenset[PersonId]:
    """Who may open a child at `path` in that role, away or not: `storage.care.seen_by` over values."""
    if role is Role.SUPERVISOR:
        held = [seat for place in _upwards(path) for seat in _at(place, role, seats)]
    else:
        owner = director_seat(path, assigned, seats)
        held = [] if owner is None or role is not Role.DIRECTOR else [owner]
    return frozenset(
        person for seat in held for person in (seat.person, *(c.person for c in seat.covers))
    )


def administers(person: PersonId, path: str, seats: Seats) -> bool:
    """Whether this person is an administrator at or above the place."""
    above = (seat for at in _upwards(path) for seat in _at(at, Role.ADMINISTRATOR, seats))
    return any(seat.person == person for seat in above)


def _nearest(path: str, role: Role, seats: Seats) -> tuple[PersonId, ...]:
    """Of the nearest place where anybody in that role can be told."""
    for place in _upwards(path):
        found = [who for seat in _at(place, role, seats) for who in stands(seat)]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _at(path: str, role: Role, seats: Seats) -> tuple[Seat, ...]:
    return seats.get(path, {}).get(role, ())


def _upwards(path: str) -> Iterable[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
