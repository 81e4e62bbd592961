"""In whose care a child is: with leave and cover, from–to; in SQL as over values; on both databases."""

from datetime import date, timedelta
from random import Random

import pytest

from reminders.due import Kind
from reminders.recipients import seated, seers
from reminders.record import NotInYourCare
from storage import ledger
from storage.access import Actor, Deed, Role, may
from storage.care import thing_seen
from storage.children import children_of, hold_child
from storage.database import Database
from storage.ids import ChildId, PersonId
from storage.leave import add_leave, cancel_leave
from storage.ledger import NewChild, add_child
from storage.people import add_person, add_role, end_role, roles_of
from storage.seats import seats_over
from tests.village import (
    BEGINNING,
    NEXT_VILLAGE,
    OTHER_TOWN,
    PATHS,
    VILLAGE,
    Village,
    acting,
    at,
    somebody,
)

NOW = at("2026-05-12")
TODAY = date(2026, 5, 12)
PLACES = (VILLAGE, NEXT_VILLAGE, OTHER_TOWN, "130123100", "130123001", "130123")


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [
        ("2026-05-12", "2026-05-12", True),
        ("2026-05-01", "2026-05-11", False),  # over yesterday
        ("2026-05-13", "2026-05-20", False),  # from tomorrow
    ],
)
async def test_a_cover_sees_and_records_from_to(
    database: Database, since: str, until: str, *, sees: bool
) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    child = await village.child("2026-02-15")
    await _leave(database, village.wang.person, since, until, ma.person)

    assert await _sees(database, ma, child) is sees
    assert await _sees(database, village.wang, child)  # who is away still sees their own
    if sees:
        await village.held(ma, child, Kind.CONTACT, "2026-05-12", NOW)
    else:
        with pytest.raises(NotInYourCare):
            await village.held(ma, child, Kind.CONTACT, "2026-05-12", NOW)


async def test_leave_taken_back_takes_the_cover_back(database: Database) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    child = await village.child("2026-02-15")
    async with database.write() as tx:
        taken = await add_leave(
            tx, village.wang.person, TODAY, TODAY, ma.person, village.wang.person, NOW
        )
        assert await hold_child(tx, ma, child, TODAY) is not None
        await cancel_leave(tx, taken, NOW)
        assert await hold_child(tx, ma, child, TODAY) is None


async def test_a_cover_sees_what_is_the_others_and_no_more(database: Database) -> None:
    """Not the children of a neighbour, and none through a second cover."""
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    far = await somebody(database, "远主任", Role.DIRECTOR, OTHER_TOWN)
    here = await village.child("2026-02-15")
    own = await village.child("2026-02-15", region=NEXT_VILLAGE)
    there = await village.child("2026-02-15", region=OTHER_TOWN)
    await _leave(database, village.wang.person, "2026-05-12", "2026-05-12", ma.person)
    await _leave(database, ma.person, "2026-05-12", "2026-05-12", far.person)

    async with database.read() as tx:
        mine = await children_of(tx, ma, TODAY, 0, 10, names=False)
        theirs = await children_of(tx, far, TODAY, 0, 10, names=False)
    assert {each.child for each in mine} == {here, own}
    assert {each.child for each in theirs} == {own, there}


async def test_who_covers_a_supervisor_sees_the_township(database: Database) -> None:
    village = await Village.founded(database)
    qian = await somebody(database, "钱督导", Role.SUPERVISOR, "130123001")
    child = await village.child("2026-02-15")
    assert not await _sees(database, qian, child)

    await _leave(database, village.zhao.person, "2026-05-12", "2026-05-12", qian.person)

    assert await _sees(database, qian, child)


async def test_a_director_named_as_a_supervisors_cover_sees_no_township(
    database: Database,
) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    child = await village.child("2026-02-15")
    await _leave(database, village.zhao.person, "2026-05-12", "2026-05-12", ma.person)

    assert not await _sees(database, ma, child)


async def test_what_was_found_in_ones_care_may_be_touched_and_by_that_deed_only(
    database: Database,
) -> None:
    village = await Village.founded(database)
    elsewhere = PATHS[OTHER_TOWN]

    assert may(village.wang, Deed.RECORD, thing_seen(village.wang, elsewhere))
    assert not may(village.wang, Deed.NUDGE, thing_seen(village.wang, elsewhere))
    assert thing_seen(village.wang, PATHS[VILLAGE]).path == PATHS[VILLAGE]


@pytest.mark.parametrize("seed", range(3))
async def test_the_rule_in_sql_is_the_rule_over_values(database: Database, seed: int) -> None:
    """Worlds that grow by chance: roles, their ends, assignments, leave with and without cover."""
    await Village.founded(database)
    world = _World(database, Random(seed))
    await world.begins()
    for _ in range(25):
        await world.happens()
        await world.agrees()


class _World:
    def __init__(self, database: Database, chance: Random) -> None:
        self.database = database
        self.chance = chance
        self.people: list[PersonId] = []
        self.children: list[ChildId] = []
        self.assigned: dict[ChildId, PersonId] = {}

    async def begins(self) -> None:
        async with self.database.write() as tx:
            self.people = [await add_person(tx, "某人", NOW) for _ in range(5)]
            self.children = [
                await add_child(tx, NewChild("某孩", place, BEGINNING)) for place in PLACES[:4]
            ]

    async def happens(self) -> None:
        deed = self.chance.choice([self._role, self._role, self._end, self._assign, self._leave])
        await deed()

    async def agrees(self) -> None:
        async with self.database.write() as tx:
            roles = {who: await roles_of(tx, who, TODAY) for who in self.people}
            for child, place in zip(self.children, PLACES, strict=False):
                seats = seated(await seats_over(tx, {PATHS[place]}, TODAY))
                for kind in (Role.DIRECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR):
                    told = seers(PATHS[place], self.assigned.get(child), kind, seats)
                    seen = {
                        who
                        for who, held in roles.items()
                        for role in held
                        if role.kind is kind
                        and await hold_child(
                            tx, acting(who, kind, PATHS[role.region]), child, TODAY
                        )
                    }
                    assert seen == told & set(self.people), (place, kind)

    async def _role(self) -> None:
        kind = self.chance.choice([Role.DIRECTOR, Role.DIRECTOR, Role.SUPERVISOR])
        place = self.chance.choice(PLACES)
        async with self.database.write() as tx:
            await add_role(tx, self.chance.choice(self.people), kind, place, None, self._day())

    async def _end(self) -> None:
        async with self.database.write() as tx:
            held = await roles_of(tx, self.chance.choice(self.people), TODAY)
            if held:
                await end_role(tx, self.chance.choice(held).id, self._day())

    async def _assign(self) -> None:
        child, who = self.chance.choice(self.children), self.chance.choice(self.people)
        async with self.database.write() as tx:
            await ledger.assign(tx, child, who, BEGINNING)
        self.assigned[child] = who

    async def _leave(self) -> None:
        who = self.chance.choice(self.people)
        cover = self.chance.choice([None, *(each for each in self.people if each != who)])
        since = self._day()
        until = since + timedelta(days=self.chance.randint(0, 2))
        async with self.database.write() as tx:
            taken = await add_leave(tx, who, since, until, cover, who, NOW)
            if self.chance.random() < 0.2:
                await cancel_leave(tx, taken, NOW)

    def _day(self) -> date:
        return TODAY + timedelta(days=self.chance.randint(-1, 1))


async def _sees(database: Database, who: Actor, child: ChildId) -> bool:
    async with database.write() as tx:
        return await hold_child(tx, who, child, TODAY) is not None


async def _leave(
    database: Database, who: PersonId, since: str, until: str, cover: PersonId
) -> None:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    async with database.write() as tx:
        await add_leave(tx, who, first, last, cover, who, NOW)
