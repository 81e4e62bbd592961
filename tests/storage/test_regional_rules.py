"""What places set otherwise: the nearest place wins; on both databases."""

from datetime import date

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.regional_rules import (
    SetRule,
    drop_rule,
    rules_column,
    rules_over,
    rules_read,
    rules_within,
    set_rule,
)
from storage.tables.people import region
from tests.village import OTHER_TOWN, PATHS, VILLAGE, Village, at, statements

NOW = at("2026-11-23")
COUNTY, TOWN = "130123", "130123100"
PROVINCE = "13"
TODAY = date(2026, 11, 23)


@pytest.fixture
async def village(database: Database) -> Village:
    made = await Village.founded(database)
    async with database.write() as tx:
        for where, rule, value in (
            (PROVINCE, "contact_months", 2),
            (COUNTY, "visit_months", 3),
            (TOWN, "contact_months", 1),
            (TOWN, "supervisor_7", 5),
        ):
            await set_rule(tx, where, rule, value, made.sun.person, NOW)
    return made


@pytest.mark.parametrize(
    ("place", "rules"),
    [
        (VILLAGE, {"contact_months": 1, "visit_months": 3, "supervisor_7": 5}),
        (TOWN, {"contact_months": 1, "visit_months": 3, "supervisor_7": 5}),
        (OTHER_TOWN, {"contact_months": 2, "visit_months": 3}),
        ("1301", {"contact_months": 2}),
    ],
)
async def test_the_nearest_place_wins(village: Village, place: str, rules: dict[str, int]) -> None:
    async with village.database.read() as tx:
        assert await rules_over(tx, [PATHS[place]]) == {PATHS[place]: rules}
        written = sa.select(rules_column(region.c.path)).where(region.c.code == place)
        assert rules_read((await tx.execute(written)).scalar_one()) == rules


async def test_many_places_are_one_statement(village: Village) -> None:
    with statements(village.database) as seen:
        async with village.database.read() as tx:
            found = await rules_over(tx, PATHS.values())
    assert found.keys() == set(PATHS.values())
    assert len([each for each in seen if "regional_rule" in each]) == 1


async def test_where_nothing_is_set_there_are_no_rules(places: Database) -> None:
    async with places.read() as tx:
        assert await rules_over(tx, [PATHS[VILLAGE]]) == {PATHS[VILLAGE]: {}}
        written = sa.select(rules_column(region.c.path)).where(region.c.code == VILLAGE)
        assert rules_read((await tx.execute(written)).scalar_one()) == {}


async def test_what_is_dropped_gives_way_to_the_place_above(village: Village) -> None:
    async with village.database.write() as tx:
        assert await drop_rule(tx, TOWN, "contact_months")
        assert not await drop_rule(tx, TOWN, "contact_months")
        found = await rules_over(tx, [PATHS[VILLAGE]])
    assert found[PATHS[VILLAGE]]["contact_months"] == 2


async def test_a_place_sees_what_it_and_those_below_set(village: Village) -> None:
    async with village.database.write() as tx:
        await set_rule(tx, COUNTY, "visit_months", 4, None, NOW)
    async with village.database.read() as tx:
        found = await rules_within(tx, PATHS[COUNTY])
    assert found == [
        SetRule(COUNTY, PATHS[COUNTY], "visit_months", 4),
        SetRule(TOWN, PATHS[TOWN], "contact_months", 1),
        SetRule(TOWN, PATHS[TOWN], "supervisor_7", 5),
    ]
