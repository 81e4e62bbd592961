"""Which unit takes a request, and who hears of it next when nobody takes it in time.

The nearest unit with a reachable member whose place holds the request's place, then up. A unit without a
reachable member is no receiver.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.access import Role
from storage.answerers import Answerer
from storage.ids import PersonId, UnitId

COUNTY_DEPTH = 3


class Rung(StrEnum):
    """The ladder of a breached clock, from the bottom."""

    UNIT = "unit"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Route:
    """`unit` None: nobody can take it, and `members` is empty. `place` is the unit's region path."""

    unit: UnitId | None
    unit_name: str | None
    place: str | None
    members: tuple[PersonId, ...]


@dataclass(frozen=True)
class Climb:
    """Who is told at a rung; nobody at the operator's, whose alarm is a line in the log."""

    rung: Rung
    people: tuple[PersonId, ...]


NOWHERE = Route(None, None, None, ())
LEVELS = {Rung.COUNTY: ("county", "zone"), Rung.CITY: ("city",), Rung.PROVINCE: ("province",)}


def route(above: Sequence[Answerer]) -> Route:
    """Of those at or above the place: the nearest unit; of several in one place, the oldest."""
    workers = [each for each in above if each.role is Role.TRIAGE and each.reachable]
    nearest = min(workers, key=lambda each: (-_depth(each), each.unit or 0), default=None)
    if nearest is None:
        return NOWHERE
    members = (each.person for each in workers if each.unit == nearest.unit)
    return Route(nearest.unit, nearest.unit_name, nearest.place, tuple(members))


def route_unplaced(everywhere: Sequence[Answerer]) -> Route:
    """The place is unknown: a desk that serves one county only knows who is meant; others don't."""
    workers = [each for each in everywhere if each.role is Role.TRIAGE and each.reachable]
    counties = {_county(each) for each in workers}
    return route(workers) if len(counties) == 1 else NOWHERE


def administrators(above: Sequence[Answerer]) -> tuple[PersonId, ...]:
    """The nearest reachable ones, of the county, else the city, else the province."""
    for rung in LEVELS:
        if people := _administrators(above, rung):
            return people
    return ()


def climb(above: Sequence[Answerer], unit: UnitId | None, climbed: int) -> Climb:
    """Whom the next climb tells after `climbed` ones: rungs where nobody can be reached are no rungs."""
    rungs = [Climb(Rung.UNIT, _members(above, unit))]
    rungs += [Climb(rung, _administrators(above, rung)) for rung in LEVELS]
    peopled = [rung for rung in rungs if rung.people]
    return peopled[climbed] if climbed < len(peopled) else Climb(Rung.OPERATOR, ())


def _members(above: Sequence[Answerer], unit: UnitId | None) -> tuple[PersonId, ...]:
    found = (each for each in above if each.role is Role.TRIAGE and each.unit == unit)
    return tuple(each.person for each in found if each.reachable and unit is not None)


def _administrators(above: Sequence[Answerer], rung: Rung) -> tuple[PersonId, ...]:
    found = (each for each in above if each.role is Role.ADMINISTRATOR and each.reachable)
    return tuple(each.person for each in found if each.level in LEVELS[rung])


def _depth(each: Answerer) -> int:
    return each.place.count("/")


def _county(each: Answerer) -> str:
    return "/".join(each.place.split("/")[:COUNTY_DEPTH])
