"""The relay: neither side sees the other's account or name, words go only where they are meant to go."""

from dataclasses import replace

import pytest

from dialogs.screen import Screen
from dialogs.turn import Privacy
from storage.access import Channel
from storage.ids import ReferralId
from storage.referrals import State
from storage.relay import messages_of
from tests.cast import CastDesk, Player
from tests.dialogs.asking import (
    ANSWER,
    ANSWERING,
    WORDS,
    WRITING,
    answered,
    ask,
    claimed,
    letters,
    referral,
)

NAMES = ("陈静", "刘洋", "王秀兰", "赵建国", "孙局")
FAMILY_CHAT = "101"
STAFF_CHATS = ("401", "402")


async def test_neither_side_reads_a_name_or_an_account(desk: CastDesk) -> None:
    await answered(desk)
    await desk.mother.presses("给 R-1 写话")
    await desk.mother.says("我们住在城关。")
    await desk.deliver()
    await desk.mother.presses_data("req:1", desk.mother.screen.id)
    await desk.chen.presses_data("read:1", desk.chen.screen.id)

    assert not [name for name in (*NAMES, *STAFF_CHATS) if name in desk.mother.all_text]
    assert FAMILY_CHAT not in desk.chen.all_text
    assert "示例县分诊转介台工作人员" in desk.mother.screen.text


async def test_words_go_to_staff_only_after_write_and_every_screen_says_so(desk: CastDesk) -> None:
    await answered(desk)
    await desk.mother.says("孩子怎么转学")
    assert await _written(desk) == [ANSWER]

    header = await desk.mother.presses("给 R-1 写话")
    assert WRITING in header.text
    await desk.mother.says("第一句")
    assert WRITING in desk.mother.screen.text
    await desk.mother.says("第二句")
    assert await _written(desk) == [ANSWER, "第一句", "第二句"]

    await desk.mother.presses("写完了")
    await desk.mother.says("孩子怎么转学")
    assert len(await _written(desk)) == 3


async def test_writing_ends_with_leaving(desk: CastDesk) -> None:
    await answered(desk)
    await desk.mother.presses("给 R-1 写话")
    await desk.mother.says("/start")
    await desk.mother.says("孩子怎么转学")

    assert await _written(desk) == [ANSWER]


@pytest.mark.parametrize(("minutes", "arrives"), [(29, True), (30, True), (31, False)])
async def test_writing_ends_after_thirty_minutes_for_the_family(
    desk: CastDesk, minutes: int, arrives: bool
) -> None:
    await answered(desk)
    await desk.mother.presses("给 R-1 写话")
    desk.clock.on(minutes=minutes)
    await desk.mother.says("还在吗")

    assert ("还在吗" in await _written(desk)) is arrives
    assert ("没有送出" in desk.mother.screen.text) is not arrives


@pytest.mark.parametrize(("minutes", "arrives"), [(29, True), (30, True), (31, False)])
async def test_and_for_the_worker(desk: CastDesk, minutes: int, arrives: bool) -> None:
    await claimed(desk)
    await desk.chen.presses("✎ 回复")
    assert ANSWERING in desk.chen.screen.text
    desk.clock.on(minutes=minutes)
    await desk.chen.says(ANSWER)

    assert (await _written(desk) == [ANSWER]) is arrives


async def test_a_reply_to_a_message_about_it_goes_there(desk: CastDesk) -> None:
    await claimed(desk)
    await _replies(desk.chen, "有一件新的求助：R-1", ANSWER)
    await desk.deliver()
    assert ANSWER in desk.mother.screen.text

    await _replies(desk.mother, "示例县分诊转介台 给您回话（R-1）", "谢谢")
    assert await _written(desk) == [ANSWER, "谢谢"]


async def test_a_reply_of_somebody_else_goes_nowhere(desk: CastDesk) -> None:
    await answered(desk)
    for player in (desk.liu, desk.stranger, desk.wang):
        await _replies(player, "R-1", "我来说一句")

    assert await _written(desk) == [ANSWER]


async def test_the_first_answer_counts_when_it_has_reached_the_family(desk: CastDesk) -> None:
    await claimed(desk)
    await desk.chen.presses("✎ 回复")
    await desk.chen.says(ANSWER)
    assert (await referral(desk)).responded_at is None

    desk.recorder.fail = ConnectionError("gone")
    await desk.deliver()
    assert (await referral(desk)).responded_at is None
    desk.recorder.fail = None
    desk.clock.on(minutes=5)
    await desk.deliver()

    told = await referral(desk)
    assert (told.responded_at, told.waiting_since) == (desk.clock(), None)


async def test_words_of_danger_in_the_relay_raise_it_and_alarm_its_worker(desk: CastDesk) -> None:
    await answered(desk)
    await desk.mother.presses("给 R-1 写话")
    await desk.mother.says("孩子拿刀割手腕，现在就在流血")
    await desk.deliver()

    assert (await referral(desk)).level == "P0"
    assert "又出现了危险的话" in desk.chen.all_text
    assert "R-2" not in desk.chen.all_text
    assert WRITING in desk.mother.screen.text


async def test_withdrawn_it_ends_for_both(desk: CastDesk) -> None:
    await answered(desk)
    await desk.mother.presses("查看 R-1")
    await desk.mother.presses("撤回")
    await desk.mother.presses("是的，撤回")
    await desk.deliver()

    assert (await referral(desk)).state is State.WITHDRAWN
    assert "R-1 已由家长撤回" in desk.chen.screen.text
    await desk.chen.presses_data("read:1", desk.chen.screen.id)
    await desk.chen.presses_data("reply:1", desk.chen.screen.id)
    assert ANSWERING not in desk.chen.screen.text


async def test_reopened_it_waits_again(desk: CastDesk) -> None:
    await answered(desk)
    await desk.chen.presses_data("close:1:no_need", desk.chen.screen.id)
    await desk.deliver()
    await desk.mother.presses_data("rate:1:no", desk.mother.screen.id)
    await desk.mother.presses("还没解决")
    await desk.deliver()

    assert (await referral(desk)).state is State.QUEUED
    assert "有一件新的求助：R-1" in desk.liu.screen.text


async def test_in_strict_privacy_telegram_takes_no_intake_and_shows_the_way(
    desk: CastDesk,
) -> None:
    phone = Player(desk, 901, Channel.TELEGRAM)
    await phone.says("/start")
    await phone.presses("心理支持")

    assert "https://desk.example/chat" in phone.screen.text
    assert "我同意" not in phone.screen.labels


async def test_on_telegram_only_that_there_is_an_answer_and_a_code_for_the_web_chat(
    desk: CastDesk,
) -> None:
    """Danger opened it there; the answer is read in the web chat, by a code that is good once."""
    phone = Player(desk, 901, Channel.TELEGRAM)
    await phone.says("孩子拿刀割手腕，现在就在流血")
    await desk.deliver()
    await desk.chen.presses("我来接")
    await desk.chen.presses("✎ 回复")
    await desk.chen.says(ANSWER)
    ((_, told),) = await letters(desk, "relay")
    assert told is not None
    assert "R-1 有回话了" in told.text
    assert ANSWER not in _whole(told)
    assert "示例县分诊转介台" not in _whole(told)
    code = told.text.split("取件码：")[1].split("\n")[0].strip()

    await desk.stranger.says("/start")
    for typed, fits in ((f"{code[:-1]}?", False), (code, True), (code, False)):
        await desk.stranger.presses_data("pickup", desk.stranger.screen.id)
        await desk.stranger.says(typed)
        assert (ANSWER in desk.stranger.screen.text) is fits, typed


async def test_off_the_web_a_card_for_staff_holds_the_reference_only(desk: CastDesk) -> None:
    await ask(desk.mother)
    found = await letters(desk, "referral_new")
    assert found
    from dialogs.letters import Sending, composers
    from storage.chats import reaches_of

    async with desk.database.read() as tx:
        letter = found[0][0]
        assert letter.to.person is not None
        reach = replace((await reaches_of(tx, letter.to.person))[0], channel=Channel.TELEGRAM)
        sending = Sending(tx, letter, reach, desk.clock(), desk.house.desk)
        told = await composers()["referral_new"](sending)

    assert told is not None
    assert told.text == "有一件新的求助：R-1"
    assert not [word for word in ("正定", "不愿上学", "6到11岁", WORDS) if word in _whole(told)]


async def test_in_standard_privacy_the_relay_runs_on_telegram(desk: CastDesk) -> None:
    standard = await CastDesk.open(desk.database, desk.clock, Privacy.STANDARD)
    phone = Player(standard, 901, Channel.TELEGRAM)
    await ask(phone)
    await standard.deliver()
    await standard.chen.presses("我来接")
    await standard.chen.presses("✎ 回复")
    await standard.chen.says(ANSWER)
    ((_, told),) = await letters(standard, "relay")

    assert told is not None
    assert ANSWER in told.text


async def _written(desk: CastDesk) -> list[str]:
    async with desk.database.read() as tx:
        return [each.body for each in await messages_of(tx, ReferralId(1), 20)]


async def _replies(player: Player, to: str, text: str) -> None:
    answered = {**player._message(5), "text": to}
    message = {**player._message(6), "from": player._person(), "text": text}
    await player._feed({"message": {**message, "reply_to_message": answered}}, None)


def _whole(screen: Screen) -> str:
    return "\n".join([screen.text, *(each.text for row in screen.rows for each in row)])
