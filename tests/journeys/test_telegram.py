"""The main job over a Bot API server, spoken by the real aiogram and python-telegram-bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Privacy
from storage.keys import Keyring
from tests.botapi import BotApi
from tests.running import Journey, journey


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as made:
        yield made
    assert made.violations == []


@pytest.fixture
async def strict(api: BotApi, tmp_path: Path, keys: Keyring) -> AsyncIterator[Journey]:
    async with journey(tmp_path, keys, api.base) as made:
        yield made


@pytest.fixture
async def standard(api: BotApi, tmp_path: Path, keys: Keyring) -> AsyncIterator[Journey]:
    async with journey(tmp_path, keys, api.base, privacy=Privacy.STANDARD) as made:
        yield made


async def test_a_parent_finds_a_service_and_asks(strict: Journey, api: BotApi) -> None:
    mother = api.person("李梅")
    await mother.says("/start")
    await mother.sees("候鸟服务台")
    await mother.presses("查服务")
    await mother.sees("想办哪方面的事")
    await mother.presses("上学")
    await mother.sees("上学")
    await mother.presses("转学与学籍衔接")
    await mother.sees("带什么材料")
    await mother.says("娃想换个学校念书咋整")
    await mother.sees("您问的是不是这个")
    assert any("转学" in label for label in mother.screen.labels)


async def test_words_of_danger_get_the_lines_first(strict: Journey, api: BotApi) -> None:
    child = api.person("小雨")
    await child.says("我不想活了")
    await child.sees("12356")
    assert "12356" in child.messages[0].text


async def test_a_director_is_reminded_and_records(strict: Journey, api: BotApi) -> None:
    wang = api.person("王秀兰")
    await wang.says(f"/start {strict.seeded.invites['director'].code}")
    await wang.sees("儿童主任")
    await strict.pass_to("2026-11-24", "08:31")
    await wang.sees("早上好")
    digest = wang.screen
    assert "小雨" not in f"{digest.text}{digest.labels}"
    await wang.presses(next(label for label in digest.labels if label.startswith("C-1")))
    await wang.sees("C-1")
    assert "小雨" not in wang.screen.text


async def test_strict_keeps_the_intake_off_telegram(strict: Journey, api: BotApi) -> None:
    mother = api.person("李梅")
    await mother.says("/start")
    await mother.sees("候鸟服务台")
    await mother.presses("心理支持：找人聊聊")
    await mother.sees("/chat")


async def test_a_group_is_told_once_and_left(strict: Journey, api: BotApi) -> None:
    someone = api.person("路人")
    group = api.group("家长群", by=someone)
    await api.called("leaveChat")
    assert len([card for card in group.messages if "一对一" in card.text]) == 1
