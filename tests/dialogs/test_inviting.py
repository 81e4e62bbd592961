"""Inviting in the chat: within one's scope, told when taken, once."""

import re

from tests.cast import CastDesk, Player

VILLAGE = "常山社区"


async def _invite(inviter: Player, role: str, name: str, place: str) -> str:
    await inviter.says("/start")
    await inviter.presses("邀请一个人")
    await inviter.presses(role)
    await inviter.says(name)
    return (await inviter.says(place)).text


def _code(text: str) -> str:
    found = re.search(r"#start=(\w+)", text)
    assert found is not None, text
    return found.group(1)


async def test_a_supervisor_invites_a_director_and_is_told(desk: CastDesk) -> None:
    text = await _invite(desk.zhao, "儿童主任", "钱大姐", VILLAGE)

    await desk.stranger.says(f"/start {_code(text)}")

    assert "钱大姐" in desk.stranger.screen.text
    assert "儿童主任" in desk.stranger.screen.text
    await desk.deliver()
    assert "已经有人接受" in desk.zhao.screen.text
    assert "钱大姐" not in desk.zhao.screen.text


async def test_an_invite_works_once(desk: CastDesk) -> None:
    code = _code(await _invite(desk.zhao, "儿童主任", "钱大姐", VILLAGE))
    await desk.stranger.says(f"/start {code}")
    await desk.mother.says(f"/start {code}")
    assert "用不了" in desk.mother.screen.text


async def test_an_invite_of_eight_days_ago_is_gone(desk: CastDesk) -> None:
    code = _code(await _invite(desk.zhao, "儿童主任", "钱大姐", VILLAGE))
    desk.clock.on(days=8)
    await desk.stranger.says(f"/start {code}")
    assert "用不了" in desk.stranger.screen.text


async def test_a_place_outside_the_township_is_not_found(desk: CastDesk) -> None:
    text = await _invite(desk.zhao, "儿童主任", "钱大姐", "诸福屯社区")
    assert "没有找到" in text
    await desk.zhao.presses_data("invat:130123001001", desk.zhao.screen.id)
    assert "没有做成" in desk.zhao.screen.text


async def test_a_supervisor_offers_directors_only(desk: CastDesk) -> None:
    await desk.zhao.says("/start")
    await desk.zhao.presses("邀请一个人")
    assert [label for label in desk.zhao.screen.labels if "首页" not in label] == ["儿童主任"]
    await desk.zhao.presses_data("inv:triage", desk.zhao.screen.id)
    assert "邀请谁" in desk.zhao.screen.text


async def test_a_triage_invite_needs_its_word(desk: CastDesk) -> None:
    await desk.sun.says("/start")
    await desk.sun.presses("邀请一个人")
    await desk.sun.presses("分诊人员")
    await desk.sun.says("孙老师")
    text = (await desk.sun.presses("示例县分诊转介台")).text
    found = re.search(r"(\d{4})$", next(line for line in text.split("\n") if "4位数字" in line))
    assert found is not None
    wrong = f"{(int(found.group(1)) + 1) % 10_000:04}"

    await desk.stranger.says(f"/start {_code(text)}")
    assert "4位数字" in desk.stranger.screen.text
    await desk.stranger.says(wrong)
    assert "还能试" in desk.stranger.screen.text
    await desk.stranger.says(found.group(1))
    assert "分诊人员" in desk.stranger.screen.text


async def test_nobody_else_can_invite(desk: CastDesk) -> None:
    for player in (desk.mother, desk.wang, desk.chen):
        await player.says("/start")
        assert not any("邀请" in label for label in player.screen.labels)
        await player.presses_data("inv:director", player.screen.id)
        assert "以前页面" in player.screen.text
