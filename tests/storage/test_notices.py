"""Reminders, notices and digests as stored, on both databases."""

import asyncio
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from reminders.due import Kind
from storage import notices
from storage.access import Role
from storage.database import Database
from storage.ids import ReminderId
from storage.notices import Seat, Tell
from storage.reminders import Change, facts_of, open_through, set_reminders
from tests.village import LAST_DAY, NEXT_VILLAGE, PATHS, VILLAGE, Village, at, day_of

NOW = at("2026-05-11")
TODAY = day_of(NOW)
MAY, AUGUST = date(2026, 5, 15), date(2026, 8, 15)


async def test_a_second_open_reminder_of_a_kind_is_refused(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-02-15")

    with pytest.raises(IntegrityError):
        async with database.write() as tx:
            await set_reminders(tx, child, [Change(Kind.CONTACT, AUGUST, None)], NOW)


async def test_a_reminder_is_replaced_and_taken_up_again_with_its_acknowledgement(
    database: Database,
) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-02-15")
    before = await village.open()
    async with database.write() as tx:
        seen = Change(Kind.CONTACT, MAY, None, acknowledged_on=TODAY)
        await set_reminders(tx, child, [seen], NOW)
        replaced = [Change(Kind.CONTACT, MAY, NOW), Change(Kind.CONTACT, AUGUST, None)]
        await set_reminders(tx, child, replaced, NOW)
        facts = await facts_of(tx, child)
        assert ("contact", AUGUST) in facts.open
        assert ("contact", MAY) not in facts.open
        back = [Change(Kind.CONTACT, AUGUST, NOW), Change(Kind.CONTACT, MAY, None)]
        await set_reminders(tx, child, back, NOW)

    after = await village.open()
    assert [each.id for each in after] == [each.id for each in before]
    assert after[0].acknowledged_on == TODAY


async def test_what_is_open_is_read_in_portions_each_once(database: Database) -> None:
    village = await Village.founded(database)
    for _ in range(4):
        await village.child("2026-02-15")
    everything = [each.id for each in await village.open()]

    portions, after = [], None
    async with database.read() as tx:
        while portion := await open_through(tx, LAST_DAY, after, 5, TODAY):
            portions += [each.id for each in portion]
            after = portion[-1]

    assert portions == everything
    assert len(everything) == 12


async def test_a_digest_of_a_day_is_made_once_and_its_notices_with_it(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    told = {village.wang.person: await _tells(village)}
    async with database.write() as tx:
        first = await notices.add_digests(tx, TODAY, told, NOW)
    async with database.write() as tx:
        second = await notices.add_digests(tx, TODAY, told, NOW)
        found = await notices.digest_of(tx, first[village.wang.person], village.wang.person, TODAY)

    assert second == {}
    assert found is not None
    assert [line.due for line in found.lines] == [MAY]


async def test_many_digests_at_once_each_get_their_own_notices(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    (tell,) = await _tells(village)
    people = [village.zhao.person, village.wang.person, village.sun.person]
    async with database.write() as tx:
        made = await notices.add_digests(tx, TODAY, {each: [tell] for each in people}, NOW)
        for each in people:
            assert await notices.digest_of(tx, made[each], each, TODAY)

    assert set(made) == set(people)


async def test_two_plans_at_the_same_time_make_one_digest(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    told = {village.wang.person: await _tells(village)}

    async def planned() -> int:
        async with database.write() as tx:
            return len(await notices.add_digests(tx, TODAY, told, NOW))

    assert sorted(await asyncio.gather(planned(), planned())) == [0, 1]


async def test_a_reminder_told_by_two_steps_is_one_line(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    ((which, _),) = await _tells(village)
    told: list[Tell] = [(which, "after_3"), (which, "supervisor_7")]
    async with database.write() as tx:
        made = await notices.add_digests(tx, TODAY, {village.zhao.person: told}, NOW)
        found = await notices.digest_of(tx, made[village.zhao.person], village.zhao.person, TODAY)

    assert found is not None
    assert len(found.lines) == 1


async def test_what_was_done_since_is_no_line_any_more(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-02-15")
    async with database.write() as tx:
        told = {village.wang.person: await _tells(village)}
        made = await notices.add_digests(tx, TODAY, told, NOW)
    await village.held(village.wang, child, Kind.CONTACT, "2026-05-11", NOW)

    async with database.read() as tx:
        found = await notices.digest_of(tx, made[village.wang.person], village.wang.person, TODAY)
    assert found is not None
    assert found.lines == ()


async def test_a_digest_is_acknowledged_once_with_all_that_is_open_in_it(
    database: Database,
) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    async with database.write() as tx:
        told = {village.wang.person: await _tells(village)}
        made = await notices.add_digests(tx, TODAY, told, NOW)
    digest = made[village.wang.person]
    async with database.write() as tx:
        wang = village.wang.person
        assert await notices.acknowledge_digest(tx, digest, wang, TODAY, NOW)
        assert not await notices.acknowledge_digest(tx, digest, wang, TODAY, NOW)

    contact, *others = await village.open()
    assert contact.acknowledged_on == TODAY
    assert [each.acknowledged_on for each in others] == [None, None]


async def test_seats_are_those_at_or_above_a_place_today(database: Database) -> None:
    village = await Village.founded(database)
    async with database.read() as tx:
        here = await notices.seats_over(tx, {PATHS[VILLAGE]}, TODAY)
        beside = await notices.seats_over(tx, {PATHS[NEXT_VILLAGE]}, TODAY)
        before = await notices.seats_over(tx, {PATHS[VILLAGE]}, date(2023, 12, 31))
        names = await notices.names_of(tx, [village.wang.person])

    above = [
        Seat(village.zhao.person, Role.SUPERVISOR, PATHS["130123100"]),
        Seat(village.sun.person, Role.ADMINISTRATOR, PATHS["130123"]),
    ]
    assert here == [Seat(village.wang.person, Role.DIRECTOR, PATHS[VILLAGE]), *above]
    assert beside == above
    assert before == []
    assert names == {village.wang.person: "王主任"}


async def _tells(village: Village) -> list[Tell]:
    reminder: ReminderId = await village.reminder("2026-05-15")
    return [(reminder, "before_3")]
