"""The turn as the design draws it: stored before shown, done once, answered again."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage

from dialogs.parent.place import PlaceIs
from dialogs.parent.services import Groups
from dialogs.parent.ways import AskPlace
from storage.access import Channel
from storage.tables.chats import address, seen
from tests.cast import CastDesk, Player
from tests.counting import Watched, statements

ZHENGDING = "130123"


async def _places(desk: CastDesk) -> list[str]:
    async with desk.database.read() as tx:
        statement = sa.select(address.c.place).where(address.c.place.is_not(None))
        return [row.place for row in await tx.execute(statement)]


async def test_a_newcomer_is_welcomed_in_three_lines(desk: CastDesk) -> None:
    shown = await desk.mother.says("/start")
    assert len(shown.text.split("\n")) == 3
    assert any("查服务" in label for label in shown.labels)


async def test_what_was_done_is_stored_before_it_is_told(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    desk.recorder.fail = TelegramNetworkError(SendMessage(chat_id=1, text="x"), "down")

    with pytest.raises(TelegramNetworkError):
        await desk.mother.presses_data(PlaceIs(code=ZHENGDING).pack())

    assert await _places(desk) == [ZHENGDING]


async def test_an_update_that_comes_again_is_answered_again_and_does_nothing(
    desk: CastDesk,
) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("我住哪儿")
    await desk.mother.says("正定", update=9000)
    first = desk.mother.screen
    async with desk.database.write() as tx:
        await tx.execute(sa.update(address).values(place=None))

    again = await desk.mother.says("正定", update=9000)

    assert again is not first
    assert again.text == first.text
    assert await _places(desk) == []


async def test_two_presses_in_the_same_millisecond_both_count_once(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    press = PlaceIs(code=ZHENGDING).pack()
    await asyncio.gather(*(desk.mother.presses_data(press) for _ in range(2)))
    assert await _places(desk) == [ZHENGDING]
    async with desk.database.read() as tx:
        known = await tx.execute(sa.select(sa.func.count()).select_from(address))
        assert known.scalar_one() == 6  # the cast of five, and one mother


async def test_the_same_update_five_times_at_once_is_done_once(desk: CastDesk) -> None:
    await asyncio.gather(*(desk.mother.says("/start", update=77) for _ in range(5)))
    async with desk.database.read() as tx:
        rows = await tx.execute(sa.select(seen).where(seen.c.update_id == 77))
        assert len(rows.all()) == 1
    assert len(desk.mother.messages) == 5


async def test_the_channel_is_never_called_inside_the_transaction(desk: CastDesk) -> None:
    watched = Watched(desk.database)
    desk.house.database = watched
    inside: list[str] = []
    told = desk.recorder.make_request

    async def make_request(bot: Bot, method: Any, timeout: int | None = None) -> Any:
        if watched.open:
            inside.append(type(method).__name__)
        return await told(bot, method, timeout)

    desk.recorder.make_request = make_request  # type: ignore[method-assign]
    await desk.mother.says("/start")
    await desk.mother.presses("查服务")
    await desk.mother.says("我不想活了")
    await desk.mother.says("孩子怎么转学")
    assert inside == []


async def test_a_menu_tap_costs_three_statements(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    with statements(desk.database) as run:
        await desk.mother.presses_data(Groups().pack(), desk.mother.screen.id)
    assert len(run) <= 3, run


async def test_choosing_a_place_costs_at_most_six(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    with statements(desk.database) as run:
        await desk.mother.presses_data(PlaceIs(code=ZHENGDING).pack(), desk.mother.screen.id)
    assert len(run) <= 6, run


async def test_a_button_nobody_knows_leads_back(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses_data("gone:1:2", desk.mother.screen.id)
    assert "以前页面" in desk.mother.screen.text
    await desk.mother.presses("首页")
    assert "候鸟服务台" in desk.mother.screen.text


async def test_free_text_at_a_button_step_is_a_question_and_the_form_waits(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("心理支持")
    asked = desk.mother.screen
    answer = await desk.mother.says("孩子怎么转学")
    assert answer.labels[0].startswith("▶")
    await desk.mother.presses("▶")
    assert desk.mother.screen.text == asked.text


async def test_text_at_a_text_step_is_the_answer(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses_data(AskPlace().pack(), desk.mother.screen.id)
    await desk.mother.says("正定")
    assert await _places(desk) == [ZHENGDING]


async def test_two_bots_keep_their_chats_apart(desk: CastDesk) -> None:
    there = Player(desk, desk.mother.chat, Channel.TELEGRAM)
    await desk.mother.presses_data(PlaceIs(code=ZHENGDING).pack())
    await there.says("/start")
    assert "正定" not in "".join(there.screen.labels)
