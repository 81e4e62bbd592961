"""Which unit takes a request, and who hears of it next."""

import pytest

from referrals.routing import (
    NOWHERE,
    Climb,
    Rung,
    administrators,
    climb,
    route,
    route_unplaced,
)
from storage.access import Role
from storage.answerers import Answerer
from storage.ids import PersonId, UnitId

PROVINCE, CITY, COUNTY, TOWN = "13", "13/1301", "13/1301/130123", "13/1301/130123/130123100"
OTHER_COUNTY = "13/1301/130108"
LEVEL = {1: "province", 2: "city", 3: "county", 4: "township"}


def worker(person: int, unit: int, place: str, *, reachable: bool = True) -> Answerer:
    level = LEVEL[len(place.split("/"))]
    name = f"unit {unit}"
    return Answerer(PersonId(person), Role.TRIAGE, UnitId(unit), name, place, level, reachable)


def administrator(person: int, place: str, *, reachable: bool = True) -> Answerer:
    level = LEVEL[len(place.split("/"))]
    return Answerer(PersonId(person), Role.ADMINISTRATOR, None, None, place, level, reachable)


@pytest.mark.parametrize(
    ("above", "unit", "members"),
    [
        ([], None, ()),
        ([worker(1, 7, COUNTY)], 7, (1,)),
        ([worker(1, 7, COUNTY), worker(2, 7, COUNTY)], 7, (1, 2)),
        # the nearest first, then up
        ([worker(1, 7, CITY), worker(2, 8, COUNTY)], 8, (2,)),
        ([worker(1, 7, CITY), worker(2, 8, COUNTY), worker(3, 9, TOWN)], 9, (3,)),
        # a unit without a reachable member is no receiver
        ([worker(1, 7, CITY), worker(2, 8, COUNTY, reachable=False)], 7, (1,)),
        ([worker(1, 7, COUNTY, reachable=False), worker(2, 7, COUNTY)], 7, (2,)),
        ([worker(1, 7, COUNTY, reachable=False)], None, ()),
        # two of one place: the older one
        ([worker(1, 9, COUNTY), worker(2, 8, COUNTY)], 8, (2,)),
        # administrators receive nothing
        ([administrator(5, COUNTY)], None, ()),
    ],
)
def test_the_nearest_unit_with_a_reachable_member(
    above: list[Answerer], unit: int | None, members: tuple[int, ...]
) -> None:
    found = route(above)

    assert (found.unit, found.members) == (unit, members)


def test_without_a_place_only_a_desk_of_one_county_knows_who_is_meant() -> None:
    here, there = worker(1, 7, COUNTY), worker(2, 8, OTHER_COUNTY)

    assert route_unplaced([here, worker(3, 9, TOWN)]).unit == 9
    assert route_unplaced([here, there]) == NOWHERE
    assert route_unplaced([]) == NOWHERE


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ([administrator(1, COUNTY), administrator(2, CITY)], (1,)),
        ([administrator(1, COUNTY, reachable=False), administrator(2, CITY)], (2,)),
        ([administrator(3, PROVINCE)], (3,)),
        ([worker(4, 7, COUNTY)], ()),
    ],
)
def test_the_nearest_administrators_hear_of_what_nobody_can_take(
    above: list[Answerer], told: tuple[int, ...]
) -> None:
    assert administrators(above) == told


EVERYBODY = [
    worker(1, 7, COUNTY),
    worker(2, 8, COUNTY),
    administrator(3, COUNTY),
    administrator(4, CITY),
    administrator(5, PROVINCE),
]


@pytest.mark.parametrize(
    ("climbed", "rung", "people"),
    [
        (0, Rung.UNIT, (1,)),
        (1, Rung.COUNTY, (3,)),
        (2, Rung.CITY, (4,)),
        (3, Rung.PROVINCE, (5,)),
        (4, Rung.OPERATOR, ()),
        (9, Rung.OPERATOR, ()),
    ],
)
def test_a_late_clock_climbs_rung_by_rung(
    climbed: int, rung: Rung, people: tuple[int, ...]
) -> None:
    assert climb(EVERYBODY, UnitId(7), climbed) == Climb(rung, tuple(map(PersonId, people)))


def test_rungs_where_nobody_can_be_reached_are_passed_over() -> None:
    above = [worker(1, 7, COUNTY, reachable=False), administrator(4, CITY)]

    assert climb(above, UnitId(7), 0).rung is Rung.CITY
    assert climb(above, UnitId(7), 1).rung is Rung.OPERATOR


def test_without_a_unit_the_ladder_begins_with_the_county() -> None:
    assert climb(EVERYBODY, None, 0).rung is Rung.COUNTY
