"""Handing children over and covering leave, pressed through: who is told, whom the next plan tells."""

from datetime import date

import pytest
import sqlalchemy as sa

from dialogs.supervisor.presses import AllToNow, LeaveDays, OneTo
from storage.access import Role
from storage.database import Database
from storage.ids import ChildId
from storage.leave import Leave, leaves_of
from storage.tables.ledger import assignment
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.village import FIRST_CHAT, NEXT_VILLAGE, Official, Village, somebody

ENTERED = "2026-08-13"
TODAY = date(2026, 11, 24)


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    made = await Village.of_desk(desk.database)
    desk.clock.to("2026-11-24", "07:00")
    return made


@pytest.fixture
async def child(village: Village) -> ChildId:
    return await village.child(ENTERED)


@pytest.fixture
async def ma(village: Village) -> Official:
    return await somebody(village.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)


def _chat(desk: CastDesk, who: Official) -> Player:
    return Player(desk, FIRST_CHAT + who.person)


async def test_all_the_children_go_and_the_next_digest_goes_with_them(
    desk: CastDesk, village: Village, child: ChildId, ma: Official
) -> None:
    second = await village.child(ENTERED)
    await desk.zhao.says("/start")
    for tap in ("王秀兰", "看这位儿童主任", "全部儿童交接"):
        asked = await desk.zhao.presses(tap)
    assert asked.text == "王秀兰（示例）：2名儿童。从今天起全部交给谁？"
    sure = await desk.zhao.presses("马主任")
    assert sure.text.startswith("王秀兰（示例）的2名儿童从今天起全部交给马主任")
    done = await desk.zhao.presses("确定，全部交接")
    assert "2名儿童从今天起由马主任负责。" in done.text
    assert "也负责孩子所在的村（居）" in done.text

    desk.clock.to("2026-11-24", "08:30")
    await desk.deliver()
    references = f"C-{child}、C-{second}"
    assert desk.wang.screen.text == (
        f"从今天起，您负责的2名儿童改由D-{ma.person}负责：{references}。您不用再办他们的事了。"
    )
    taker = _chat(desk, ma)
    assert taker.screen.text.startswith(f"从今天起，另有2名儿童由您负责：{references}。")
    told = len(desk.wang.messages)

    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    assert [label.split(" ")[0] for label in taker.screen.labels[:2]] == [
        f"C-{child}",
        f"C-{second}",
    ]
    assert len(desk.wang.messages) == told


async def test_one_child_goes_from_its_card(
    desk: CastDesk, village: Village, child: ChildId, ma: Official
) -> None:
    stays = await village.child(ENTERED)
    await desk.zhao.says("/start")
    for tap in ("王秀兰", f"C-{child}", "更多", "交给别的儿童主任"):
        asked = await desk.zhao.presses(tap)
    assert asked.text == f"C-{child}从今天起交给谁？"
    assert not any("王秀兰" in label for label in asked.labels)
    done = await desk.zhao.presses("马主任")
    assert done.text.startswith(f"C-{child}从今天起由马主任负责。")

    await desk.wang.says("/start")
    mine = await desk.wang.presses("我负责的")
    assert [label.split(" ")[0] for label in mine.labels[:1]] == [f"C-{stays}"]
    assert not any(label.startswith(f"C-{child}") for label in mine.labels)


async def test_pressed_twice_it_is_done_once_and_said_kindly(
    desk: CastDesk, village: Village, child: ChildId, ma: Official
) -> None:
    await desk.zhao.says("/start")
    everything = AllToNow(giver=village.wang.person, taker=ma.person).pack()
    one = OneTo(child=child, taker=ma.person).pack()
    for press in (everything, everything, one):
        await desk.zhao.presses_data(press, desk.zhao.screen.id)
    assert desk.zhao.screen.text == f"C-{child}本来就由他们负责。"
    assert await _assignments(desk.database, child) == [ma.person]
    desk.clock.to("2026-11-24", "08:30")
    await desk.deliver()
    assert sum("改由" in shown.text for shown in desk.wang.messages) == 1


async def test_what_nobody_answers_for_is_given_to_somebody(
    desk: CastDesk, village: Village, child: ChildId, ma: Official
) -> None:
    """Two directors share the village, and the child is assigned to neither."""
    await somebody(desk.database, "李主任", Role.DIRECTOR, "130123100001")
    home = await desk.zhao.says("/start")
    assert home.labels[0].startswith("没有儿童主任负责")
    for tap in ("没有儿童主任负责", "全部儿童交接", "李主任", "确定，全部交接"):
        done = await desk.zhao.presses(tap)
    assert done.text.startswith(f"C-{child}从今天起由李主任负责。")


async def test_more_children_cost_no_more_statements(
    desk: CastDesk, village: Village, ma: Official
) -> None:
    await desk.zhao.says("/start")
    costs = []
    for some in (1, 6):
        for _ in range(some):
            await village.child(ENTERED)
        press = AllToNow(giver=village.wang.person, taker=ma.person).pack()
        with statements(desk.database) as executed:
            await desk.zhao.presses_data(press, desk.zhao.screen.id)
        costs.append(len(executed))
        back = AllToNow(giver=ma.person, taker=village.wang.person).pack()
        await desk.zhao.presses_data(back, desk.zhao.screen.id)
    assert max(costs) <= 18, costs
    assert costs[1] <= costs[0]


async def test_a_leave_is_entered_and_covered_and_the_cover_gets_the_digest(
    desk: CastDesk, village: Village, child: ChildId, ma: Official
) -> None:
    await desk.zhao.says("/start")
    for tap in ("王秀兰", "看这位儿童主任", "生病或外出", "7天"):
        asked = await desk.zhao.presses(tap)
    assert asked.text == "王秀兰（示例）11月24日至11月30日请假，请谁代班？"
    done = await desk.zhao.presses("马主任")
    assert done.text == "11月24日至11月30日由马主任代班，已经通知。"
    (entered,) = await _leaves(desk, village)
    assert (entered.since, entered.until, entered.cover) == (TODAY, date(2026, 11, 30), ma.person)

    desk.clock.to("2026-11-24", "08:30")
    await desk.deliver()
    assert "督导员替您登记了请假：11月24日至11月30日" in desk.wang.screen.text
    cover = _chat(desk, ma)
    assert cover.screen.text == (
        f"11月24日至11月30日由您替D-{village.wang.person}代班，这段时间该办的事会提醒您。"
    )
    told = len(desk.wang.messages)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    assert cover.screen.labels[0].startswith(f"C-{child}")
    assert len(desk.wang.messages) == told


async def test_entered_twice_it_is_one_leave(desk: CastDesk, village: Village) -> None:
    await desk.zhao.says("/start")
    for days in (7, 7, 30):
        press = LeaveDays(director=village.wang.person, days=days).pack()
        await desk.zhao.presses_data(press, desk.zhao.screen.id)
    assert "11月24日至11月30日请假，请谁代班" in desk.zhao.screen.text
    assert len(await _leaves(desk, village)) == 1


async def test_the_supervisor_covers_and_another_cover_may_follow(
    desk: CastDesk, village: Village, child: ChildId, ma: Official
) -> None:
    await desk.zhao.says("/start")
    for tap in ("王秀兰", "看这位儿童主任", "生病或外出", "3天", "我自己代班"):
        done = await desk.zhao.presses(tap)
    assert done.text == "11月24日至11月26日由您代班，该办的事会提醒您。"
    page = await desk.zhao.presses("返回")
    assert "11月24日至11月26日请假，由您代班。" in page.text
    for tap in ("11月24日起请谁代班", "马主任"):
        done = await desk.zhao.presses(tap)
    assert "由马主任代班" in done.text
    (entered,) = await _leaves(desk, village)
    assert entered.cover == ma.person


async def _leaves(desk: CastDesk, village: Village) -> list[Leave]:
    async with desk.database.read() as tx:
        return await leaves_of(tx, village.wang.person, TODAY)


async def _assignments(database: Database, child: ChildId) -> list[int]:
    async with database.read() as tx:
        found = await tx.execute(sa.select(assignment.c.person).where(assignment.c.child == child))
        return [row.person for row in found]
