"""The ledger on both databases: who sees which child, what entries do, what is sealed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from reminders.due import Kind
from reminders.recipients import director_of, seated
from storage import corrections, entries, ledger
from storage.access import Actor, Role
from storage.children import children_of, file_of, hold_child
from storage.database import Database
from storage.entries import NewEntry
from storage.ids import ChildId
from storage.ledger import NewChild
from storage.owed import owed_to
from storage.people import end_role, roles_of
from storage.regions import load_regions
from storage.seats import seats_over
from tests.village import (
    BEGINNING,
    LAST_DAY,
    NEXT_VILLAGE,
    OTHER_TOWN,
    PATHS,
    VILLAGE,
    Village,
    acting,
    at,
    somebody,
)

TODAY = date(2026, 5, 11)
NOW = at("2026-05-11")


async def seen(database: Database, actor: Actor, today: date = TODAY) -> list[ChildId]:
    async with database.read() as tx:
        found = await children_of(tx, actor, today, 0, 50, names=False)
        for listed in found:
            assert await file_of(tx, actor, listed.child, today, personal=False)
        return sorted(listed.child for listed in found)


async def test_the_villages_only_director_sees_its_unassigned_children(database: Database) -> None:
    village = await Village.founded(database)
    here = await village.child("2026-03-01")
    await village.child("2026-03-01", region=NEXT_VILLAGE)

    assert await seen(database, village.wang) == [here]


async def test_two_directors_of_a_village_need_an_assignment(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-03-01")
    ma = await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    assert await seen(database, village.wang) == []
    assert await seen(database, ma) == []

    async with database.write() as tx:
        await ledger.assign(tx, child, ma.person, TODAY)

    assert await seen(database, ma) == [child]
    assert await seen(database, village.wang) == []


@pytest.mark.parametrize(
    ("today", "sees"),
    [
        (date(2026, 5, 10), "wang"),  # the day before the hand-over
        (date(2026, 5, 11), "ma"),
        (date(2026, 5, 20), "ma"),  # the last day of it
        (date(2026, 5, 21), "nobody"),
    ],
)
async def test_an_assignment_holds_from_its_first_through_its_last_day(
    database: Database, today: date, sees: str
) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-03-01")
    ma = await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    async with database.write() as tx:
        await ledger.assign(tx, child, village.wang.person, BEGINNING)
        await ledger.assign(tx, child, ma.person, date(2026, 5, 11))
        await ledger.unassign(tx, child, date(2026, 5, 20))

    people = {"wang": village.wang, "ma": ma}
    for name, actor in people.items():
        assert await seen(database, actor, today) == ([child] if name == sees else [])


async def test_an_assignment_lapses_when_the_director_leaves_office(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-03-01")
    ma = await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    async with database.write() as tx:
        await ledger.assign(tx, child, ma.person, BEGINNING)
        (role,) = await roles_of(tx, ma.person, TODAY)
        await end_role(tx, role.id, TODAY - timedelta(days=1))

    assert await seen(database, village.wang) == [child]


async def test_a_supervisor_sees_the_township_and_nothing_beyond(database: Database) -> None:
    village = await Village.founded(database)
    mine = [
        await village.child("2026-03-01"),
        await village.child("2026-03-01", region=NEXT_VILLAGE),
    ]
    beyond = await village.child("2026-03-01", region=OTHER_TOWN)

    assert await seen(database, village.zhao) == mine
    async with database.write() as tx:
        assert await hold_child(tx, village.zhao, beyond, TODAY) is None
        assert await file_of(tx, village.zhao, beyond, TODAY, personal=True) is None
        assert await owed_to(tx, village.zhao, TODAY, LAST_DAY) != []


async def test_a_township_whose_code_begins_alike_is_another(database: Database) -> None:
    village = await Village.founded(database)
    alike = "1301231001"
    await load_regions(database, [(alike, alike, "x", f"{PATHS['130123']}/{alike}")])
    await village.child("2026-03-01", region=alike)

    assert await seen(database, village.zhao) == []


@pytest.mark.parametrize("role", [Role.PARENT, Role.ADMINISTRATOR, Role.TRIAGE, Role.EDITOR])
async def test_no_other_role_sees_a_child(database: Database, role: Role) -> None:
    village = await Village.founded(database)
    await village.child("2026-03-01")

    assert await seen(database, acting(village.sun.person, role, "13")) == []


async def test_who_left_the_ledger_is_on_nobodys_list(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-03-01")
    async with database.write() as tx:
        await ledger.leave_ledger(tx, child, TODAY)

    assert await seen(database, village.zhao) == []


async def test_names_are_opened_only_where_asked_for(database: Database) -> None:
    village = await Village.founded(database)
    async with database.write() as tx:
        new = NewChild("李小雨", VILLAGE, TODAY, guardian="母亲 13800000000", birth_month="2015-03")
        child = await ledger.add_child(tx, new)
        await ledger.put_in_care(tx, child, ["K-PSY", "K-POOR"], TODAY)
        await ledger.change_reasons(tx, child, ["K-PSY"])

        closed = await file_of(tx, village.wang, child, TODAY, personal=False)
        opened = await file_of(tx, village.wang, child, TODAY, personal=True)
        (listed,) = await children_of(tx, village.wang, TODAY, 0, 8, names=True)

    assert closed is not None
    assert closed.personal is None
    assert opened is not None
    assert opened.personal is not None
    assert opened.personal.name == listed.name == "李小雨"
    assert opened.personal.guardian == "母亲 13800000000"
    assert opened.personal.birth_month == "2015-03"
    assert opened.personal.reasons == ("K-PSY",)
    assert opened.care_since == TODAY


async def test_the_file_of_the_database_holds_no_word_of_a_child(
    database: Database, database_url: str
) -> None:
    village = await Village.founded(database)
    async with database.write() as tx:
        new = NewChild("李小雨", VILLAGE, TODAY, guardian="母亲 13800000000")
        child = await ledger.add_child(tx, new)
        await ledger.put_in_care(tx, child, ["K-PSY"], TODAY)
        entry = await entries.add_entry(
            tx, child, village.wang.person, _contact(words="睡得不好"), NOW
        )
        assert await entries.words_of(tx, entry) == "睡得不好"
    await database.close()

    if database_url.startswith("sqlite"):
        folder = Path(database_url.removeprefix("sqlite:///")).parent
        raw = b"".join(file.read_bytes() for file in folder.iterdir())
        for word in ("李小雨", "13800000000", "睡得不好", "K-PSY", "王主任"):
            assert word.encode() not in raw


async def test_only_ones_own_entry_is_undone_and_only_once(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-03-01")
    async with database.write() as tx:
        entry = await entries.add_entry(tx, child, village.wang.person, _contact(), NOW)
        other = village.zhao.person

        assert not await corrections.undo_entry(tx, entry, child, other, NOW, NOW)
        assert await corrections.undo_entry(tx, entry, child, village.wang.person, NOW, NOW)
        assert not await corrections.undo_entry(tx, entry, child, village.wang.person, NOW, NOW)
        assert await entries.newest_entries(tx, child, 3) == []


async def test_the_newest_entries_are_those_held_last(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-03-01")
    async with database.write() as tx:
        for day in (3, 9, 5, 7):
            new = NewEntry(Kind.CONTACT, date(2026, 5, day), reached=True)
            await entries.add_entry(tx, child, village.wang.person, new, NOW)

        found = await entries.newest_entries(tx, child, 3)

    assert [entry.held_on.day for entry in found] == [9, 7, 5]


async def test_lists_begin_with_what_is_due_first_and_come_in_pages(database: Database) -> None:
    village = await Village.founded(database)
    later, sooner = await village.child("2026-04-01"), await village.child("2026-03-01")
    async with database.write() as tx:
        never = await ledger.add_child(tx, NewChild("无", VILLAGE, TODAY))
        first = await children_of(tx, village.wang, TODAY, 0, 2, names=False)
        second = await children_of(tx, village.wang, TODAY, 1, 2, names=False)

    assert [each.child for each in first] == [sooner, later, never]  # one more: a page follows
    assert [each.child for each in second] == [never]
    assert first[0].due == date(2026, 6, 1)


def _contact(words: str | None = None) -> NewEntry:
    return NewEntry("contact", TODAY, True, "phone", "well", words)


async def test_who_sees_a_child_is_who_is_told_of_it(database: Database) -> None:
    """The same rule twice, in SQL and over values: they must not part."""
    village = await Village.founded(database)
    people = [
        village.wang,
        await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE),
        await somebody(database, "牛主任", Role.DIRECTOR, NEXT_VILLAGE),
        await somebody(database, "杨主任", Role.DIRECTOR, "130123100"),
        await somebody(database, "朱主任", Role.DIRECTOR, OTHER_TOWN),
    ]
    assigned = [None, *(person.person for person in people)]
    for place in (VILLAGE, NEXT_VILLAGE, OTHER_TOWN, "130123100"):
        for director in assigned:
            child = await village.child("2026-03-01", region=place)
            async with database.write() as tx:
                if director is not None:
                    await ledger.assign(tx, child, director, BEGINNING)
                seats = seated(await seats_over(tx, {PATHS[place]}, TODAY))
                told = director_of(PATHS[place], director, seats)
                sees = [
                    person.person
                    for person in people
                    if await hold_child(tx, person, child, TODAY) is not None
                ]
            assert sees == ([told] if told else []), (place, director)
