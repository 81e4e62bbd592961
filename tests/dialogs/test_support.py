"""A parent asks for support, a worker claims, answers and closes; the parent sees each step."""

import contextlib

import sqlalchemy as sa

from storage.chats import mark_unreachable, reaches_of
from storage.consents import Purpose, consents_of
from storage.ids import AddressId, UnitId
from storage.people import members_of, units_within
from storage.referral_lists import requests_of
from storage.referrals import State
from storage.tables.desk import audit
from tests.cast import CastDesk
from tests.dialogs.asking import ANSWER, WORDS, answered, ask, claimed, fill_in, referral


async def test_from_asking_to_rating(desk: CastDesk) -> None:
    await ask(desk.mother)
    assert "R-1" in desk.mother.screen.text
    assert "最晚3天内" in desk.mother.screen.text
    await desk.deliver()

    await desk.chen.presses("我来接")
    await desk.deliver()
    assert "工作人员已经接了" in desk.mother.screen.text

    await desk.chen.presses("看内容")
    assert WORDS in desk.chen.messages[-1].text
    await desk.chen.presses("✎ 回复")
    await desk.chen.says(ANSWER)
    await desk.deliver()
    assert ANSWER in desk.mother.screen.text

    await desk.mother.presses("给 R-1 写话")
    await desk.mother.says("好的，谢谢。")
    await desk.deliver()
    assert "好的，谢谢。" in desk.chen.screen.text

    await desk.chen.presses("查看 R-1")
    await desk.chen.presses("办结")
    await desk.chen.presses("帮上了")
    await desk.chen.presses("直接办结")
    await desk.deliver()
    assert "有帮助吗" in desk.mother.screen.text
    await desk.mother.presses("有帮助")

    ended = await referral(desk)
    assert (ended.state, ended.outcome, ended.rating) == (State.CLOSED, "helped", "helped")


async def test_the_summary_shows_what_was_told_and_each_line_can_be_changed(
    desk: CastDesk,
) -> None:
    await fill_in(desk.mother)
    assert WORDS in desk.mother.screen.text
    assert "6到11岁" in desk.mother.screen.text

    await desk.mother.presses("改：年龄")
    await desk.mother.presses("12到17岁")
    assert "将要送出" in desk.mother.screen.text
    assert "12到17岁" in desk.mother.screen.text
    await desk.mother.presses("送出")

    assert (await referral(desk)).age_band == "12-16"


async def test_back_goes_one_step_and_keeps_the_answers(desk: CastDesk) -> None:
    await fill_in(desk.mother)
    for shown in ("可以转给他们吗", "怎么联系您", "被人打", "伤害自己"):
        await desk.mother.presses("返回")
        assert shown in desk.mother.screen.text

    await desk.mother.presses("没有")

    assert "将要送出" in desk.mother.screen.text


async def test_left_in_the_middle_it_is_resumed(desk: CastDesk) -> None:
    await fill_in(desk.mother)
    await desk.mother.presses("首页")
    assert any("接着办" in each or "心理支持" in each for each in desk.mother.screen.labels)

    await desk.mother.presses("心理支持")

    assert "将要送出" in desk.mother.screen.text
    assert WORDS in desk.mother.screen.text


async def test_a_question_typed_in_between_leaves_the_form_where_it_was(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("心理支持")
    await desk.mother.presses("我同意")
    await desk.mother.says("孩子怎么转学")
    await desk.mother.presses("心理支持")

    assert "关于谁" in desk.mother.screen.text


async def test_everything_but_safety_can_be_skipped(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("心理支持")
    await desk.mother.presses("我同意")
    for _ in range(5):
        await desk.mother.presses("跳过")
    assert "跳过" not in desk.mother.screen.labels
    await desk.mother.presses("不清楚")
    assert "跳过" not in desk.mother.screen.labels
    await desk.mother.presses("不清楚")
    await desk.mother.presses("就在这里回话")
    await desk.mother.presses("可以转")
    await desk.mother.presses("送出")

    assert (await referral(desk)).level == "P2", "unknown is a doubt: routine goes one level up"


async def test_sent_twice_is_sent_once(desk: CastDesk) -> None:
    await fill_in(desk.mother)
    summary = desk.mother.screen
    sending = next(data for label, data in summary.buttons if "送出" in label)
    await desk.mother.presses_data(sending, summary.id)
    await desk.mother.presses_data(sending, summary.id)

    assert "已经送出过了" in desk.mother.toast
    async with desk.database.read() as tx:
        assert len(await requests_of(tx, (await referral(desk)).address or AddressId(0))) == 1


async def test_a_crash_between_storing_and_showing_sends_once_and_shows_it(desk: CastDesk) -> None:
    await fill_in(desk.mother)
    summary = desk.mother.screen
    sending = next(data for label, data in summary.buttons if "送出" in label)
    desk.recorder.fail = ConnectionError("gone")
    with contextlib.suppress(ConnectionError):
        await desk.mother.presses_data(sending, summary.id, update=777_777)
    desk.recorder.fail = None
    await desk.mother.presses_data(sending, summary.id, update=777_777)

    assert "已经送出。您的编号：R-1" in desk.mother.screen.text
    await desk.deliver()
    await desk.deliver()
    assert desk.chen.all_text.count("有一件新的求助：R-1") == 1


async def test_a_letter_that_fails_is_sent_later(desk: CastDesk) -> None:
    await ask(desk.mother)
    desk.recorder.fail = ConnectionError("gone")
    await desk.deliver()
    desk.recorder.fail = None
    desk.clock.on(minutes=1)
    await desk.deliver()

    assert "有一件新的求助：R-1" in desk.chen.screen.text


async def test_consent_comes_first_and_passing_on_is_a_consent_of_its_own(desk: CastDesk) -> None:
    await ask(desk.mother)
    sent = await referral(desk)

    assert sent.address is not None
    async with desk.database.read() as tx:
        given = await consents_of(tx, sent.address)
    assert [(each.purpose, each.unit) for each in given] == [
        (Purpose.SUPPORT, None),
        (Purpose.PASSING_ON, sent.unit),
    ]


async def test_who_does_not_want_it_passed_on_sends_nothing_and_has_the_lines(
    desk: CastDesk,
) -> None:
    await fill_in(desk.mother)
    await desk.mother.presses("返回")
    await desk.mother.presses("不要转")

    assert "什么也不会送出" in desk.mother.screen.text
    assert "12356" in desk.mother.screen.text
    await desk.deliver()
    assert "R-1" not in desk.chen.all_text


async def test_nobody_there_is_said_before_and_after_sending(desk: CastDesk) -> None:
    """Both workers of the unit can't be reached."""
    async with desk.database.write() as tx:
        for person in await members_of(tx, (await _unit(desk)), desk.house.today):
            for reach in await reaches_of(tx, person):
                await mark_unreachable(tx, reach.address, desk.clock())
    await fill_in(desk.mother)
    await desk.mother.presses("返回")
    assert "现在没有人能接" in desk.mother.screen.text
    await desk.mother.presses("可以转")
    await desk.mother.presses("送出")

    assert "现在没有人能接" in desk.mother.screen.text
    assert "12356" in desk.mother.screen.text
    await desk.deliver()
    assert "现在没有人能接" in desk.sun.screen.text
    assert not [told for told in (WORDS, "不愿上学", "6到11岁") if told in desk.sun.all_text]


async def test_in_danger_right_now_whom_to_call_stays_on_top(desk: CastDesk) -> None:
    await fill_in(desk.mother, hurting="有，就在现在")
    assert desk.mother.screen.text.startswith("先请现在就打电话")
    assert "110" in desk.mother.screen.text.split("\n")[1]

    await desk.mother.presses("送出")
    await desk.deliver()

    assert (await referral(desk)).level == "P0"
    assert "P0" in desk.chen.screen.text


async def test_words_of_danger_in_the_form_alarm_at_once_and_the_intake_completes_it(
    desk: CastDesk,
) -> None:
    await ask(desk.mother, words="孩子拿刀割手腕，现在就在流血")
    await desk.deliver()

    one = await referral(desk)
    assert (one.level, one.age_band, one.worry) == ("P0", "6-12", "SCHOOL_REFUSAL")
    assert desk.chen.all_text.count("有一件新的求助") == 1
    await desk.chen.presses("我来接")
    await desk.chen.presses("看内容")
    assert desk.chen.messages[-1].text.count("孩子拿刀割手腕") >= 1


async def test_what_is_typed_is_in_no_log_key_or_letter(desk: CastDesk) -> None:
    await answered(desk)
    async with desk.database.read() as tx:
        rows = (await tx.execute(sa.text("SELECT key, refs FROM outbox"))).all()
        notes = (await tx.execute(sa.select(audit.c.deed, audit.c.thing))).all()

    assert not any(WORDS in str(row) or ANSWER in str(row) for row in (*rows, *notes))
    assert ("read", "referral") not in [tuple(note) for note in notes], "nobody read it yet"


async def test_a_stranger_sees_nothing_of_it(desk: CastDesk) -> None:
    await claimed(desk)
    await desk.stranger.says("/start")
    for press in ("req:1", "write:1", "wdraw:1:1", "rate:1:helped", "again:1", "claim:1", "read:1"):
        await desk.stranger.presses_data(press)
        assert WORDS not in desk.stranger.all_text
        assert "示例县分诊转介台" not in desk.stranger.all_text

    assert (await referral(desk)).state is State.CLAIMED


async def _unit(desk: CastDesk) -> UnitId:
    async with desk.database.read() as tx:
        return (await units_within(tx, "13/1301/130123"))[0].id
