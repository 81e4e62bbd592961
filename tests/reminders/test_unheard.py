"""A digest that reached nobody: the next one hears of it the same morning, once; on both databases."""

from datetime import date

import pytest

from reminders.due import Kind
from reminders.unheard import climb_unheard, read_unheard
from storage.access import Role
from storage.database import Database
from storage.ids import DigestId
from storage.outbox import Letter
from tests.reminders.mornings import (
    away,
    brought,
    in_reach_again,
    not_brought,
    out_of_reach,
    planned,
)
from tests.village import NEXT_VILLAGE, ZONE, Village, at, somebody, statements

# Entered on 15 February: the contact is due on Friday 15 May.
ENTERED = "2026-02-15"


async def test_the_supervisor_hears_of_it_the_same_morning_and_once(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await not_brought(database, "2026-05-12")

    assert [await _climb(database, "2026-05-12", f"08:{minute}") for minute in (32, 33, 59)] == [
        1,
        0,
        0,
    ]
    letters = await brought(database, "2026-05-12", "08:33")
    assert set(letters) == {village.zhao.person}
    letter = letters[village.zhao.person]
    assert (letter.kind, letter.refs["person"]) == ("unheard", village.wang.person)
    assert await _reads(database, letter) == ([date(2026, 5, 15)], Role.DIRECTOR)


async def test_reachable_again_nothing_more_is_said(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await not_brought(database, "2026-05-12")
    await in_reach_again(database, village.wang.person)

    assert await _climb(database, "2026-05-12") == 0


async def test_reachable_again_before_the_letter_goes_it_says_nothing(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await not_brought(database, "2026-05-12")
    await _climb(database, "2026-05-12")
    letter = (await brought(database, "2026-05-12"))[village.zhao.person]
    await in_reach_again(database, village.wang.person)

    assert await _reads(database, letter) is None


async def test_what_was_done_meanwhile_is_nobodys_business_any_more(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await not_brought(database, "2026-05-12")
    await village.held(village.wang, child, Kind.CONTACT, "2026-05-12", at("2026-05-12"))

    assert await _climb(database, "2026-05-12") == 0


async def test_a_supervisor_out_of_reach_is_the_countys_business(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-18")
    await brought(database, "2026-05-18")
    await planned(database, "2026-05-22")
    assert await not_brought(database, "2026-05-22") == [village.zhao.person]

    assert await _climb(database, "2026-05-22") == 1
    letter = (await brought(database, "2026-05-22"))[village.sun.person]
    assert await _reads(database, letter) == ([], Role.SUPERVISOR)  # counts only


async def test_both_out_of_reach_the_county_hears_of_each(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-22")
    await not_brought(database, "2026-05-22")

    assert await _climb(database, "2026-05-22") == 2
    async with database.read() as tx:
        for number, person in enumerate((village.wang, village.zhao), start=1):
            found = await read_unheard(
                tx, DigestId(number), person.person, village.sun.person, date(2026, 5, 22)
            )
            assert found is not None
            assert found.open == 1


async def test_a_cover_out_of_reach_leaves_it_to_the_supervisor(database: Database) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    await village.child(ENTERED)
    await away(database, village.wang.person, "2026-05-12", "2026-05-13", ma.person)
    await planned(database, "2026-05-12")
    assert await not_brought(database, "2026-05-12") == [ma.person]

    assert await _climb(database, "2026-05-12") == 1
    letter = (await brought(database, "2026-05-12"))[village.zhao.person]
    assert await _reads(database, letter) == ([date(2026, 5, 15)], Role.DIRECTOR)


async def test_with_nobody_above_in_reach_no_letter_is_made(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await not_brought(database, "2026-05-12")
    for person in (village.zhao, village.sun):
        await out_of_reach(database, person.person, at("2026-05-12"))

    assert await _climb(database, "2026-05-12") == 0


async def test_a_page_that_never_showed_yesterdays_digest_counts_today(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await not_brought(database, "2026-05-13", "10:30")

    assert await _climb(database, "2026-05-13", "10:31") == 1
    assert await _climb(database, "2026-05-14") == 0


@pytest.mark.parametrize(
    ("clock", "day", "goes"),
    [("19:58", "2026-05-15", True), ("20:05", "2026-05-15", False), ("20:05", "2026-05-18", True)],
)
async def test_in_quiet_time_it_waits_for_the_next_working_morning(
    database: Database, clock: str, day: str, *, goes: bool
) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-15", "19:00")
    await not_brought(database, "2026-05-15", "19:57")
    await _climb(database, "2026-05-15", clock)

    at_once = await brought(database, day, "08:40" if day != "2026-05-15" else "20:06")
    assert (village.zhao.person in at_once) is goes


async def test_looking_costs_one_statement_when_all_is_well(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    await planned(database, "2026-05-12")
    await brought(database, "2026-05-12")

    with statements(database) as executed:
        assert await _climb(database, "2026-05-12") == 0
    assert len(executed) == 1


async def _climb(database: Database, day: str, clock: str = "08:32") -> int:
    return await climb_unheard(database, at(day, clock), ZONE)


async def _reads(database: Database, letter: Letter) -> tuple[list[date], Role] | None:
    """What of it its reader may open, and as what the person can't be reached."""
    assert letter.to.person is not None
    which, person = DigestId(letter.refs["digest"]), letter.refs["person"]
    async with database.read() as tx:
        found = await read_unheard(tx, which, person, letter.to.person, date(2026, 5, 12))
    return None if found is None else ([item.due for item in found.laid.items], found.role)
