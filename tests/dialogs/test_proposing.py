"""A director proposes a child; the supervisor decides; both hear, nobody else sees."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from dialogs.director.proposing_month import typed_month
from dialogs.director.proposing_press import (
    Accept,
    AskDecline,
    Decline,
    KeyCare,
    ProposeChild,
    SendChild,
    ShowProposal,
    TakeBack,
)
from reminders.proposal_refusals import No
from storage.access import Channel, Role
from storage.ids import ProposalId
from storage.proposal_values import Proposal
from storage.proposals import proposal_by_id
from storage.tables.ledger import child as children
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.reminders.proposing import counted
from tests.security.town import Newcomer, joins
from tests.village import NEXT_VILLAGE, Village

NAME, GUARDIAN = "陈星星", "妈妈，电话 000-1234"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2016-07", "2016-07"),
        ("2016年7月", "2016-07"),
        (" 2016.7 ", "2016-07"),
        ("16.7", "2016-07"),
        ("201607", "2016-07"),
        ("2016年7月5日", "2016-07"),
        ("2026-11", "2026-11"),
        ("2026-12", None),  # to come
        ("2007-07", None),  # no child any more
        ("2016-13", None),
        ("七月", None),
    ],
)
def test_a_month_as_people_type_it(text: str, month: str | None) -> None:
    assert typed_month(text, TODAY) == month


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


async def test_from_the_first_word_to_the_childs_card(desk: CastDesk, village: Village) -> None:
    await _proposed(desk.wang)
    assert "P-1已交给督导员" in desk.wang.screen.text
    await desk.tick()
    assert desk.zhao.screen.text.startswith("P-1 · 建议登记一个孩子")
    card = await desk.zhao.presses("P-1")
    for told in (NAME, GUARDIAN, "2016-07", "心理和行为异常"):
        assert told in card.text
    done = await desk.zhao.presses("同意")
    assert "已按建议登记" in done.text
    await desk.deliver()

    assert desk.wang.screen.text == "P-1 · 建议登记一个孩子：已同意"
    await desk.wang.says("/start")
    await desk.wang.presses("我负责的孩子")
    assert any(NAME in label for label in desk.wang.screen.labels)


async def test_letters_hold_reference_kind_and_date_only(desk: CastDesk, village: Village) -> None:
    await _proposed(desk.wang)
    await desk.tick()

    for word in (NAME, GUARDIAN, "心理", "社区"):
        assert word not in desk.zhao.screen.text + "".join(desk.zhao.screen.labels)
    assert "11月30日" in desk.zhao.screen.text


async def test_pressing_send_twice_proposes_once(desk: CastDesk, village: Village) -> None:
    await _filled(desk.wang)
    shown = desk.wang.screen
    await asyncio.gather(*(desk.wang.presses_data(SendChild().pack(), shown.id) for _ in range(3)))

    assert await _proposal(desk, 2) is None
    assert "等着处理的" in desk.wang.screen.text


async def test_declined_with_a_reason_the_director_reads(desk: CastDesk, village: Village) -> None:
    await _proposed(desk.wang)
    await desk.tick()
    for tap in ("P-1", "不同意", "不属于登记范围"):
        await desk.zhao.presses(tap)
    assert "没同意" in desk.zhao.screen.text
    await desk.deliver()
    card = await desk.wang.presses("P-1")

    assert "不属于登记范围" in card.text
    assert NAME not in card.text  # erased once decided
    async with desk.database.read() as tx:
        found = await tx.execute(sa.select(children).where(children.c.left_on.is_(None)))
        assert found.all() == []


async def test_late_presses_show_how_it_stands(desk: CastDesk, village: Village) -> None:
    await _proposed(desk.wang)
    await desk.zhao.says("/start")
    await desk.zhao.presses_data(Accept(proposal=1).pack(), desk.zhao.screen.id)
    for press in (
        Accept(proposal=1),
        AskDecline(proposal=1),
        Decline(proposal=1, why=No.KNOWN),
    ):
        await desk.zhao.presses_data(press.pack(), desk.zhao.screen.id)
        assert "已经有结果了" in desk.zhao.toast
        assert "已同意" in desk.zhao.screen.text
    await desk.wang.presses_data(TakeBack(proposal=1).pack(), desk.wang.screen.id)
    assert "已经有结果了" in desk.wang.toast


async def test_the_director_may_take_it_back(desk: CastDesk, village: Village) -> None:
    await _proposed(desk.wang)
    for tap in ("等着处理的", "P-1", "撤回"):
        await desk.wang.presses(tap)
    assert "已撤回" in desk.wang.screen.text
    await desk.tick()

    assert not any("P-1" in shown.text for shown in desk.zhao.messages)


async def test_steps_back_keep_what_was_told_and_a_change_leads_to_the_summary(
    desk: CastDesk, village: Village
) -> None:
    await _filled(desk.wang)
    await desk.wang.presses("名字")
    await desk.wang.says("陈小星")

    assert "陈小星" in desk.wang.screen.text
    assert GUARDIAN in desk.wang.screen.text


async def test_who_is_16_is_not_entered(desk: CastDesk, village: Village) -> None:
    await desk.wang.presses_data(ProposeChild().pack())
    await desk.wang.says(NAME)
    await desk.wang.says("2010-10")
    await desk.wang.presses("跳过")
    await desk.wang.presses("就这些")
    await desk.wang.presses("对，提交")

    assert "满16岁" in desk.wang.toast
    assert await _proposal(desk, 1) is None


async def test_a_counted_child_needs_key_care(desk: CastDesk, village: Village) -> None:
    child = await counted(village)
    await desk.wang.says("/start")
    await desk.wang.presses_data(f"moved:{child}", desk.wang.screen.id)
    for tap in ("需要重点关爱", "家庭生活困难", "就这些", "对，提交"):
        await desk.wang.presses(tap)
    await desk.tick()
    for tap in ("P-1", "同意", "看这个孩子"):
        await desk.zhao.presses(tap)

    assert "家庭生活困难" in desk.zhao.screen.text


async def test_a_supervisor_chooses_the_village(desk: CastDesk, village: Village) -> None:
    await desk.zhao.presses_data(ProposeChild().pack())
    await desk.zhao.says(NAME)
    for _ in range(2):
        await desk.zhao.presses("跳过")
    await desk.zhao.says("石家庄市区")
    assert "没有这个村" in desk.zhao.screen.text
    await desk.zhao.says("恒东社区")
    await desk.zhao.presses("就这些")
    await desk.zhao.presses("对，提交")
    for tap in ("等着处理的", "P-1", "同意"):
        await desk.zhao.presses(tap)

    assert "已按建议登记" in desk.zhao.screen.text


async def test_strict_telegram_takes_no_child(desk: CastDesk, village: Village) -> None:
    child = await counted(village)
    ma = await joins(
        desk, Newcomer(7001, Role.SUPERVISOR, "130123100", name="马督导"), Channel.TELEGRAM
    )
    for press in (ProposeChild(), KeyCare(child=child), SendChild()):
        await ma.presses_data(press.pack(), ma.screen.id)
        assert "网页" in ma.screen.text
    await _proposed(desk.wang)
    await ma.presses_data(ShowProposal(proposal=1).pack(), ma.screen.id)
    assert "P-1" in ma.screen.text
    assert NAME not in ma.all_text
    assert GUARDIAN not in ma.all_text


async def test_what_is_not_theirs_is_answered_as_what_is_not_there(
    desk: CastDesk, village: Village
) -> None:
    await _proposed(desk.wang)
    ma = await joins(desk, Newcomer(601, Role.DIRECTOR, NEXT_VILLAGE, name="马主任"))
    qian = await joins(desk, Newcomer(602, Role.SUPERVISOR, "130123001", name="钱督导"))
    for player in (ma, qian, desk.sun, desk.mother):
        for make in (_show, _accept, _ask_decline, _decline, _take_back):
            answers = [await _answer(player, make(which)) for which in (1, 999)]
            assert answers[0] == answers[1]
    waits = await _proposal(desk, 1)
    assert waits is not None
    assert waits.is_open


@pytest.mark.parametrize("tap", ["list", "show", "send", "ask", "decline"])
async def test_statements(desk: CastDesk, village: Village, tap: str) -> None:
    if tap == "send":
        await _filled(desk.wang)
        with statements(desk.database) as run:
            await desk.wang.presses("对，提交")
    else:
        await _proposed(desk.wang)
        await desk.zhao.says("/start")
        press = {
            "list": "props:0",
            "show": _show(1),
            "ask": _ask_decline(1),
            "decline": _decline(1),
        }
        with statements(desk.database) as run:
            await desk.zhao.presses_data(press[tap], desk.zhao.screen.id)

    assert len(run) <= 8, run


async def test_nothing_told_is_readable_in_the_file(
    desk: CastDesk, village: Village, tmp_path: Path
) -> None:
    await _proposed(desk.wang)
    content = _bytes(tmp_path)

    assert b"proposal" in content
    for told in (NAME, "000-1234", "2016-07", "K-PSY"):
        assert told.encode() not in content
    assert NAME.encode("unicode_escape") not in content


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("desk.db*"))


async def _filled(player: Player) -> None:
    """Up to the summary."""
    await player.says("/start")
    await player.presses("更多")
    await player.presses("建议登记一个孩子")
    await player.says(NAME)
    await player.says("2016年7月")
    await player.says(GUARDIAN)
    await player.presses("心理和行为异常")
    await player.presses("就这些")


async def _proposed(player: Player) -> None:
    await _filled(player)
    await player.presses("对，提交")


async def _proposal(desk: CastDesk, which: int) -> Proposal | None:
    async with desk.database.read() as tx:
        return await proposal_by_id(tx, ProposalId(which))


async def _answer(player: Player, press: str) -> tuple[str, list[str]]:
    await player.says("/start")
    await player.presses_data(press, player.screen.id)
    return player.screen.text, player.screen.labels


def _show(which: int) -> str:
    return ShowProposal(proposal=which).pack()


def _accept(which: int) -> str:
    return Accept(proposal=which).pack()


def _ask_decline(which: int) -> str:
    return AskDecline(proposal=which).pack()


def _decline(which: int) -> str:
    return Decline(proposal=which, why=No.KNOWN).pack()


def _take_back(which: int) -> str:
    return TakeBack(proposal=which).pack()
