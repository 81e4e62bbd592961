"""Leave from–to: which days are taken, who is told, what is somebody else's."""

from datetime import date, timedelta

import pytest

from reminders.leave import (
    NotYours,
    Overlaps,
    WrongDays,
    cancel,
    check_days,
    shorten,
    take_leave,
)
from storage.access import Role
from storage.database import Database
from storage.ids import LeaveId, PersonId
from storage.leave import Leave, leaves_of
from tests.reminders.proposing import NOW, TODAY, audited, family, founded, letters
from tests.village import VILLAGE, at, day_of, somebody

FRIDAY, NEXT_MONDAY = date(2026, 11, 27), date(2026, 11, 30)
OTHER = Leave(LeaveId(1), PersonId(1), date(2026, 12, 7), date(2026, 12, 11), None)


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        (TODAY, TODAY, None),
        (TODAY - timedelta(days=1), FRIDAY, WrongDays),
        (FRIDAY, TODAY, WrongDays),
        (TODAY, TODAY + timedelta(days=365), Overlaps),
        (TODAY, TODAY + timedelta(days=366), WrongDays),
        (FRIDAY, date(2026, 12, 6), None),  # the day before the other one
        (FRIDAY, date(2026, 12, 7), Overlaps),  # its first day
        (date(2026, 12, 11), date(2026, 12, 12), Overlaps),  # its last day
        (date(2026, 12, 12), date(2026, 12, 13), None),  # the day after
    ],
)
def test_which_days_may_be_taken(since: date, until: date, refused: type[Exception] | None) -> None:
    if refused is None:
        check_days(since, until, TODAY, [OTHER])
        return
    with pytest.raises(refused):
        check_days(since, until, TODAY, [OTHER])


async def test_a_directors_leave_is_told_to_the_supervisor(database: Database) -> None:
    village = await founded(database)
    async with database.write() as tx:
        taken = await take_leave(tx, village.wang, FRIDAY, NEXT_MONDAY, NOW, TODAY)
    async with database.read() as tx:
        assert await leaves_of(tx, village.wang.person, TODAY) == [taken]
        assert await leaves_of(tx, village.wang.person, NEXT_MONDAY) == [taken]
        assert await leaves_of(tx, village.wang.person, NEXT_MONDAY + timedelta(days=1)) == []

    (told,) = await letters(database)
    assert (told.kind, told.person) == ("leave", village.zhao.person)
    assert told.refs == {"leave": taken.id, "person": village.wang.person, "what": "taken"}
    assert await audited(database) == [("take_leave", "leave", taken.id)]


async def test_a_supervisors_leave_is_told_to_the_county(database: Database) -> None:
    village = await founded(database)
    async with database.write() as tx:
        await take_leave(tx, village.zhao, FRIDAY, NEXT_MONDAY, NOW, TODAY)

    assert [each.person for each in await letters(database)] == [village.sun.person]


async def test_a_director_without_a_supervisor_is_missed_by_the_county(database: Database) -> None:
    village = await founded(database)
    async with database.write() as tx:
        await take_leave(tx, village.zhao, TODAY, FRIDAY, NOW, TODAY)
        await take_leave(tx, village.wang, TODAY, FRIDAY, NOW, TODAY)

    assert [each.person for each in await letters(database)] == [village.sun.person] * 2


async def test_overlapping_is_refused_and_cancelling_makes_room(database: Database) -> None:
    village = await founded(database)
    async with database.write() as tx:
        taken = await take_leave(tx, village.wang, FRIDAY, NEXT_MONDAY, NOW, TODAY)
    with pytest.raises(Overlaps) as overlaps:
        async with database.write() as tx:
            await take_leave(tx, village.wang, NEXT_MONDAY, NEXT_MONDAY, NOW, TODAY)
    assert overlaps.value.other == taken
    async with database.write() as tx:
        await cancel(tx, village.wang, taken.id, NOW, TODAY)
        await take_leave(tx, village.wang, NEXT_MONDAY, NEXT_MONDAY, NOW, TODAY)

    assert [each.refs["what"] for each in await letters(database)] == [
        "taken",
        "cancelled",
        "taken",
    ]
    with pytest.raises(NotYours):
        async with database.write() as tx:
            await cancel(tx, village.wang, taken.id, NOW, TODAY)


async def test_it_can_end_earlier(database: Database) -> None:
    village = await founded(database)
    async with database.write() as tx:
        taken = await take_leave(tx, village.wang, FRIDAY, date(2026, 12, 11), NOW, TODAY)
    during = at("2026-11-30")
    for until in (day_of(during) - timedelta(days=1), date(2026, 12, 11)):
        with pytest.raises(WrongDays):
            async with database.write() as tx:
                await shorten(tx, village.wang, taken.id, until, during, day_of(during))
    async with database.write() as tx:
        await shorten(tx, village.wang, taken.id, day_of(during), during, day_of(during))
    async with database.read() as tx:
        (shorter,) = await leaves_of(tx, village.wang.person, TODAY)

    assert shorter.until == day_of(during)


async def test_somebody_elses_leave_is_not_there(database: Database) -> None:
    village = await founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    async with database.write() as tx:
        taken = await take_leave(tx, village.wang, FRIDAY, NEXT_MONDAY, NOW, TODAY)
    for actor in (ma, village.zhao, village.sun, await family(database)):
        async with database.write() as tx:
            with pytest.raises(NotYours):
                await cancel(tx, actor, taken.id, NOW, TODAY)
            with pytest.raises(NotYours):
                await shorten(tx, actor, taken.id, FRIDAY, NOW, TODAY)
    for actor in (village.sun, await family(database)):
        with pytest.raises(NotYours):
            async with database.write() as tx:
                await take_leave(tx, actor, FRIDAY, NEXT_MONDAY, NOW, TODAY)
