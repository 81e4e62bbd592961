"""Addresses on both databases: met, kept, locked for a turn, reached; updates seen once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage import chats
from storage.access import Channel, Role
from storage.chats import ChatId, Kept, Met, Reach
from storage.database import Database, Transaction
from storage.ids import AddressId, PersonId, RoleId
from storage.people import add_person, add_role, add_unit, end_role
from storage.seen import first_time, forget_seen
from tests.storage.conftest import TWENTY, at_once
from tests.village import PATHS, VILLAGE, at, statements

NOW = at("2026-11-23")
TODAY = date(2026, 11, 23)
CHAT = ChatId(Channel.WEB, bot=1, chat=71)
NOTHING = Kept(acting=None, person=None, place=None, locale="zh_Hans", state=None, data={})
FIRST_DAY, LAST_DAY = date(2026, 3, 1), date(2026, 8, 31)


async def met(database: Database, chat: ChatId = CHAT, today: date = TODAY) -> Met:
    async with database.write() as tx:
        return await chats.meet(tx, chat, "zh_Hans", NOW, today)


async def keep(database: Database, kept: Kept, chat: ChatId = CHAT) -> AddressId:
    async with database.write() as tx:
        found = await chats.meet(tx, chat, "zh_Hans", NOW, TODAY)
        await chats.keep(tx, found.actor.address, kept)
    return found.actor.address


async def director(database: Database, chat: ChatId = CHAT) -> Kept:
    """What the chat of a director keeps, who holds the role from FIRST_DAY through LAST_DAY."""
    async with database.write() as tx:
        person = await add_person(tx, "王主任", NOW)
        role = await add_role(tx, person, Role.DIRECTOR, VILLAGE, None, FIRST_DAY)
        await end_role(tx, role, LAST_DAY)
    kept = replace(NOTHING, acting=role, person=person)
    await keep(database, kept, chat)
    return kept


async def test_a_new_chat_is_a_parents_without_a_conversation(database: Database) -> None:
    found = await met(database)

    assert (found.actor.role, found.actor.scope, found.actor.unit) == (Role.PARENT, "", None)
    assert (found.actor.person, found.actor.channel) == (None, Channel.WEB)
    assert (found.acting, found.place, found.state, found.data) == (None, None, None, {})


async def test_a_chat_speaks_the_language_it_was_first_met_in(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "en", NOW, TODAY)

    assert (await met(database)).actor.locale == "en"


async def test_a_known_chat_is_met_with_one_statement(database: Database) -> None:
    first = await met(database)
    async with database.write() as tx:
        with statements(database) as seen:
            again = await chats.meet(tx, CHAT, "zh_Hans", NOW, TODAY)

    assert again == first
    assert len(seen) == 1


async def test_twenty_turns_of_a_new_chat_at_once_meet_one_address(database: Database) -> None:
    found = await at_once(database, lambda tx: chats.meet(tx, CHAT, "zh_Hans", NOW, TODAY))

    assert len({each.actor.address for each in found}) == 1


@pytest.mark.parametrize(
    "other",
    [replace(CHAT, bot=2), replace(CHAT, chat=72), replace(CHAT, channel=Channel.TELEGRAM)],
)
async def test_a_chat_of_another_bot_number_or_channel_is_another(
    database: Database, other: ChatId
) -> None:
    mine = await met(database)
    theirs = await met(database, other)

    assert mine.actor.address != theirs.actor.address
    assert theirs.actor.channel is other.channel


def chat_of(bot: int, number: int) -> ChatId:
    return ChatId(Channel.TELEGRAM, bot, number)


async def test_two_chats_of_two_bots_keep_their_own(database: Database) -> None:
    await keep(database, replace(NOTHING, state="Intake:age"), chat_of(1, 71))
    await keep(database, replace(NOTHING, state="Join:word"), chat_of(2, 71))

    assert (await met(database, chat_of(1, 71))).state == "Intake:age"
    assert (await met(database, chat_of(2, 71))).state == "Join:word"


async def test_numbers_run_together_are_not_mixed_up(database: Database) -> None:
    assert await met(database, chat_of(1, 23)) != await met(database, chat_of(12, 3))


async def test_what_a_turn_keeps_the_next_one_finds(places: Database) -> None:
    data = {"form": {"worry": "孩子不说话", "ages": [6, 9]}, "shown": None, "half": True}
    async with places.write() as tx:
        person = await add_person(tx, "王主任", NOW)
    address = await keep(places, Kept(None, person, VILLAGE, "en", "Intake:words", data))

    found = await met(places)

    assert (found.actor.address, found.actor.person, found.actor.locale) == (address, person, "en")
    assert (found.place, found.state, found.data) == (VILLAGE, "Intake:words", data)


async def test_half_a_character_in_a_conversation_does_not_stop_the_turn(
    database: Database,
) -> None:
    await keep(database, replace(NOTHING, data={"words": "好\ud800"}))

    assert (await met(database)).data == {"words": "好?"}


async def test_an_undone_turn_keeps_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await _failing_turn(database)
    async with database.read() as tx:
        assert await chats.address_of_chat(tx, CHAT) is None


async def _failing_turn(database: Database) -> None:
    async with database.write() as tx:
        await chats.meet(tx, CHAT, "zh_Hans", NOW, TODAY)
        raise RuntimeError


async def test_twenty_turns_of_one_chat_at_once_go_one_after_the_other(database: Database) -> None:
    await keep(database, replace(NOTHING, data={"turns": 0}))

    async def turn(tx: Transaction) -> None:
        found = await chats.meet(tx, CHAT, "zh_Hans", NOW, TODAY)
        data = {"turns": found.data["turns"] + 1}
        await chats.keep(tx, found.actor.address, replace(NOTHING, data=data))

    await at_once(database, turn)

    assert (await met(database)).data == {"turns": TWENTY}


@pytest.mark.parametrize(
    ("today", "role"),
    [
        (FIRST_DAY - timedelta(days=1), Role.PARENT),
        (FIRST_DAY, Role.DIRECTOR),
        (LAST_DAY, Role.DIRECTOR),
        (LAST_DAY + timedelta(days=1), Role.PARENT),
    ],
)
async def test_a_role_is_acted_in_from_its_first_through_its_last_day(
    places: Database, today: date, role: Role
) -> None:
    kept = await director(places)

    found = await met(places, today=today)

    acts = role is Role.DIRECTOR
    assert found.actor.role is role
    assert found.actor.scope == (PATHS[VILLAGE] if acts else "")
    assert found.acting == (kept.acting if acts else None)
    assert found.actor.person == kept.person


async def test_a_role_without_an_end_goes_on(places: Database) -> None:
    async with places.write() as tx:
        person = await add_person(tx, "赵督导", NOW)
        role = await add_role(tx, person, Role.SUPERVISOR, "130123100", None, TODAY)
    await keep(places, replace(NOTHING, acting=role, person=person))

    assert (await met(places, today=date(2099, 1, 1))).actor.role is Role.SUPERVISOR


async def test_a_triage_worker_acts_for_the_unit(places: Database) -> None:
    async with places.write() as tx:
        unit = await add_unit(tx, "triage", "130123", "示例中心", example=True)
        person = await add_person(tx, "陈", NOW)
        role = await add_role(tx, person, Role.TRIAGE, "130123", unit, TODAY)
    await keep(places, replace(NOTHING, acting=role, person=person))

    found = (await met(places)).actor

    assert (found.role, found.unit, found.scope) == (Role.TRIAGE, unit, PATHS["130123"])


async def test_a_role_that_is_not_there_is_refused(places: Database) -> None:
    await keep(places, replace(NOTHING, state="Intake:age"))

    with pytest.raises(IntegrityError):
        await keep(places, replace(NOTHING, acting=RoleId(999)))

    found = await met(places)
    assert (found.actor.role, found.state) == (Role.PARENT, "Intake:age")


async def test_who_stops_acting_is_a_parent_again(places: Database) -> None:
    kept = await director(places)
    await keep(places, replace(kept, acting=None))

    found = await met(places, today=LAST_DAY)

    assert (found.actor.role, found.actor.scope) == (Role.PARENT, "")
    assert found.actor.person == kept.person


async def seen(database: Database, bot: int, update: int, now: datetime = NOW) -> bool:
    async with database.write() as tx:
        return await first_time(tx, bot, update, now)


async def test_an_update_is_new_once(database: Database) -> None:
    assert [await seen(database, 1, 500) for _ in range(3)] == [True, False, False]


async def test_the_same_number_from_another_bot_is_another_update(database: Database) -> None:
    assert await seen(database, 1, 500)
    assert await seen(database, 2, 500)


async def test_twenty_copies_of_an_update_at_once_are_one(database: Database) -> None:
    found = await at_once(database, lambda tx: first_time(tx, 1, 500, NOW))

    assert sorted(found) == [False] * (TWENTY - 1) + [True]


async def test_an_update_of_an_undone_turn_was_not_seen(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await _failing_update(database)

    assert await seen(database, 1, 500)


async def _failing_update(database: Database) -> None:
    async with database.write() as tx:
        await first_time(tx, 1, 500, NOW)
        raise RuntimeError


async def test_updates_seen_before_an_instant_are_forgotten(database: Database) -> None:
    second = timedelta(seconds=1)
    for number, when in enumerate([NOW - second, NOW, NOW + second]):
        await seen(database, 1, number, when)
    async with database.write() as tx:
        await forget_seen(tx, NOW)

    assert [await seen(database, 1, number) for number in range(3)] == [True, False, False]


async def test_a_chat_is_found_only_when_it_has_been_met(database: Database) -> None:
    mine = (await met(database)).actor.address
    async with database.read() as tx:
        assert await chats.address_of_chat(tx, CHAT) == mine
        assert await chats.address_of_chat(tx, replace(CHAT, bot=2)) is None


@pytest.mark.parametrize(
    ("today", "staff"),
    [
        (FIRST_DAY - timedelta(days=1), False),
        (FIRST_DAY, True),
        (LAST_DAY, True),
        (LAST_DAY + timedelta(days=1), False),
    ],
)
async def test_the_chats_of_staff_are_those_who_act_today(
    places: Database, today: date, staff: bool
) -> None:
    await director(places)
    await met(places, replace(CHAT, chat=72))
    async with places.read() as tx:
        found = await chats.staff_chats(tx, today)

    assert found == ({chats.chat_hash(places.keys, CHAT): Role.DIRECTOR} if staff else {})


async def test_a_director_who_uses_the_desk_as_a_parent_is_not_staff(places: Database) -> None:
    kept = await director(places)
    await keep(places, replace(kept, acting=None))
    async with places.read() as tx:
        assert await chats.staff_chats(tx, LAST_DAY) == {}


async def reached(database: Database, person: PersonId | None) -> list[Reach]:
    assert person is not None
    async with database.read() as tx:
        return await chats.reaches_of(tx, person)


async def test_a_person_is_reached_in_the_web_chat_first_then_where_first_met(
    places: Database,
) -> None:
    telegram = [ChatId(Channel.TELEGRAM, 2, number) for number in (90, 80)]
    kept = await director(places, telegram[0])
    for chat in (telegram[1], CHAT):
        await keep(places, kept, chat)
    await keep(places, kept, telegram[0])
    await met(places, replace(CHAT, chat=72))

    found = await reached(places, kept.person)

    assert [each.chat for each in found] == [71, 90, 80]
    assert [each.channel for each in found] == [Channel.WEB, Channel.TELEGRAM, Channel.TELEGRAM]


async def test_who_blocked_us_is_unreachable_until_writing_again(places: Database) -> None:
    kept = await director(places)
    address = (await met(places)).actor.address
    async with places.write() as tx:
        await chats.mark_unreachable(tx, address, NOW)
        await chats.mark_unreachable(tx, address, NOW + timedelta(days=1))

    (blocked,) = await reached(places, kept.person)
    await keep(places, kept)
    (mended,) = await reached(places, kept.person)

    assert not blocked.reachable
    assert mended == Reach(address, Channel.WEB, str(CHAT.chat), "zh_Hans", reachable=True)


async def test_marking_one_address_leaves_the_others_reachable(places: Database) -> None:
    kept = await director(places)
    other = await keep(places, kept, replace(CHAT, chat=72))
    async with places.write() as tx:
        await chats.mark_unreachable(tx, other, NOW)

    assert [each.reachable for each in await reached(places, kept.person)] == [True, False]


async def test_an_address_tells_its_chat(database: Database) -> None:
    chat = ChatId(Channel.TELEGRAM, 1, 7_000_000_000_123)
    address = (await met(database, chat)).actor.address
    async with database.read() as tx:
        found = await chats.reach_of(tx, address)

    assert found == Reach(address, Channel.TELEGRAM, str(chat.chat), "zh_Hans", reachable=True)
