"""Handing children over: who answers from today on, who is told, what is planned next, and who may not."""

from datetime import date

import pytest
import sqlalchemy as sa

from reminders.assigning import (
    NothingLeft,
    NotInYourTownship,
    giver_of,
    hand_over_all,
    hand_over_one,
)
from storage.access import Role
from storage.database import Database
from storage.ids import ChildId, PersonId
from storage.ledger import assign
from storage.people import end_role, roles_of
from storage.promises import put_off
from storage.tables.chats import outbox
from storage.tables.desk import audit
from storage.township_items import children_in_care
from tests.reminders.mornings import planned
from tests.village import (
    NEXT_VILLAGE,
    OTHER_TOWN,
    VILLAGE,
    Official,
    Village,
    at,
    day_of,
    somebody,
)

NOW = at("2026-11-24", "07:00")
TODAY = day_of(NOW)
YESTERDAY = date(2026, 11, 23)
ENTERED = "2026-08-13"


@pytest.fixture
async def village(database: Database) -> Village:
    return await Village.founded(database)


@pytest.fixture
async def ma(village: Village) -> Official:
    """A second director of the township, in the next village."""
    return await somebody(village.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)


async def _cared(village: Village, who: PersonId | None) -> list[ChildId]:
    async with village.database.read() as tx:
        found = await children_in_care(tx, village.zhao.scope, who, TODAY)
    return [each.child for each in found]


async def test_all_of_a_directors_children_go_to_another_from_today(
    village: Village, ma: Official
) -> None:
    children = [await village.child(ENTERED) for _ in range(3)]
    async with village.database.write() as tx:
        done = await hand_over_all(tx, village.zhao, village.wang.person, ma.person, NOW, TODAY)

    assert done.children == tuple(children)
    assert done.villages == (VILLAGE,)
    assert await _cared(village, ma.person) == children
    assert await _cared(village, village.wang.person) == []
    async with village.database.read() as tx:
        roles = await roles_of(tx, ma.person, TODAY)
    assert [(role.kind, role.region) for role in roles] == [
        (Role.DIRECTOR, NEXT_VILLAGE),
        (Role.DIRECTOR, VILLAGE),
    ]


async def test_what_is_open_is_planned_for_the_new_one(village: Village, ma: Official) -> None:
    child = await village.child(ENTERED)
    async with village.database.write() as tx:
        await hand_over_one(tx, village.zhao, child, ma.person, NOW, TODAY)
    await planned(village.database, "2026-11-24")

    async with village.database.read() as tx:
        told = await tx.execute(sa.select(outbox.c.person).where(outbox.c.kind == "digest"))
        readers = {row.person for row in told}
    assert ma.person in readers
    assert village.wang.person not in readers


async def test_one_childs_going_leaves_the_others_with_the_only_director(
    village: Village, ma: Official
) -> None:
    """The village has two directors then: without assignments the others would fall to nobody."""
    goes, stays, other = [await village.child(ENTERED) for _ in range(3)]
    async with village.database.write() as tx:
        await hand_over_one(tx, village.zhao, goes, ma.person, NOW, TODAY)

    assert await _cared(village, ma.person) == [goes]
    assert await _cared(village, village.wang.person) == [stays, other]
    assert await _cared(village, None) == []


async def test_within_a_village_nobody_gets_a_role_more(village: Village) -> None:
    second = await somebody(village.database, "李主任", Role.DIRECTOR, VILLAGE)
    child = await village.child(ENTERED)
    assert await _cared(village, None) == [child]
    async with village.database.write() as tx:
        done = await hand_over_all(tx, village.zhao, None, second.person, NOW, TODAY)
        roles = await roles_of(tx, second.person, TODAY)
    assert done.villages == ()
    assert len(roles) == 1
    assert await _cared(village, second.person) == [child]


async def test_both_are_told_by_reference_only(village: Village, ma: Official) -> None:
    child = await village.child(ENTERED)
    async with village.database.write() as tx:
        await hand_over_one(tx, village.zhao, child, ma.person, NOW, TODAY)
        found = await tx.execute(sa.select(outbox).where(outbox.c.kind == "reassigned"))
        told = {row.person: row.refs for row in found}
    assert told == {
        ma.person: {
            "children": str(child), "count": 1, "other": village.wang.person,
            "taken": 1, "elsewhere": 1,
        },
        village.wang.person: {
            "children": str(child), "count": 1, "other": ma.person,
            "taken": 0, "elsewhere": 0,
        },
    }  # fmt: skip


async def test_what_the_one_before_promised_is_asked_anew(village: Village, ma: Official) -> None:
    child = await village.child("2026-09-05")  # due on 5 December
    async with village.database.write() as tx:
        await put_off(tx, child, "contact", date(2026, 12, 4), None, TODAY)
    assert [each.put_off_until for each in await village.open()] == [date(2026, 12, 4), None, None]
    async with village.database.write() as tx:
        await hand_over_one(tx, village.zhao, child, ma.person, NOW, TODAY)
    for each in await village.open():
        assert (each.acknowledged_on, each.put_off_until, each.tried_until) == (None, None, None)


async def test_a_child_comes_back_and_every_step_stays_written(
    village: Village, ma: Official
) -> None:
    child = await village.child(ENTERED)
    async with village.database.write() as tx:
        await assign(tx, child, village.wang.person, YESTERDAY)
        await hand_over_one(tx, village.zhao, child, ma.person, NOW, TODAY)
        await hand_over_one(tx, village.zhao, child, village.wang.person, NOW, TODAY)
        deeds = await tx.execute(sa.select(audit.c.deed, audit.c.thing_id, audit.c.person))
        noted = [tuple(row) for row in deeds]
    assert await _cared(village, village.wang.person) == [child]
    assert noted == [("assign", child, village.zhao.person)] * 2


async def test_pressed_again_nothing_is_left_to_hand_over(village: Village, ma: Official) -> None:
    child = await village.child(ENTERED)
    async with village.database.write() as tx:
        await hand_over_all(tx, village.zhao, village.wang.person, ma.person, NOW, TODAY)
        with pytest.raises(NothingLeft):
            await hand_over_all(tx, village.zhao, village.wang.person, ma.person, NOW, TODAY)
        with pytest.raises(NothingLeft):
            await hand_over_one(tx, village.zhao, child, ma.person, NOW, TODAY)


@pytest.mark.parametrize(
    "taker", ["of another township", "whose role ended", "supervisor", "nobody"]
)
async def test_only_a_director_of_the_township_takes(village: Village, taker: str) -> None:
    child = await village.child(ENTERED)
    far = await somebody(village.database, "远主任", Role.DIRECTOR, OTHER_TOWN)
    was = await somebody(village.database, "前主任", Role.DIRECTOR, NEXT_VILLAGE)
    async with village.database.write() as tx:
        for role in await roles_of(tx, was.person, TODAY):
            await end_role(tx, role.id, YESTERDAY)
    who = {
        "of another township": far.person,
        "whose role ended": was.person,
        "supervisor": village.zhao.person,
        "nobody": PersonId(54321),
    }[taker]
    async with village.database.write() as tx:
        for giver in (village.wang.person, None):
            with pytest.raises(NotInYourTownship):
                await hand_over_all(tx, village.zhao, giver, who, NOW, TODAY)
        with pytest.raises(NotInYourTownship):
            await hand_over_one(tx, village.zhao, child, who, NOW, TODAY)
    assert await _cared(village, village.wang.person) == [child]


async def test_only_children_of_the_township_are_handed_over(
    village: Village, ma: Official
) -> None:
    far = await village.child(ENTERED, region=OTHER_TOWN)
    director = await somebody(village.database, "远主任", Role.DIRECTOR, OTHER_TOWN)
    async with village.database.write() as tx:
        for child in (far, ChildId(54321)):
            with pytest.raises(NotInYourTownship):
                await hand_over_one(tx, village.zhao, child, ma.person, NOW, TODAY)
            with pytest.raises(NotInYourTownship):
                await giver_of(tx, village.zhao, child, TODAY)
        for giver in (director.person, PersonId(54321)):
            with pytest.raises(NothingLeft):
                await hand_over_all(tx, village.zhao, giver, ma.person, NOW, TODAY)


@pytest.mark.parametrize("who", ["wang", "sun"])
async def test_neither_a_director_nor_the_county_assigns(
    village: Village, ma: Official, who: str
) -> None:
    child = await village.child(ENTERED)
    async with village.database.write() as tx:
        with pytest.raises(NotInYourTownship):
            await hand_over_one(tx, getattr(village, who), child, ma.person, NOW, TODAY)
