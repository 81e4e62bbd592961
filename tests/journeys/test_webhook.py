"""The main job with Telegram bringing its updates: the answer in the body, the real aiogram beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.keys import Keyring
from tests.botapi import BotApi, Person
from tests.running import Journey, journey

SECRET = "a-Secret_1"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as made:
        yield made
    assert made.violations == []


@pytest.fixture
async def desk(api: BotApi, tmp_path: Path, keys: Keyring) -> AsyncIterator[Journey]:
    async with journey(tmp_path, keys, api.base, webhook=SECRET) as made:
        api.tunnel = made.base
        yield made


async def presses(who: Person, part: str) -> None:
    await who.presses(next(label for label in who.screen.labels if part in label))


async def test_a_parent_finds_a_service_and_asks(desk: Journey, api: BotApi) -> None:
    mother = api.person("李梅")
    await mother.says("/start")
    await mother.sees("候鸟服务台")
    await presses(mother, "查服务")
    await mother.sees("想办哪方面的事")
    await presses(mother, "上学")
    await mother.sees("上学")
    await presses(mother, "转学与学籍衔接")
    await mother.sees("带什么材料")
    await mother.sees_all_answered()
    assert len(mother.messages) == 1
    await mother.says("娃想换个学校念书咋整")
    await mother.sees("您问的是不是这个")
    assert any("转学" in label for label in mother.screen.labels)


async def test_a_press_on_a_card_out_of_reach_brings_a_new_one(desk: Journey, api: BotApi) -> None:
    mother = api.person("李梅")
    await mother.says("/start")
    card = await mother.sees("候鸟服务台")
    label = next(each for each in card.labels if "查服务" in each)
    await mother.presses(label, inaccessible=True)
    await mother.sees("想办哪方面的事")
    await mother.sees_all_answered()
    assert len(mother.messages) == 2


async def test_a_toast_comes_beside_the_card(desk: Journey, api: BotApi) -> None:
    mother = api.person("李梅")
    await mother.says("/start")
    await mother.sees("候鸟服务台")
    await presses(mother, "我住哪儿")
    await mother.sees("您住在哪儿")
    await mother.says("正定")
    await mother.sees("候鸟服务台")
    await presses(mother, "正定")
    await mother.sees("现在是")
    await presses(mother, "忘掉")
    await mother.sees_toast("已经忘掉")


async def test_words_of_danger_get_the_lines_first(desk: Journey, api: BotApi) -> None:
    child = api.person("小雨")
    await child.says("我不想活了")
    await child.sees("12356")
    assert "12356" in child.messages[0].text


async def test_a_director_is_reminded_and_opens_the_child(desk: Journey, api: BotApi) -> None:
    wang = api.person("王秀兰")
    await wang.says(f"/start {desk.seeded.invites['director'].code}")
    await wang.sees("儿童主任")
    await desk.pass_to("2026-11-24", "08:31")
    await wang.sees("早上好")
    await presses(wang, "C-1")
    await wang.sees("C-1")
    await wang.sees_all_answered()


async def test_a_group_is_told_once_and_left(desk: Journey, api: BotApi) -> None:
    group = api.group("家长群", by=api.person("路人"))
    await api.called("leaveChat")
    assert len([card for card in group.messages if "一对一" in card.text]) == 1
