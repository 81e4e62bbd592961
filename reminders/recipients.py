"""Who is told. Found when planning, from the roles and assignments that hold that day.

The order: cover (comes with leave, before all others), the assigned director, the village's only
director, the supervisors of the nearest place above, the administrators of the nearest place above.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from reminders.steps import Step
from storage.access import Role
from storage.ids import PersonId
from storage.notices import Seat

Seats = Mapping[str, Mapping[Role, tuple[PersonId, ...]]]
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
    """Who there is around one child: one rung, one group; empty where nobody is."""

    directors: tuple[PersonId, ...]
    supervisors: tuple[PersonId, ...]
    administrators: tuple[PersonId, ...]


def seated(found: Iterable[Seat]) -> Seats:
    seats: dict[str, dict[Role, tuple[PersonId, ...]]] = {}
    for seat in found:
        at = seats.setdefault(seat.path, {})
        held = at.get(seat.role, ())
        at[seat.role] = held if seat.person in held else (*held, seat.person)
    return seats


def around(path: str, assigned: PersonId | None, seats: Seats) -> Around:
    owner = director_of(path, assigned, seats)
    return Around(
        () if owner is None else (owner,),
        _nearest(path, Role.SUPERVISOR, seats),
        _nearest(path, Role.ADMINISTRATOR, seats),
    )


def director_of(path: str, assigned: PersonId | None, seats: Seats) -> PersonId | None:
    """The director who answers for a child at `path`; None where two share a village unassigned.

    An assignment counts while the person is a director at or above the child's place.
    """
    if assigned is not None and any(
        assigned in _at(place, Role.DIRECTOR, seats) for place in _upwards(path)
    ):
        return assigned
    local = _at(path, Role.DIRECTOR, seats)
    return local[0] if len(local) == 1 else None


def told(who: Around, step: Step) -> tuple[PersonId, ...]:
    """The people of the first rung with anybody on it; empty when there is nobody at all."""
    rungs = (who.directors, who.supervisors, who.administrators)
    return next((people for people in rungs[RUNG.get(step, Rung.DIRECTOR) :] if people), ())


def _nearest(path: str, role: Role, seats: Seats) -> tuple[PersonId, ...]:
    found = (_at(place, role, seats) for place in _upwards(path))
    return next((people for people in found if people), ())


def _at(path: str, role: Role, seats: Seats) -> tuple[PersonId, ...]:
    return seats.get(path, {}).get(role, ())


def _upwards(path: str) -> Iterable[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
