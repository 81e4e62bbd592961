"""The people and numbers of a place: narrowed by scope, by the role's days, and by what still stands."""

from datetime import date, timedelta

import pytest

from reminders.due import Kind
from storage.access import Role
from storage.chats import mark_unreachable, reaches_of
from storage.county_counts import late_by_place, places_of, pulse, refreshed_by_place
from storage.database import Database
from storage.ids import PersonId
from storage.leave import add_leave, cancel_leave
from storage.ledger import NewChild, add_child, leave_ledger
from storage.people import add_person, add_role, end_role, roles_of
from storage.runs import ask_for, claim_run, finish_run, last_runs, unfinished_runs
from storage.township_items import late_within
from storage.townships import anybody_beyond, officials, ways_of
from tests.village import (
    NEXT_VILLAGE,
    OTHER_TOWN,
    PATHS,
    VILLAGE,
    Village,
    at,
    day_of,
    somebody,
)

NOW = at("2026-11-24")
TODAY = day_of(NOW)
TOWNSHIP, COUNTY = PATHS["130123100"], PATHS["130123"]
STAFF = {Role.DIRECTOR, Role.SUPERVISOR}


@pytest.fixture
async def village(database: Database) -> Village:
    return await Village.founded(database)


async def _people(village: Village, scope: str, *, unreached: bool = False) -> list[PersonId]:
    async with village.database.read() as tx:
        found = await officials(tx, scope, TODAY, STAFF, unreached=unreached)
    return [each.person for each in found]


async def test_officials_are_those_of_the_scope_in_office_today(village: Village) -> None:
    far = await somebody(village.database, "远主任", Role.DIRECTOR, OTHER_TOWN)
    was = await somebody(village.database, "前主任", Role.DIRECTOR, VILLAGE)
    async with village.database.write() as tx:
        for role in await roles_of(tx, was.person, TODAY):
            await end_role(tx, role.id, TODAY - timedelta(days=1))
    here = [village.zhao.person, village.wang.person]
    assert await _people(village, TOWNSHIP) == here
    assert await _people(village, COUNTY) == [far.person, *here]
    assert await _people(village, PATHS["130123001"]) == [far.person]
    assert await _people(village, "") == []


async def test_whom_no_address_reaches_and_since_when(village: Village) -> None:
    async with village.database.write() as tx:
        new = await add_person(tx, "新主任", NOW)
        await add_role(tx, new, Role.DIRECTOR, VILLAGE, None, TODAY)
    assert await _people(village, TOWNSHIP, unreached=True) == [new]

    async with village.database.write() as tx:
        for reach in await reaches_of(tx, village.wang.person):
            await mark_unreachable(tx, reach.address, NOW)
        (wang,) = await officials(tx, TOWNSHIP, TODAY, STAFF, village.wang.person)
        (never,) = await officials(tx, TOWNSHIP, TODAY, STAFF, new, names=True)
        (way,) = await ways_of(tx, village.wang.person)
    assert await _people(village, TOWNSHIP, unreached=True) == [village.wang.person, new]
    assert (wang.reached, wang.unreached_since, wang.name) == (False, NOW, None)
    assert (never.reached, never.unreached_since, never.name) == (False, None, "新主任")
    assert (way.channel, way.unreachable_since) == ("web", NOW)


@pytest.mark.parametrize(
    ("since", "until", "cancelled", "away"),
    [
        (TODAY, TODAY, False, True),
        (TODAY - timedelta(days=3), TODAY - timedelta(days=1), False, False),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=3), False, False),
        (TODAY, TODAY, True, False),
    ],
)
async def test_who_is_on_leave_today(
    village: Village, since: date, until: date, cancelled: bool, away: bool
) -> None:
    async with village.database.write() as tx:
        who = village.wang.person
        made = await add_leave(tx, who, since, until, village.zhao.person, who, NOW)
        if cancelled:
            await cancel_leave(tx, made, NOW)
        (wang,) = await officials(tx, TOWNSHIP, TODAY, STAFF, who)
    assert wang.away_until == (until if away else None)
    assert wang.cover == (village.zhao.person if away else None)


async def test_whether_the_desk_serves_places_beyond_a_scope(village: Village) -> None:
    async with village.database.read() as tx:
        assert not await anybody_beyond(tx, COUNTY, TODAY)
        assert await anybody_beyond(tx, TOWNSHIP, TODAY)


async def test_late_items_are_the_townships_and_tell_what_was_tried(village: Village) -> None:
    child = await village.child("2026-08-13")
    await village.child("2026-08-13", region=OTHER_TOWN)
    left = await village.child("2026-08-13")
    async with village.database.write() as tx:
        await leave_ledger(tx, left, TODAY)
    due = date(2026, 11, 13)
    async with village.database.read() as tx:
        assert await late_within(tx, TOWNSHIP, TODAY, due - timedelta(days=1)) == []
        (late,) = await late_within(tx, TOWNSHIP, TODAY, due)
    assert (late.child, late.due, late.asked, late.last_contact) == (child, due, due, None)
    assert not late.counted


async def test_places_are_those_right_below_and_the_scope_last(village: Village) -> None:
    async with village.database.read() as tx:
        assert [each.code for each in await places_of(tx, COUNTY)] == [
            "130123001",
            "130123100",
            "130123",
        ]
        assert [each.code for each in await places_of(tx, "13/1301")] == ["130123", "1301"]


async def test_overdue_items_are_counted_by_village(village: Village) -> None:
    for region in (VILLAGE, VILLAGE, NEXT_VILLAGE):
        await village.child("2026-07-20", region=region)  # due on 20 October
    async with village.database.read() as tx:
        assert await late_by_place(tx, COUNTY, date(2026, 10, 19)) == []
        found = await late_by_place(tx, COUNTY, date(2026, 10, 20))
        nothing = await late_by_place(tx, PATHS["130123001"], TODAY)
    counted = {each.path: (each.items, each.oldest) for each in found}
    assert counted == {
        PATHS[VILLAGE]: (2, date(2026, 10, 20)),
        PATHS[NEXT_VILLAGE]: (1, date(2026, 10, 20)),
    }
    assert nothing == []


async def test_refreshed_is_who_was_confirmed_or_entered_in_the_half_year(
    village: Village,
) -> None:
    since = date(2026, 7, 1)
    old, confirmed = await village.child("2026-03-01"), await village.child("2026-03-01")
    await village.child("2026-07-01")
    await village.held(village.wang, confirmed, Kind.REFRESH, "2026-07-01", at("2026-07-01"))
    await village.held(village.wang, old, Kind.REFRESH, "2026-06-30", at("2026-07-01"))
    async with village.database.write() as tx:
        await add_child(tx, NewChild("孩子", NEXT_VILLAGE, date(2026, 6, 30)))
    async with village.database.read() as tx:
        found = await refreshed_by_place(tx, COUNTY, since)
    counted = {(each.path, each.in_care): (each.children, each.refreshed) for each in found}
    assert counted == {(PATHS[VILLAGE], True): (3, 2), (PATHS[NEXT_VILLAGE], False): (1, 0)}


async def test_a_run_that_was_asked_for_is_taken_up_and_is_no_run_of_the_timetable(
    village: Village,
) -> None:
    job, later = "reschedule_scope:130123", NOW + timedelta(minutes=1)
    async with village.database.write() as tx:
        await ask_for(tx, job, NOW)
        await ask_for(tx, job, NOW)
        assert await unfinished_runs(tx, later) == {job: NOW}
        assert await claim_run(tx, job, NOW, later)
        assert await unfinished_runs(tx, later) == {}
        await finish_run(tx, job, NOW, later)
        assert await last_runs(tx) == {}
        assert (await pulse(tx, "plan_day", later)).planned_at is None


async def test_a_director_of_two_villages_is_shown_once_a_place(village: Village) -> None:
    async with village.database.write() as tx:
        for _ in range(2):
            await add_role(tx, village.wang.person, Role.DIRECTOR, NEXT_VILLAGE, None, TODAY)
        found = await officials(tx, TOWNSHIP, TODAY, {Role.DIRECTOR})
    assert [each.region for each in found] == [VILLAGE, NEXT_VILLAGE]
