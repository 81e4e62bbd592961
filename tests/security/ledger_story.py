"""The part of the week around the ledger: a child proposed, a wish, a complaint, a mail address, a record put right.

The administrator and a director who have nothing but Telegram try to read along.
"""

from dataclasses import replace

from storage.access import Channel
from tests.cast import CastDesk, Player

PROPOSED_NAME = "贺小桃"
PROPOSED_GUARDIAN = "贺桂香奶奶"
CORRECTED_GUARDIAN = "大姑丁素芬"
WISH_WORDS = "晚上打给隔壁老魏家"
COMPLAINT_WORDS = "村里的主任翻了我家抽屉。"
COMPLAINT_ANSWER = "已经请人下周上门了解。"
SUGGESTION_WORDS = "督导员从不接我的电话。"
MAIL = "xiaochen.zhifeiji@mail.example"


async def told_of_the_ledger(desk: CastDesk, admin: int, director: int) -> None:
    """`admin`, `director`: chats on Telegram."""
    there = (Player(desk, admin, Channel.TELEGRAM), Player(desk, director, Channel.TELEGRAM))
    await _proposal(desk, there[1])
    await _record(desk)
    await _wish(desk)
    await _complaints(desk, there[0])
    await _address(desk)


async def _proposal(desk: CastDesk, there: Player) -> None:
    await _presses(desk.wang, "newkid:0")
    await desk.wang.says(PROPOSED_NAME)
    await desk.wang.says("2018年5月")
    await desk.wang.says(PROPOSED_GUARDIAN)
    await _presses(desk.wang, "kidstep:check", "sendkid")
    await desk.tick()
    await _presses(desk.zhao, "props:0", "prop:1")
    assert PROPOSED_NAME in desk.zhao.screen.text
    await _presses(there, "props:0", "prop:1", "newkid:0", "moved:1", "child:4")
    await _presses(desk.zhao, "accept:1")
    await desk.deliver()


async def _record(desk: CastDesk) -> None:
    code = "130123100001"
    await _presses(desk.wang, f"round:{code}:0", f"rwhat:{code}:4:guardian")
    await desk.wang.says(CORRECTED_GUARDIAN)
    for player in (desk.wang, desk.zhao):
        await _presses(player, "child:4")
    await _presses(desk.wang, "leaving:4:moved:")
    await desk.tick()


async def _wish(desk: CastDesk) -> None:
    father = Player(desk, 103)
    await _presses(father, "wantkd")
    await father.says("恒东社区")
    await father.says(WISH_WORDS)
    await _presses(father, "wantage:6-12", "wantsend")
    await desk.tick()
    await _presses(desk.wang, "prop:3")
    assert WISH_WORDS in desk.wang.screen.text


async def _complaints(desk: CastDesk, there: Player) -> None:
    await _presses(desk.mother, "cpl", "cplabout:director")
    await desk.mother.says(COMPLAINT_WORDS)
    await _presses(desk.wang, "cpl", "cplabout:supervisor")
    await desk.wang.says(SUGGESTION_WORDS)
    await desk.deliver()
    for player in (desk.wang, desk.zhao, desk.chen, there):
        await _presses(player, "cplopen:0", "cplread:1", "cplans:1", "cplown:1", "cplread:2")
    await _presses(desk.sun, "cplread:2", "cplread:1", "cplans:1")
    await desk.sun.says(COMPLAINT_ANSWER)
    await desk.deliver()
    await _presses(desk.mother, "cplown:1")
    assert COMPLAINT_ANSWER in desk.mother.screen.text


async def _address(desk: CastDesk) -> None:
    before = desk.house.desk
    desk.house.desk = replace(before, channels=before.channels | {Channel.EMAIL})
    await _presses(desk.chen, "wayadd:email")
    await desk.chen.says(MAIL)
    assert "6" in desk.chen.screen.text
    await _presses(desk.chen, "ways")
    desk.house.desk = before


async def _presses(player: Player, *data: str) -> None:
    for each in data:
        await player.presses_data(each, player.screen.id)
