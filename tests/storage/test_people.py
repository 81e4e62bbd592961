"""People, their roles from–to, units, and who answers for a place; on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from storage import people
from storage.access import Channel, Role
from storage.chats import ChatId, Kept, keep, mark_unreachable, meet
from storage.database import Database
from storage.ids import AddressId, PersonId, UnitId
from storage.people import RoleHeld
from storage.regions import CHUNK, load_regions, regions_known
from storage.tables.people import unit
from tests.village import PATHS, VILLAGE, at

NOW = at("2026-11-23")
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2026, 3, 1), date(2026, 8, 31)
BORDERS = [
    (FIRST_DAY - DAY, False),
    (FIRST_DAY, True),
    (LAST_DAY, True),
    (LAST_DAY + DAY, False),
]
TOWN, COUNTY, CITY = "130123100", "130123", "1301"
TRIAGE, SUPERVISOR = Role.TRIAGE, Role.SUPERVISOR


async def person(
    database: Database,
    role: Role,
    region: str,
    of: UnitId | None = None,
    *,
    since: date = FIRST_DAY,
    until: date | None = None,
    who: PersonId | None = None,
) -> PersonId:
    """Somebody new, or `who`, in a role from–to."""
    async with database.write() as tx:
        found = who or await people.add_person(tx, "某人", NOW)
        made = await people.add_role(tx, found, role, region, of, since)
        if until is not None:
            await people.end_role(tx, made, until)
    return found


async def new_unit(database: Database, region: str, name: str = "中心") -> UnitId:
    async with database.write() as tx:
        return await people.add_unit(tx, "triage", region, name, example=True)


async def close(database: Database, which: UnitId) -> None:
    async with database.write() as tx:
        await tx.execute(sa.update(unit).where(unit.c.id == which).values(closed_on=TODAY))


async def members(database: Database, of: UnitId, today: date = TODAY) -> list[PersonId]:
    async with database.read() as tx:
        return await people.members_of(tx, of, today)


async def test_a_person_is_known_by_the_name_given(database: Database) -> None:
    async with database.write() as tx:
        who = await people.add_person(tx, "王主任", NOW)
        assert await people.name_of(tx, who) == "王主任"


async def test_the_roles_a_person_holds_with_their_places_and_units(places: Database) -> None:
    center = await new_unit(places, COUNTY, "示例中心")
    who = await person(places, Role.DIRECTOR, VILLAGE)
    await person(places, TRIAGE, COUNTY, center, who=who)
    await person(places, SUPERVISOR, TOWN)
    async with places.read() as tx:
        first, second = await people.roles_of(tx, who, TODAY)

    assert first == RoleHeld(first.id, Role.DIRECTOR, VILLAGE, VILLAGE, None, None)
    assert second == RoleHeld(second.id, TRIAGE, COUNTY, COUNTY, center, "示例中心")


@pytest.mark.parametrize(("today", "holds"), BORDERS)
async def test_a_role_is_held_from_its_first_through_its_last_day(
    places: Database, today: date, holds: bool
) -> None:
    center = await new_unit(places, COUNTY)
    who = await person(places, TRIAGE, COUNTY, center, until=LAST_DAY)
    await person(places, SUPERVISOR, TOWN, until=LAST_DAY, who=who)
    async with places.read() as tx:
        held = await people.roles_of(tx, who, today)

    assert [role.kind for role in held] == ([TRIAGE, SUPERVISOR] if holds else [])
    assert await members(places, center, today) == ([who] if holds else [])


async def test_who_never_had_a_role_holds_none(places: Database) -> None:
    async with places.write() as tx:
        who = await people.add_person(tx, "某人", NOW)
        assert await people.roles_of(tx, who, TODAY) == []


async def test_the_members_of_a_unit_are_its_triage_workers_each_once(places: Database) -> None:
    center, other = await new_unit(places, COUNTY), await new_unit(places, COUNTY)
    chen = await person(places, TRIAGE, COUNTY, center)
    liu = await person(places, TRIAGE, COUNTY, center)
    await person(places, TRIAGE, COUNTY, center, since=TODAY, who=chen)
    await person(places, Role.REFERRER, COUNTY, center)
    await person(places, TRIAGE, COUNTY, other)

    assert await members(places, center) == [chen, liu]


async def test_the_units_within_a_scope_are_its_open_ones(places: Database) -> None:
    city, county, town, closed = [
        await new_unit(places, region) for region in (CITY, COUNTY, TOWN, TOWN)
    ]
    await close(places, closed)
    async with places.read() as tx:
        within = await people.units_within(tx, PATHS[COUNTY])
        everywhere = await people.units_within(tx, "13")
        nowhere = await people.units_within(tx, "")

    assert [each.id for each in within] == [county, town]
    assert [each.id for each in everywhere] == [city, county, town]
    assert nowhere == []


async def test_a_unit_is_found_by_its_id(places: Database) -> None:
    async with places.read() as tx:
        assert not await people.any_unit(tx)
    center = await new_unit(places, COUNTY, "示例中心")
    async with places.read() as tx:
        assert await people.any_unit(tx)
        found = await people.unit_of(tx, center)
        assert found == people.Unit(center, "triage", COUNTY, "示例中心", example=True)
        assert await people.unit_of(tx, UnitId(center + 1)) is None


async def test_a_place_the_desk_knows_has_a_path(places: Database) -> None:
    async with places.read() as tx:
        assert await people.path_of(tx, VILLAGE) == PATHS[VILLAGE]
        assert await people.path_of(tx, "999999") is None


async def chat(database: Database, who: PersonId, number: int) -> AddressId:
    async with database.write() as tx:
        met = await meet(tx, ChatId(Channel.WEB, 1, number), "zh_Hans", NOW, TODAY)
        await keep(tx, met.actor.address, Kept(None, who, None, "zh_Hans", None, {}))
    return met.actor.address


async def test_staff_no_channel_reaches_are_named(places: Database) -> None:
    never = await person(places, Role.DIRECTOR, VILLAGE)
    await person(places, SUPERVISOR, TOWN, who=never)
    blocked, reached, gone = [await person(places, SUPERVISOR, TOWN) for _ in range(3)]
    left = await person(places, SUPERVISOR, TOWN, until=TODAY - DAY)
    marked = [await chat(places, blocked, 1), await chat(places, reached, 2)]
    await chat(places, reached, 3)
    async with places.write() as tx:
        for address in marked:
            await mark_unreachable(tx, address, NOW)
        found = await people.staff_without_address(tx, TODAY)

    assert found == [never, blocked, gone]
    assert left not in found


async def test_places_are_loaded_all_or_none(database: Database) -> None:
    """An interrupted first start must not leave half of them: the next one would take them for all."""

    def interrupted() -> Iterator[tuple[str, str, str, str]]:
        yield from ((str(number), "x", "x", str(number)) for number in range(2 * CHUNK))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await load_regions(database, interrupted())
    async with database.read() as tx:
        assert await regions_known(tx) == 0
    await load_regions(database, [(code, code, "x", path) for code, path in PATHS.items()])
    async with database.read() as tx:
        assert await regions_known(tx) == len(PATHS)
