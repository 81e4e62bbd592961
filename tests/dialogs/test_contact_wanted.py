"""A family asks that the child director gets in touch: consent, clock, answer, taking it back."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from dialogs.parent.contact_wanted_screens import SendWish, ShowWish, WantContact, WithdrawWish
from storage.access import Channel
from storage.tables.ledger import proposal
from storage.tables.referrals import consent
from tests.cast import CastDesk, Player
from tests.counting import statements

WORDS = "晚上七点后打 000-5678"
VILLAGE_NAME = "恒东社区"


async def _filled(player: Player) -> None:
    await player.says("/start")
    await player.presses("请儿童主任联系我们")
    await player.says(VILLAGE_NAME)
    await player.says(WORDS)
    await player.presses("6到11岁")


async def _sent(desk: CastDesk) -> None:
    await _filled(desk.mother)
    await desk.mother.presses("可以转")
    await desk.tick()


async def _states(desk: CastDesk) -> list[tuple[str, bytes | None]]:
    async with desk.database.read() as tx:
        rows = await tx.execute(sa.select(proposal).order_by(proposal.c.id))
        return [(row.state, row.answers) for row in rows]


async def test_the_consent_names_receiver_purpose_fields_and_the_way_back(desk: CastDesk) -> None:
    await _filled(desk.mother)
    text = desk.mother.screen.text

    for part in (VILLAGE_NAME, "儿童主任", "儿童督导员", "用来做什么", WORDS, "6到11岁", "撤回"):
        assert part in text
    assert await _states(desk) == []


async def test_the_director_gets_a_reference_and_reads_the_rest_on_the_desk(
    desk: CastDesk,
) -> None:
    await _sent(desk)
    letter = desk.wang.screen
    assert letter.text == "P-1 · 有家庭请儿童主任联系\n请在11月30日前答复。"
    card = await desk.wang.presses("P-1")
    for told in (WORDS, "6到11岁"):
        assert told in card.text
    await desk.wang.presses("我联系过了")
    assert "已经告诉家长" in desk.wang.toast
    await desk.deliver()
    await desk.mother.presses("P-1")

    assert "儿童主任说已经联系过您" in desk.mother.screen.text
    assert await _states(desk) == [("accepted", None)]


async def test_unanswered_it_climbs_and_the_family_sees_who_has_it(desk: CastDesk) -> None:
    await _sent(desk)
    await desk.mother.presses("返回")
    desk.clock.to("2026-11-30", "17:30")
    await desk.tick()
    assert desk.zhao.screen.text.startswith("P-1 · 有家庭请儿童主任联系")
    await desk.mother.presses("P-1")
    assert "现在由乡镇（街道）的儿童督导员处理" in desk.mother.screen.text
    desk.clock.to("2026-12-07", "17:30")
    await desk.tick()

    assert desk.sun.screen.text.startswith("有1件建议或家长请求过期没人答复")
    assert "P-1" not in desk.sun.screen.text
    assert WORDS not in desk.sun.all_text + desk.zhao.screen.text


async def test_not_ours_goes_to_the_supervisor_and_then_honestly_to_the_family(
    desk: CastDesk,
) -> None:
    await _sent(desk)
    for tap in ("P-1", "不归我们"):
        await desk.wang.presses(tap)
    assert "现在交给督导员" in desk.wang.toast
    await desk.tick()
    for tap in ("P-1", "不归我们"):
        await desk.zhao.presses(tap)
    await desk.deliver()
    await desk.mother.presses("P-1")

    assert "他们没能接手" in desk.mother.screen.text
    assert "12345" in desk.mother.screen.text


async def test_the_child_is_proposed_out_of_the_wish(desk: CastDesk) -> None:
    await _sent(desk)
    for tap in ("P-1", "建议登记这个孩子"):
        await desk.wang.presses(tap)
    await desk.wang.says("陈星星")
    for tap in ("跳过", "跳过", "就这些", "对，提交"):
        await desk.wang.presses(tap)
    await desk.deliver()
    await desk.mother.presses("P-1")

    assert "已经接手" in desk.mother.screen.text
    assert [state for state, _ in await _states(desk)] == ["accepted", "open"]


async def test_one_tap_takes_it_back_and_erases_what_was_told(desk: CastDesk) -> None:
    await _sent(desk)
    shown = desk.mother.screen
    await desk.mother.presses("撤回")
    assert "填的内容已删除" in desk.mother.screen.text
    assert await _states(desk) == [("withdrawn", None)]
    await desk.mother.presses_data(WithdrawWish(proposal=1).pack(), shown.id)
    assert "已经有结果了" in desk.mother.toast
    card = await desk.wang.presses("P-1")
    assert "已撤回" in card.text
    assert WORDS not in card.text
    async with desk.database.read() as tx:
        given = (await tx.execute(sa.select(consent))).all()
    assert [row.purpose for row in given] == ["contact"]
    assert all(row.withdrawn_at for row in given)


async def test_one_wish_at_a_time_and_sent_once(desk: CastDesk) -> None:
    await _filled(desk.mother)
    for _ in range(2):
        await desk.mother.presses_data(SendWish().pack(), desk.mother.screen.id)
    assert len(await _states(desk)) == 1
    await desk.mother.presses_data(WantContact().pack(), desk.mother.screen.id)
    assert desk.mother.screen.text.startswith("P-1")
    await desk.mother.presses_data("mine", desk.mother.screen.id)

    assert "P-1 · 等儿童主任联系" in desk.mother.screen.labels


async def test_a_place_that_is_no_village_is_asked_again(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("请儿童主任联系我们")
    await desk.mother.says("正定县")
    assert "没找到这个村" in desk.mother.screen.text
    await desk.mother.says("石家庄市长安区建北街道")

    assert "12345" in desk.mother.screen.text  # known, but nobody of this desk is there
    assert await _states(desk) == []


async def test_steps_back_keep_the_answers(desk: CastDesk) -> None:
    await _filled(desk.mother)
    await desk.mother.presses("返回")
    assert "孩子多大" in desk.mother.screen.text
    await desk.mother.presses("首页")
    await desk.mother.presses("▶")
    await desk.mother.presses("跳过")

    assert WORDS in desk.mother.screen.text


async def test_strict_telegram_takes_no_wish(desk: CastDesk) -> None:
    there = Player(desk, 7101, Channel.TELEGRAM)
    await there.says("/start")
    await there.presses("请儿童主任联系我们")
    assert "网页" in there.screen.text
    await there.presses_data(SendWish().pack(), there.screen.id)

    assert await _states(desk) == []


async def test_another_familys_wish_is_not_there(desk: CastDesk) -> None:
    await _sent(desk)
    for make in (ShowWish, WithdrawWish):
        for player in (desk.stranger, desk.wang, desk.chen):
            await player.says("/start")
            answers = []
            for which in (1, 999):
                await player.presses_data(make(proposal=which).pack(), player.screen.id)
                answers.append(player.screen.text)
            assert answers[0] == answers[1]
    assert [state for state, _ in await _states(desk)] == ["open"]


async def test_erasing_the_chat_takes_the_wish_back(desk: CastDesk) -> None:
    await _sent(desk)
    await desk.mother.presses_data("erase:1", desk.mother.screen.id)

    assert await _states(desk) == [("withdrawn", None)]


async def test_nothing_told_is_readable_in_the_file(desk: CastDesk, tmp_path: Path) -> None:
    await _sent(desk)
    content = _bytes(tmp_path)

    for shape in (WORDS.encode(), b"000-5678", WORDS.encode("unicode_escape")):
        assert shape not in content


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("desk.db*"))


@pytest.mark.parametrize("tap", ["begin", "send", "withdraw"])
async def test_statements(desk: CastDesk, tap: str) -> None:
    await _filled(desk.mother)
    if tap == "withdraw":
        await desk.mother.presses("可以转")
    labels = {"send": "可以转", "withdraw": "撤回"}
    with statements(desk.database) as run:
        if tap in labels:
            await desk.mother.presses(labels[tap])
        else:
            await desk.mother.presses_data(WantContact().pack(), desk.mother.screen.id)

    assert len(run) <= 8, run
