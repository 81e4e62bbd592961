"""Blocked, unblocked, gone: the desk knows at once whom it can't reach, and at once when it can again."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.commands import check
from bot.commands.opened import Opened
from bot.settings import Settings
from storage.access import Channel
from storage.chats import ChatId, address_of_chat
from storage.ids import AddressId
from storage.outbox import LetterState
from storage.tables.chats import outbox
from tests.botapi import BotApi, Person
from tests.faults.ground import BOT, Ground, rows, unreachable
from tests.running import Journey


@pytest.fixture
async def desk(ground: Ground) -> AsyncIterator[Journey]:
    async with ground.desk() as made:
        yield made


async def polled(api: BotApi) -> None:
    """What happened is stored: it was confirmed by a later poll."""
    polls = len(api.calls_of("getUpdates"))
    await api.called("getUpdates", times=polls + 1)
    while api.world.updates.pending():
        polls += 1
        await api.called("getUpdates", times=polls)


async def address(desk: Journey, person: Person) -> AddressId:
    async with desk.database.read() as tx:
        found = await address_of_chat(tx, ChatId(Channel.TELEGRAM, BOT, person.chat.id))
    assert found is not None
    return found


async def joined(desk: Journey, person: Person, key: str) -> AddressId:
    """Takes the invite, and types the word where there is one."""
    made = desk.seeded.invites[key]
    await person.says(f"/start {made.code}")
    if made.word:
        await person.sees("4")
        await person.says(made.word)
    await person.sees("示例")
    return await address(desk, person)


async def test_blocked_is_known_at_once(desk: Journey, api: BotApi) -> None:
    wang = api.person("王秀兰")
    at = await joined(desk, wang, "director")
    assert await unreachable(desk.database) == set()

    wang.blocks()
    await polled(api)

    assert await unreachable(desk.database) == {at}
    assert api.calls_of("sendMessage")[-1]["chat_id"] == wang.chat.id
    assert len(api.calls_of("sendMessage")) == 1


async def test_writing_again_mends_it(desk: Journey, api: BotApi) -> None:
    wang = api.person("王秀兰")
    await joined(desk, wang, "director")
    wang.blocks()
    await polled(api)
    wang.unblocks()
    await wang.says("/start")
    await polled(api)
    assert await unreachable(desk.database) == set()


async def test_a_digest_for_who_blocked_ends_as_unreachable_and_check_says_so(
    desk: Journey, api: BotApi, ground: Ground
) -> None:
    wang = api.person("王秀兰")
    await joined(desk, wang, "director")
    api.fail_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    before = len(api.calls_of("sendMessage"))
    await desk.pass_to("2026-11-24", "08:31")
    await api.called("sendMessage", times=before + 1)
    await asyncio.gather(*desk.desk.sender.flying)
    await desk.desk.sender.drain()

    states = await rows(desk.database, sa.select(outbox.c.kind, outbox.c.state))
    assert ("digest", LetterState.UNREACHABLE.value) in [tuple(row) for row in states]
    told = await check._database(Opened(Settings.model_construct(), desk.database), desk.clock())
    assert "1 letters reached nobody" in [each.says for each in told if each.wrong]
