"""The triage room: the queue without content, one winner, content after claiming, closing in three taps."""

from datetime import timedelta

import sqlalchemy as sa

from storage.people import end_role, roles_of
from storage.referrals import State
from storage.tables.chats import address
from storage.tables.desk import audit
from tests.cast import CastDesk
from tests.dialogs.asking import ANSWER, WORDS, answered, ask, claimed, referral


async def test_the_queue_shows_level_kind_age_and_county_and_no_content(desk: CastDesk) -> None:
    await ask(desk.mother)
    await desk.deliver()
    await desk.chen.says("/start")

    line = next(each for each in desk.chen.screen.text.split("\n") if each.startswith("R-1"))
    for shown in ("P2", "不愿上学", "6到11岁", "正定县", "等了"):
        assert shown in line
    assert WORDS not in desk.chen.all_text


async def test_the_most_urgent_comes_first(desk: CastDesk) -> None:
    await ask(desk.mother, worry="睡不好")
    await ask(desk.stranger, worry="伤害自己")
    await desk.liu.says("/start")

    shown = [line[:3] for line in desk.liu.screen.text.split("\n") if line.startswith("R-")]
    assert shown == ["R-2", "R-1"]


async def test_the_second_who_presses_claim_learns_that_a_colleague_has_it(desk: CastDesk) -> None:
    await ask(desk.mother)
    await desk.deliver()
    await desk.chen.presses("我来接")
    await desk.liu.presses("我来接")

    assert "同事已经接了" in desk.liu.screen.text
    assert "陈静" not in desk.liu.screen.text
    assert "看内容" not in desk.liu.screen.labels


async def test_pressed_twice_claim_shows_the_present_state(desk: CastDesk) -> None:
    await ask(desk.mother)
    await desk.deliver()
    for _ in range(2):
        await desk.chen.presses_data("claim:1", desk.chen.screen.id)

    assert "在您手上" in desk.chen.screen.text
    assert "现在是这个情况" in desk.chen.toast


async def test_a_stale_card_of_a_closed_one_says_how_it_stands(desk: CastDesk) -> None:
    await answered(desk)
    await desk.chen.presses_data("close:1:helped", desk.chen.screen.id)
    for press in ("claim:1", "reply:1", "close:1:no_need", "ends:1", "giveback:1:1", "called:1:1"):
        await desk.chen.presses_data(press, desk.chen.screen.id)
        assert "已办结" in desk.chen.screen.text, press

    assert (await referral(desk)).outcome == "helped"


async def test_a_colleague_neither_reads_nor_answers_nor_closes(desk: CastDesk) -> None:
    await answered(desk)
    await desk.liu.says("/start")
    for press in ("read:1", "reply:1", "ends:1", "end:1:helped", "close:1:helped", "giveback:1:1"):
        await desk.liu.presses_data(press, desk.liu.screen.id)
        assert WORDS not in desk.liu.all_text
        assert ANSWER not in desk.liu.all_text

    assert (await referral(desk)).state is State.IN_CARE


async def test_another_role_finds_no_such_button(desk: CastDesk) -> None:
    await ask(desk.mother)
    for player in (desk.wang, desk.zhao, desk.sun, desk.stranger):
        await player.says("/start")
        for press in ("claim:1", "rcard:1", "read:1", "queue:0", "myrefs", "rhist:1"):
            await player.presses_data(press, player.screen.id)
            assert "R-1" not in player.screen.text

    assert (await referral(desk)).state is State.QUEUED


async def test_whose_role_has_ended_finds_nothing_any_more(desk: CastDesk) -> None:
    await claimed(desk)
    async with desk.database.write() as tx:
        found = await tx.execute(sa.select(address.c.person).where(address.c.acting.is_not(None)))
        for (person,) in found.all():
            for held in await roles_of(tx, person, desk.house.today):
                if held.unit is not None:
                    await end_role(tx, held.id, desk.house.today - timedelta(days=1))
    await desk.chen.presses_data("read:1", desk.chen.screen.id)

    assert WORDS not in desk.chen.all_text


async def test_reading_is_recorded_each_time(desk: CastDesk) -> None:
    await claimed(desk)
    for _ in range(2):
        await desk.chen.presses_data("read:1", desk.chen.screen.id)

    async with desk.database.read() as tx:
        notes = (await tx.execute(sa.select(audit.c.deed).where(audit.c.thing == "referral"))).all()
    assert [deed for (deed,) in notes].count("read") == 2


async def test_closed_in_three_taps_or_with_words(desk: CastDesk) -> None:
    await answered(desk)
    await desk.chen.presses("查看 R-1") if "查看 R-1" in desk.chen.screen.labels else None
    await desk.chen.presses_data("rcard:1", desk.chen.screen.id)
    await desk.chen.presses("办结")
    await desk.chen.presses("帮上了")
    await desk.chen.says("家长说好多了。")

    assert (await referral(desk)).state is State.CLOSED
    await desk.deliver()
    assert "家长说好多了" not in desk.mother.all_text


async def test_given_back_it_waits_for_all_of_the_unit_again(desk: CastDesk) -> None:
    await claimed(desk)
    await desk.chen.presses("放回队列")
    await desk.chen.presses("放回去")
    await desk.deliver()

    assert (await referral(desk)).state is State.QUEUED
    await desk.liu.presses("我来接")
    assert "在您手上" in desk.liu.screen.text


async def test_a_call_entered_stops_the_clock_after_being_asked(desk: CastDesk) -> None:
    await claimed(desk)
    await desk.chen.presses("已通话或见面")
    assert (await referral(desk)).responded_at is None
    await desk.chen.presses("联系过了")

    assert (await referral(desk)).responded_at == desk.clock()


async def test_the_history_names_nobody(desk: CastDesk) -> None:
    await answered(desk)
    await desk.chen.presses_data("rhist:1", desk.chen.screen.id)

    assert "有人接了" in desk.chen.screen.text
    assert "陈静" not in desk.chen.screen.text


async def test_what_one_holds_is_one_press_away(desk: CastDesk) -> None:
    await claimed(desk)
    await desk.chen.says("/start")
    assert "R-1" not in desk.chen.screen.text
    await desk.chen.presses("我手上的")

    assert "R-1" in desk.chen.screen.text


async def test_late_it_climbs_through_the_timetable_and_the_family_is_told_honestly(
    desk: CastDesk,
) -> None:
    await ask(desk.mother, worry="伤害自己")
    await desk.deliver()
    desk.clock.on(hours=8)
    await desk.tick()
    assert "超时了：R-1" in desk.chen.screen.text

    await desk.mother.presses("查看 R-1")
    assert "比说好的时间晚了" in desk.mother.screen.text
    assert "12356" in desk.mother.screen.text
