"""What the supervisor and the county get when nobody moves."""

from datetime import date

import pytest

from dialogs.director.presses import OverdueOf, ShowChild
from reminders.due import Kind
from storage import ledger
from storage.access import Role
from storage.ids import ChildId
from storage.people import end_role, roles_of
from tests.cast import CastDesk
from tests.village import NEXT_VILLAGE, OTHER_TOWN, VILLAGE, Village, somebody

# Entered on 13 August, the contact was due on Friday, 13 November; on the 24th it is 11 days over.
ENTERED = "2026-08-13"
TODAY = date(2026, 11, 24)


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


@pytest.fixture
async def child(desk: CastDesk, village: Village) -> ChildId:
    """Eleven days over; everybody has this morning's digest."""
    made = await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    return made


async def test_after_a_week_the_supervisor_gets_it_by_director_without_names(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    digest = desk.zhao.screen
    assert digest.text == (
        "早上好，这几件事该办了。\n"
        f"儿童主任 D-{village.wang.person}：1件没办，最久的过期11天。\nC-{child} · 还没联系过"
    )
    assert digest.labels == [f"C-{child} · 联系 · 已过期，11月13日到期", "全部知道了", "首页"]
    assert desk.wang.screen.labels[0].startswith(f"C-{child}")
    for name in ("李小雨", "王秀兰"):
        assert name not in digest.text


async def test_the_longest_overdue_director_comes_first(desk: CastDesk, village: Village) -> None:
    ma = await somebody(desk.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    recent, old = (
        await village.child("2026-08-16"),
        await village.child("2026-08-05", region=NEXT_VILLAGE),
    )
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()

    lines = desk.zhao.screen.text.split("\n")[1:]
    assert [line.split("：")[0] for line in lines] == [
        f"儿童主任 D-{ma.person}",
        f"C-{old} · 还没联系过",
        f"儿童主任 D-{village.wang.person}",
        f"C-{recent} · 还没联系过",
    ]
    references = [label.split(" ")[0] for label in desk.zhao.screen.labels[:2]]
    assert references == [f"C-{old}", f"C-{recent}"]


async def test_home_groups_what_is_a_week_over_by_director(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    await village.child("2026-08-20")  # four days over: not yet the supervisor's
    home = await desk.zhao.says("/start")
    assert home.text == "儿童督导员\n过期一周以上的有1件。按儿童主任看："
    assert home.labels[0] == "王秀兰（示例） · 1件没办，最久的过期11天"

    group = await desk.zhao.presses("王秀兰")
    assert group.labels[0] == f"C-{child} · 联系 · 已过期，11月13日到期"
    card = await desk.zhao.presses(f"C-{child}")
    assert card.text.startswith(f"C-{child} · 李小雨")
    assert "申请帮助" not in card.labels  # a referral is the director's


@pytest.mark.parametrize(("day", "told"), [("2026-11-24", False), ("2026-11-25", True)])
async def test_the_seventh_day_is_the_supervisors(
    desk: CastDesk, village: Village, day: str, told: bool
) -> None:
    await village.child("2026-08-18")
    desk.clock.to(day)
    home = await desk.zhao.says("/start")

    assert ("王秀兰" in "".join(home.labels)) is told


async def test_a_supervisor_may_record_too(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "都好"):
        done = await desk.zhao.presses(tap)

    assert "已经记下" in done.text
    assert date(2027, 2, 24) in await village.due()
    assert "没有过期一周以上的事" in (await desk.zhao.says("/start")).text


async def test_danger_shows_a_supervisor_the_duty_and_no_button_they_may_not_use(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "家访过了", "有危险"):
        done = await desk.zhao.presses(tap)

    assert done.text.startswith("孩子有危险吗？现在就打110。")
    assert "请和孩子的儿童主任商量" in done.text
    assert "申请帮助" not in done.labels


async def test_what_falls_to_nobody_is_the_supervisors_and_named_so(
    desk: CastDesk, village: Village
) -> None:
    async with desk.database.write() as tx:
        for role in await roles_of(tx, village.wang.person, TODAY):
            await end_role(tx, role.id, date(2026, 11, 23))
    soon, late = await village.child("2026-08-25"), await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()

    assert "没有儿童主任负责：2件没办，最久的过期11天。" in desk.zhao.screen.text
    assert [label.split(" ")[0] for label in desk.zhao.screen.labels[:2]] == [
        f"C-{late}",
        f"C-{soon}",
    ]


async def test_the_county_is_told_after_a_month_in_counts_only(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child("2026-07-20")  # due on 20 October
    desk.clock.to("2026-11-19")
    desk.ticked = desk.clock.now
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()

    assert desk.sun.screen.text == "早上好，这几件事该办了。\n正定镇：1件没办，最久的过期35天。"
    assert f"C-{child}" not in desk.sun.all_text
    assert desk.sun.screen.labels == ["首页"]


async def test_another_township_is_answered_as_what_never_was(
    desk: CastDesk, village: Village
) -> None:
    other = await village.child(ENTERED, region=OTHER_TOWN)
    far = await somebody(desk.database, "远主任", Role.DIRECTOR, OTHER_TOWN)
    await desk.zhao.says("/start")

    async def answer(press: str) -> str:
        await desk.zhao.presses_data(press, desk.zhao.screen.id)
        return desk.zhao.screen.text

    unknown = await answer(ShowChild(child=999).pack())
    assert await answer(ShowChild(child=other).pack()) == unknown
    nobody = await answer(OverdueOf(director=999).pack())
    assert await answer(OverdueOf(director=far.person).pack()) == nobody


async def test_a_reassigned_child_moves_to_the_other_directors_group(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    ma = await somebody(desk.database, "马主任", Role.DIRECTOR, VILLAGE)
    async with desk.database.write() as tx:
        await ledger.assign(tx, child, ma.person, TODAY)

    home = await desk.zhao.says("/start")
    assert home.labels[0].startswith("马主任")


async def test_done_meanwhile_the_old_button_says_so(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    await desk.zhao.says("/start")
    await village.held(village.wang, child, Kind.CONTACT, "2026-11-24", desk.clock())

    assert "没有过期的事" in (await desk.zhao.presses("王秀兰")).text
