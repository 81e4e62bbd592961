"""A supervisor asks once more: once a week, with the next digest, in one's own township."""

from datetime import date

import pytest
import sqlalchemy as sa

from reminders.nudging import nudge, week_of
from storage.database import Database
from storage.tables.desk import audit
from tests.village import Official, Village, at, day_of

WEDNESDAY = at("2026-11-25", "10:00")


@pytest.fixture
async def village(database: Database) -> Village:
    return await Village.founded(database)


async def _nudged(village: Village, by: Official, day: str) -> int:
    some = [each.id for each in await village.open() if each.due < day_of(at(day))]
    now = at(day, "10:00")
    async with village.database.write() as tx:
        return await nudge(tx, by, village.wang.person, some, now, day_of(now))


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        ("2026-11-25", "2026-11-25", 0),
        ("2026-11-23", "2026-11-29", 0),  # Monday and the Sunday after
        ("2026-11-29", "2026-11-30", 1),  # Sunday and the Monday after
    ],
)
async def test_once_a_week(village: Village, first: str, second: str, again: int) -> None:
    await village.child("2026-08-13")  # the contact is due on 13 November
    assert await _nudged(village, village.zhao, first) == 1
    assert await _nudged(village, village.zhao, second) == again


async def test_what_came_meanwhile_is_nudged_and_only_that(village: Village) -> None:
    await village.child("2026-08-13")
    assert await _nudged(village, village.zhao, "2026-11-24") == 1
    await village.child("2026-08-20")
    assert await _nudged(village, village.zhao, "2026-11-25") == 1
    marked = {each.due: each.nudged_on for each in await village.open() if each.nudged_on}
    assert marked == {
        date(2026, 11, 13): date(2026, 11, 24),
        date(2026, 11, 20): date(2026, 11, 25),
    }


async def test_it_leaves_a_trace_and_a_second_press_none(village: Village) -> None:
    await village.child("2026-08-13")
    for _ in range(2):
        await _nudged(village, village.zhao, "2026-11-25")
    async with village.database.read() as tx:
        found = await tx.execute(sa.select(audit.c.deed, audit.c.thing_id, audit.c.person))
        assert [tuple(row) for row in found] == [
            ("nudge", village.wang.person, village.zhao.person)
        ]


@pytest.mark.parametrize("who", ["wang", "sun"])
async def test_only_a_supervisor_nudges(village: Village, who: str) -> None:
    await village.child("2026-08-13")
    assert await _nudged(village, getattr(village, who), "2026-11-25") == 0
    assert [each.nudged_on for each in await village.open()] == [None] * 3


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 22), date(2026, 11, 16)),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
    ],
)
def test_a_week_begins_on_monday(day: date, monday: date) -> None:
    assert week_of(day) == monday
