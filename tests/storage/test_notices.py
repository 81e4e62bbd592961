"""Reminders, notices and digests as stored, on both databases."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from reminders.due import Kind
from storage import notices
from storage.chats import reaches_of
from storage.database import Database
from storage.digests import digest_of
from storage.facts import facts_of
from storage.ids import DigestId, ReminderId
from storage.notices import Tell
from storage.outbox import claim, sent
from storage.posts import fold, posts_of, put_digests
from storage.reminders import Change, open_through, set_reminders
from storage.tables.chats import outbox
from storage.tables.ledger import reminder
from tests.village import LAST_DAY, Village, at, day_of

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
        found = await digest_of(tx, first[village.wang.person], village.wang.person, TODAY)

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
            assert await digest_of(tx, made[each], each, TODAY)

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
        found = await digest_of(tx, made[village.zhao.person], village.zhao.person, TODAY)

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
        found = await digest_of(tx, made[village.wang.person], village.wang.person, TODAY)
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
        found = await digest_of(tx, digest, wang, TODAY)
        assert found is not None
        lines = [line.reminder for line in found.lines]
        assert await notices.acknowledge_digest(tx, digest, wang, lines, TODAY, NOW)
        assert not await notices.acknowledge_digest(tx, digest, wang, lines, TODAY, NOW)

    contact, *others = await village.open()
    assert contact.acknowledged_on == TODAY
    assert [each.acknowledged_on for each in others] == [None, None]


async def test_names_are_opened_for_the_desks_own_screens(database: Database) -> None:
    village = await Village.founded(database)
    async with database.read() as tx:
        assert await notices.names_of(tx, [village.wang.person]) == {village.wang.person: "王主任"}


async def test_a_line_says_what_was_tried(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-01-01")
    await village.held(village.wang, child, Kind.VISIT, "2026-02-15", at("2026-02-15"))
    which = (await village.open())[0].id
    async with database.write() as tx:
        tried = {"put_offs": 2, "put_off_why": "family_away", "tries": 3, "ask_on": TODAY}
        await tx.execute(sa.update(reminder).where(reminder.c.id == which).values(tried))
        who = village.wang.person
        made = await notices.add_digests(tx, TODAY, {who: [(which, "before_3")]}, NOW)
        found = await digest_of(tx, made[who], who, TODAY)

    assert found is not None
    (line,) = found.lines
    assert (line.put_offs, line.put_off_why, line.tries) == (2, "family_away", 3)
    assert (line.last_contact, line.asked, line.counted) == (date(2026, 2, 15), TODAY, False)


@pytest.mark.parametrize(
    ("state", "later", "told"),
    [
        ("waiting", 0, True),  # today's own
        ("waiting", 1, False),  # of an earlier day: folded into today's
        ("sending", 1, False),  # of an earlier day: it ends unsent
        ("again", 1, True),  # to another address than the first
        ("lapsed", 1, False),
        ("sent", 1, True),
        ("showing", 1, True),
        ("needless", 1, False),
        ("unreachable", 1, False),
        ("broken", 1, False),
        ("gone", 1, True),  # thrown away after its time
    ],
)
async def test_a_notice_tells_by_its_letter(
    database: Database, state: str, later: int, *, told: bool
) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    who, tells = village.wang.person, await _tells(village)
    async with database.write() as tx:
        made = await notices.add_digests(tx, TODAY, {who: tells}, NOW)
        await put_digests(tx, made, TODAY, NOW)
        (way,) = await reaches_of(tx, who)
        sending = {"state": "sending", "lease_until": NOW + timedelta(days=2)}
        ways: dict[str, dict[str, Any]] = {
            "waiting": {},
            "sending": sending,
            "again": {**sending, "event": 1},
            "lapsed": {"state": "sending", "lease_until": NOW},
            "sent": {"state": "sent", "done_at": NOW, "sent_to": way.address},
            "showing": {"state": "showing", "done_at": NOW, "sent_to": way.address},
            "needless": {"state": "sent", "done_at": NOW},
            "unreachable": {"state": "unreachable", "done_at": NOW},
            "broken": {"state": "broken", "done_at": NOW},
            "gone": {"key": "another"},
        }
        if ways[state]:
            await tx.execute(sa.update(outbox).values(ways[state]))
        now = NOW + timedelta(days=later)
        found = await notices.told_before(tx, [tells[0][0]], day_of(now), now)

    assert found == ([notices.Notice(*tells[0], who, TODAY)] if told else [])


async def test_a_notice_moves_to_the_digest_that_tells_it(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    who, tells = village.wang.person, await _tells(village)
    tomorrow = TODAY + timedelta(days=1)
    async with database.write() as tx:
        first = await notices.add_digests(tx, TODAY, {who: tells}, NOW)
        second = await notices.add_digests(tx, tomorrow, {who: tells}, NOW)
        assert await digest_of(tx, first[who], who, tomorrow) is None
        found = await digest_of(tx, second[who], who, tomorrow)

    assert found is not None
    assert [line.due for line in found.lines] == [MAY]


async def test_posts_are_those_of_the_week_and_the_unsent(database: Database) -> None:
    village = await Village.founded(database)
    who = village.wang.person
    async with database.write() as tx:
        (way,) = await reaches_of(tx, who)
        for back in (0, 1, 7):
            day, now = TODAY - timedelta(days=back), NOW - timedelta(days=back)
            await put_digests(tx, {who: DigestId(back)}, day, now)
            if back:
                letter = (await posts_of(tx, [who], NOW, now))[0].letter
                await sent(tx, letter, way.address, now)
        found = await posts_of(tx, [who], NOW - timedelta(days=3), NOW)

        assert sorted((post.brought_at is None, post.flying) for post in found) == [
            (False, False),
            (True, False),
        ]
        await fold(tx, [post.letter for post in found if post.brought_at is None], NOW)
        assert len(await posts_of(tx, [who], NOW - timedelta(days=3), NOW)) == 1


async def test_a_letter_that_is_being_sent_is_not_folded(database: Database) -> None:
    village = await Village.founded(database)
    who = village.wang.person
    async with database.write() as tx:
        await put_digests(tx, {who: DigestId(1)}, TODAY, NOW)
        (letter,) = await claim(tx, NOW, 1)
        await fold(tx, [letter.id], NOW)
        (post,) = await posts_of(tx, [who], NOW, NOW)
        assert post.flying


async def _tells(village: Village) -> list[Tell]:
    reminder: ReminderId = await village.reminder("2026-05-15")
    return [(reminder, "before_3")]
