"""Who sits where today, who is away with whose cover, and whom a channel still reaches; on both databases."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from storage.access import Role
from storage.database import Database
from storage.leave import add_leave
from storage.people import end_role, roles_of
from storage.seats import Cover, Seat, seats_over
from storage.tables.chats import address
from tests.village import NEXT_VILLAGE, PATHS, VILLAGE, Village, at, day_of, somebody, statements

NOW = at("2026-05-11")
TODAY = day_of(NOW)
TOMORROW = date(2026, 5, 12)


async def test_seats_are_those_at_or_above_a_place_today(database: Database) -> None:
    village = await Village.founded(database)
    async with database.read() as tx:
        here = await seats_over(tx, {PATHS[VILLAGE]}, TODAY)
        beside = await seats_over(tx, {PATHS[NEXT_VILLAGE]}, TODAY)
        before = await seats_over(tx, {PATHS[VILLAGE]}, date(2023, 12, 31))

    above = [
        Seat(village.zhao.person, Role.SUPERVISOR, PATHS["130123100"]),
        Seat(village.sun.person, Role.ADMINISTRATOR, PATHS["130123"]),
    ]
    assert here == [Seat(village.wang.person, Role.DIRECTOR, PATHS[VILLAGE]), *above]
    assert beside == above
    assert before == []


@pytest.mark.parametrize(
    ("changes", "reachable"),
    [
        ({}, True),
        ({"unreachable_since": NOW}, False),
        ({"channel": "telegram"}, True),
        ({"channel": "telegram", "unreachable_since": NOW}, False),
        ({"channel": "email"}, False),  # until it is confirmed
        ({"channel": "email", "confirmed_at": NOW}, True),
        ({"channel": "hook", "confirmed_at": NOW, "unreachable_since": NOW}, False),
        ({"person": None}, False),  # no address at all
    ],
)
async def test_who_can_be_reached(
    database: Database, changes: dict[str, Any], *, reachable: bool
) -> None:
    village = await Village.founded(database)
    async with database.write() as tx:
        mine = sa.update(address).where(address.c.person == village.wang.person)
        if changes:
            await tx.execute(mine.values(changes))
        wang, *_ = await seats_over(tx, {PATHS[VILLAGE]}, TODAY)

    assert wang.reachable is reachable


async def test_leave_comes_with_its_cover_and_how_it_stands_with_them(database: Database) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    niu = await somebody(database, "牛主任", Role.DIRECTOR, NEXT_VILLAGE)
    wang = village.wang.person
    async with database.write() as tx:
        for cover, until in ((ma.person, TODAY), (niu.person, TOMORROW)):
            await add_leave(tx, wang, TODAY, until, cover, wang, NOW)
        await add_leave(tx, niu.person, TODAY, TODAY, None, wang, NOW)
        lost = sa.update(address).where(address.c.person == ma.person)
        await tx.execute(lost.values(unreachable_since=NOW))
        seat, *_ = await seats_over(tx, {PATHS[VILLAGE]}, TODAY)
        after, *_ = await seats_over(tx, {PATHS[VILLAGE]}, date(2026, 5, 13))

    assert seat.away_until == TOMORROW
    assert seat.covers == (
        Cover(ma.person, reachable=False),
        Cover(niu.person, present=False),
    )
    assert (after.away_until, after.covers) == (None, ())


async def test_a_cover_counts_while_in_the_same_office(database: Database) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    wang, zhao = village.wang.person, village.zhao.person
    async with database.write() as tx:
        await add_leave(tx, wang, TODAY, TOMORROW, ma.person, wang, NOW)
        await add_leave(tx, zhao, TODAY, TOMORROW, ma.person, zhao, NOW)
        (held,) = await roles_of(tx, ma.person, TODAY)
        await end_role(tx, held.id, TODAY)
        today = await seats_over(tx, {PATHS[VILLAGE]}, TODAY)
        tomorrow = await seats_over(tx, {PATHS[VILLAGE]}, TOMORROW)

    assert [seat.covers for seat in today] == [(Cover(ma.person),), (), ()]
    assert [seat.covers for seat in tomorrow] == [(), (), ()]
    assert [seat.away_until for seat in tomorrow] == [TOMORROW, TOMORROW, None]


async def test_all_of_it_is_one_statement(database: Database) -> None:
    await Village.founded(database)
    with statements(database) as executed:
        async with database.read() as tx:
            await seats_over(tx, set(PATHS.values()), TODAY)

    assert len(executed) == 1
