"""Words of danger outside a form: a trace, at P0 a referral and its alarm, buttons, the duty to report."""

import pytest
import structlog

from dialogs.deeds.danger import trace
from referrals.danger import Danger, Label
from referrals.levels import Level
from storage.access import Channel
from storage.danger_traces import traces_of
from storage.ids import ReferralId
from storage.referral_lists import requests_of
from storage.referrals import Referral, Source
from tests.cast import CastDesk, Player
from tests.dialogs.asking import referral

P0 = "孩子拿刀割手腕，现在就在流血"
P1 = "孩子说活着没意思"
CHILD = "我13岁，我不想活了"


async def opened(desk: CastDesk) -> list[Referral]:
    """Everything that is open, in order."""
    found = []
    for number in range(1, 5):
        try:
            found.append(await referral(desk, number))
        except AssertionError:
            break
    return found


async def test_p0_opens_a_referral_at_once_and_alarms(desk: CastDesk) -> None:
    await desk.mother.says(P0)
    await desk.deliver()

    (one,) = await opened(desk)
    assert (one.source, one.level, one.worry) == (Source.DANGER, "P0", "SELF_HARM")
    assert "正在通知工作人员（R-1）" in desk.mother.screen.text or any(
        "正在通知工作人员（R-1）" in each.text for each in desk.mother.messages
    )
    for worker in (desk.chen, desk.liu):
        assert "有一件新的求助：R-1" in worker.screen.text
    await desk.chen.presses("我来接")
    await desk.chen.presses("看内容")
    assert P0 in desk.chen.screen.text


async def test_the_alarm_of_p0_goes_before_everything_else(desk: CastDesk) -> None:
    await desk.mother.says(P0)
    async with desk.database.write() as tx:
        from storage.outbox import claim

        first = (await claim(tx, desk.clock(), 1))[0]

    assert first.kind == "referral_new"


async def test_a_chat_has_one_open_referral_of_danger(desk: CastDesk) -> None:
    for _ in range(3):
        await desk.mother.says(P0)

    assert len(await opened(desk)) == 1
    async with desk.database.read() as tx:
        assert len(await traces_of(tx, ReferralId(1))) == 3


async def test_below_p0_it_asks_and_opens_nothing_by_itself(desk: CastDesk) -> None:
    await desk.mother.says(P1)

    assert await opened(desk) == []
    assert "和这里的人说说" in desk.mother.screen.labels
    assert "我不是这个意思" in desk.mother.screen.labels


async def test_talk_to_someone_opens_one_and_pressed_twice_shows_it(desk: CastDesk) -> None:
    await desk.mother.says(P1)
    talk = next(data for label, data in desk.mother.screen.buttons if "和这里的人说说" in label)
    for _ in range(2):
        await desk.mother.presses_data(talk, desk.mother.screen.id)
        assert "R-1" in desk.mother.screen.text
    await desk.deliver()

    (one,) = await opened(desk)
    assert one.level == "P1"
    assert "有一件新的求助：R-1" in desk.chen.screen.text


async def test_later_danger_raises_the_open_one(desk: CastDesk) -> None:
    await desk.mother.says(P1)
    await desk.mother.presses("和这里的人说说")
    await desk.mother.says(P0)
    await desk.deliver()

    (one,) = await opened(desk)
    assert one.level == "P0"
    assert "又出现了危险的话" in desk.chen.all_text


async def test_not_what_i_meant_ends_it_and_is_kept_for_review(desk: CastDesk) -> None:
    await desk.mother.says(P1)
    await desk.mother.presses("我不是这个意思")

    assert await opened(desk) == []
    async with desk.database.read() as tx:
        import sqlalchemy as sa

        from storage.tables.referrals import danger_trace

        (kept,) = (await tx.execute(sa.select(danger_trace))).all()
    assert kept.dismissed_at is not None
    assert P1.encode() not in bytes(kept.words)


async def test_a_stranger_cannot_press_for_somebody_else(desk: CastDesk) -> None:
    await desk.mother.says(P1)
    await desk.stranger.says("/start")
    await desk.stranger.presses_data("talk:1", desk.stranger.screen.id)
    await desk.stranger.presses_data("notso:1", desk.stranger.screen.id)

    assert await opened(desk) == []
    await desk.mother.presses("和这里的人说说")
    assert len(await opened(desk)) == 1


async def test_a_child_is_spoken_to_as_one(desk: CastDesk) -> None:
    await desk.mother.says(CHILD)

    assert "要不要有人来和你说说话" in desk.mother.screen.text


async def test_the_form_underneath_is_kept(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("心理支持")
    await desk.mother.presses("我同意")
    await desk.mother.says(P1)
    await desk.mother.says("/start")
    await desk.mother.presses("心理支持")

    assert "关于谁" in desk.mother.screen.text


async def test_a_director_gets_the_duty_and_a_way_to_refer_at_this_level(desk: CastDesk) -> None:
    await desk.wang.says(P1)

    assert "第十一条" in desk.wang.screen.text
    assert "110" in desk.wang.screen.text
    assert "和这里的人说说" not in desk.wang.screen.labels
    assert await opened(desk) == []


async def test_what_is_said_is_true_when_nobody_can_be_reached(desk: CastDesk) -> None:
    from storage.chats import mark_unreachable, reaches_of
    from storage.people import members_of, units_within

    async with desk.database.write() as tx:
        (unit,) = await units_within(tx, "13/1301/130123")
        for person in await members_of(tx, unit.id, desk.house.today):
            for reach in await reaches_of(tx, person):
                await mark_unreachable(tx, reach.address, desk.clock())
    with structlog.testing.capture_logs() as logged:
        await desk.mother.says(P0)

    assert "现在这里没有人能回话" in desk.mother.screen.text
    assert [each for each in logged if each["log_level"] == "critical"]
    assert P0 not in str(logged)


@pytest.mark.parametrize(("level", "count"), [(Level.P0, 1), (Level.P1, 0)])
async def test_after_a_turn_that_failed_the_trace_is_kept_and_p0_still_alarms(
    desk: CastDesk, level: Level, count: int
) -> None:
    await desk.mother.says("/start")
    danger = Danger(Label.SELF_HARM_CHILD, level, child_voice=False)
    async with desk.database.write() as tx:
        import sqlalchemy as sa

        from storage.tables.chats import address

        newest = (await tx.execute(sa.select(sa.func.max(address.c.id)))).scalar_one()
        await trace(tx, newest, danger, P0, desk.clock())

    assert len(await opened(desk)) == count


async def test_on_telegram_the_alarm_sounds_too(desk: CastDesk) -> None:
    phone = Player(desk, 901, Channel.TELEGRAM)
    await phone.says(P0)
    await desk.deliver()

    (one,) = await opened(desk)
    assert one.level == "P0"
    assert one.address is not None
    async with desk.database.read() as tx:
        assert len(await requests_of(tx, one.address)) == 1
    assert "有一件新的求助：R-1" in desk.chen.screen.text
