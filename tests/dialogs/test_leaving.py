"""A child moved, its need ended, it died: told in few taps, agreed by the supervisor, taken back when wrong."""

from datetime import date

import pytest
import sqlalchemy as sa

from dialogs.director.moving import LeavesFor, Moved, ProposeLeaving
from dialogs.director.proposing_press import Closings, Reopen
from reminders.leaving import Why
from storage.access import Channel, Role
from storage.ids import ChildId
from storage.ledger import NewChild, add_child
from storage.tables.ledger import child as children
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.reminders.proposing import counted
from tests.security.town import Newcomer, joins
from tests.village import NEXT_VILLAGE, VILLAGE, Village

ENTERED = "2026-08-13"


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


@pytest.fixture
async def child(village: Village) -> ChildId:
    return await village.child(ENTERED)


async def _asked(player: Player, child: ChildId) -> None:
    await player.says("/start")
    await player.presses_data(Moved(child=child).pack(), player.screen.id)


async def _left_why(desk: CastDesk, child: ChildId) -> str | None:
    async with desk.database.read() as tx:
        found = await tx.execute(sa.select(children.c.left_why).where(children.c.id == child))
    why: str | None = found.scalar_one()
    return why


async def test_three_taps_and_the_supervisors_word(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    await _asked(desk.wang, child)
    for tap in ("户口迁到本地", "告诉督导员"):
        await desk.wang.presses(tap)
    assert "督导员同意之前，该办的照常要办" in desk.wang.screen.text
    assert len(await village.due()) == 3
    await desk.wang.presses_data(f"child:{child}", desk.wang.screen.id)
    assert "⏳ P-1：有变化，等督导员确认" in desk.wang.screen.text
    assert "查看 P-1" in desk.wang.screen.labels
    await desk.tick()
    assert desk.zhao.screen.text.startswith(f"P-1 · C-{child}有变化，等确认")
    card = await desk.zhao.presses("P-1")
    assert "户口迁到本地了" in card.text
    await desk.zhao.presses("同意")
    await desk.deliver()

    assert await village.due() == []
    assert "已同意" in desk.wang.screen.text
    assert await _left_why(desk, child) == "hukou"


async def test_who_moved_within_the_desk_goes_to_the_next_director(
    desk: CastDesk, child: ChildId
) -> None:
    ma = await joins(desk, Newcomer(601, Role.DIRECTOR, NEXT_VILLAGE, name="马主任"))
    await _asked(desk.wang, child)
    await desk.wang.presses("搬走了")
    await desk.wang.says("不知道的地方")
    assert "没找到" in desk.wang.screen.text
    await desk.wang.presses_data(
        ProposeLeaving(child=child, why=Why.MOVED, to=NEXT_VILLAGE).pack(), desk.wang.screen.id
    )
    await desk.tick()
    for tap in ("P-1", "同意"):
        await desk.zhao.presses(tap)
    await desk.deliver()

    assert ma.screen.text == f"C-{child}搬到您这里了，档案一起转来。"
    await ma.presses("看这个孩子")
    assert "李小雨" in ma.screen.text
    await desk.wang.presses_data(f"child:{child}", desk.wang.screen.id)
    assert "李小雨" not in desk.wang.screen.text


async def test_the_place_is_typed_as_people_say_it(desk: CastDesk, child: ChildId) -> None:
    await _asked(desk.wang, child)
    await desk.wang.presses("搬走了")
    await desk.wang.says("正定镇")
    await desk.wang.presses("正定镇")

    assert "已交给督导员" in desk.wang.screen.text


async def test_a_child_who_died_is_told_with_care_and_never_written_about(
    desk: CastDesk, child: ChildId
) -> None:
    await _asked(desk.wang, child)
    asked = await desk.wang.presses("孩子去世了")
    assert asked.text.startswith("听到这个消息，我们很难过。")
    await desk.wang.presses("告诉督导员")
    await desk.tick()
    assert "去世" not in desk.zhao.screen.text
    for tap in ("P-1", "同意"):
        await desk.zhao.presses(tap)
    assert "不会再给任何人发消息" in desk.zhao.screen.text
    before = [len(player.messages) for player in (desk.wang, desk.zhao, desk.sun)]
    for day in ("2026-11-24", "2026-12-01", "2026-12-31"):
        desk.clock.to(day, "08:31")
        await desk.tick()

    assert [len(player.messages) for player in (desk.wang, desk.zhao, desk.sun)] == before


async def test_a_wrong_leaving_is_taken_back_by_the_supervisor(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    before = await village.due()
    await _asked(desk.wang, child)
    for tap in ("搬走了", "去了别处"):
        await desk.wang.presses(tap)
    await desk.tick()
    for tap in ("P-1", "同意"):
        await desk.zhao.presses(tap)
    assert await village.due() == []
    await desk.zhao.says("/start")
    for tap in ("更多", "最近离开的孩子", f"C-{child} · 搬走了", "弄错了"):
        await desk.zhao.presses(tap)
    assert f"C-{child}已恢复" in desk.zhao.screen.text
    await desk.deliver()

    assert await village.due() == before
    assert desk.wang.screen.text == f"C-{child}已恢复，和以前一样。"
    await desk.zhao.presses_data(Reopen(proposal=1).pack(), desk.zhao.screen.id)
    assert "以前页面" in desk.zhao.screen.text


async def test_after_seven_days_there_is_nothing_to_take_back(
    desk: CastDesk, child: ChildId
) -> None:
    await _asked(desk.wang, child)
    for tap in ("户口迁到本地", "告诉督导员"):
        await desk.wang.presses(tap)
    await desk.tick()
    for tap in ("P-1", "同意"):
        await desk.zhao.presses(tap)
    desk.clock.to("2026-11-30", "09:01")
    await desk.zhao.presses_data(Closings().pack(), desk.zhao.screen.id)
    assert "没有孩子离开" in desk.zhao.screen.text
    await desk.zhao.presses_data(Reopen(proposal=1).pack(), desk.zhao.screen.id)

    assert "不能恢复" in desk.zhao.toast
    assert await _left_why(desk, child) == "hukou"


async def test_pressed_twice_one_proposal_waits(desk: CastDesk, child: ChildId) -> None:
    await desk.wang.says("/start")
    press = ProposeLeaving(child=child, why=Why.NEED_ENDED).pack()
    for _ in range(2):
        await desk.wang.presses_data(press, desk.wang.screen.id)

    assert "已经提交过了" in desk.wang.toast
    assert desk.wang.screen.text.startswith("P-1")


async def test_a_birthday_or_a_foreign_child_is_nobodys_to_tell(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    foreign = await village.child(ENTERED, region=NEXT_VILLAGE)
    only_counted = await counted(village)
    await desk.wang.says("/start")
    for press in (
        LeavesFor(child=child, why=Why.SIXTEEN),
        ProposeLeaving(child=child, why=Why.SIXTEEN),
        ProposeLeaving(child=only_counted, why=Why.NEED_ENDED),
        ProposeLeaving(child=child, why=Why.MOVED, to="000000"),
        ProposeLeaving(child=child, why=Why.MOVED, to="130123"),
        Moved(child=foreign),
        LeavesFor(child=foreign, why=Why.DIED),
        ProposeLeaving(child=foreign, why=Why.DIED),
        ProposeLeaving(child=54321, why=Why.DIED),
    ):
        await desk.wang.presses_data(press.pack(), desk.wang.screen.id)
        assert "以前页面" in desk.wang.screen.text, press
    await desk.wang.presses_data("props:0", desk.wang.screen.id)
    assert "没有等着处理的" in desk.wang.screen.text


async def test_on_strict_telegram_no_place_is_told(desk: CastDesk, child: ChildId) -> None:
    ma = await joins(
        desk, Newcomer(7001, Role.SUPERVISOR, "130123100", name="马督导"), Channel.TELEGRAM
    )
    await _asked(ma, child)
    await ma.presses("搬走了")
    assert "网页" in ma.screen.text
    await ma.says("正定镇")
    assert "正定镇" not in ma.screen.text
    place = ProposeLeaving(child=child, why=Why.MOVED, to=NEXT_VILLAGE)
    await ma.presses_data(place.pack(), ma.screen.id)
    assert "以前页面" in ma.screen.text
    await ma.presses_data(ProposeLeaving(child=child, why=Why.MOVED).pack(), ma.screen.id)

    assert "已交给督导员" in ma.screen.text
    assert "李小雨" not in ma.all_text


async def test_who_is_16_leaves_by_the_timetable_and_both_hear_it_on_a_working_morning(
    desk: CastDesk, village: Village
) -> None:
    async with desk.database.write() as tx:
        new = NewChild("大妮", VILLAGE, date(2026, 9, 1), born_on=date(2010, 11, 27))
        grown = await add_child(tx, new)
    desk.clock.to("2026-11-28", "08:31")  # a Saturday, the day after the birthday
    await desk.tick()
    assert await _left_why(desk, grown) == "sixteen"
    assert not any("满16岁" in player.all_text for player in (desk.wang, desk.zhao))
    desk.clock.to("2026-11-30", "08:31")
    await desk.tick()

    for player in (desk.wang, desk.zhao):
        assert f"C-{grown}从11月28日起满16岁" in player.all_text
        assert "大妮" not in player.all_text


@pytest.mark.parametrize("tap", ["ask", "why", "propose"])
async def test_statements(desk: CastDesk, child: ChildId, tap: str) -> None:
    await desk.wang.says("/start")
    presses = {
        "ask": Moved(child=child),
        "why": LeavesFor(child=child, why=Why.HUKOU),
        "propose": ProposeLeaving(child=child, why=Why.HUKOU),
    }
    with statements(desk.database) as run:
        await desk.wang.presses_data(presses[tap].pack(), desk.wang.screen.id)

    assert len(run) <= 8, run
