"""Leave from–to in the chat: two taps or two typed days, refused kindly, told above, cancelled."""

from datetime import date

import pytest

from dialogs.director.leave_days import coming_day
from dialogs.director.leave_press import CancelLeave, LeaveFrom, LeaveThrough, ShortenLeave
from storage.ids import PersonId
from storage.leave import leaves_of
from tests.cast import CastDesk
from tests.counting import statements
from tests.village import Village

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", TODAY),
        ("明天", date(2026, 11, 24)),
        ("周一", TODAY),
        ("星期天", date(2026, 11, 29)),
        ("下周一", date(2026, 11, 30)),
        ("下周日", date(2026, 12, 6)),
        ("11-22", date(2027, 11, 22)),  # over this year: the next one
        ("11-23", TODAY),
        ("12月5日", date(2026, 12, 5)),
        ("2-29", date(2028, 2, 29)),
        ("2026-11-22", date(2026, 11, 22)),  # given back as it is
        ("2-30", None),
        ("改天", None),
    ],
)
def test_a_day_to_come_as_people_type_it(text: str, day: date | None) -> None:
    assert coming_day(text, TODAY) == day


async def _mine(desk: CastDesk) -> list[tuple[date, date]]:
    async with desk.database.read() as tx:
        found = await leaves_of(tx, await _person(desk), TODAY)
    return [(each.since, each.until) for each in found]


async def _person(desk: CastDesk) -> PersonId:
    return (await Village.of_desk(desk.database)).wang.person


async def _opened(desk: CastDesk) -> None:
    await desk.wang.says("/start")
    for tap in ("更多", "我的请假", "登记请假"):
        await desk.wang.presses(tap)


async def test_two_taps_and_the_supervisor_knows(desk: CastDesk) -> None:
    await _opened(desk)
    await desk.wang.presses("明天")
    await desk.wang.presses("11月26日")
    assert "11月24日至11月26日" in desk.wang.screen.text
    await desk.deliver()

    assert await _mine(desk) == [(date(2026, 11, 24), date(2026, 11, 26))]
    who = await _person(desk)
    assert desk.zhao.screen.text.startswith(f"D-{who}从11月24日到11月26日请假")


async def test_typed_days_misread_days_and_days_that_overlap(desk: CastDesk) -> None:
    await _opened(desk)
    await desk.wang.says("改天")
    assert "没看懂" in desk.wang.screen.text
    await desk.wang.says("12月7日")
    await desk.wang.says("12月11日")
    assert await _mine(desk) == [(date(2026, 12, 7), date(2026, 12, 11))]
    await _opened(desk)
    await desk.wang.says("12-11")
    await desk.wang.says("12-12")

    assert "已经有一次请假：12月7日至12月11日" in desk.wang.screen.text
    assert len(await _mine(desk)) == 1


async def test_it_is_cancelled_and_pressed_again_it_is_gone(desk: CastDesk) -> None:
    await _opened(desk)
    await desk.wang.presses("今天")
    await desk.wang.presses("11月24日")
    await desk.deliver()
    await desk.wang.presses("我的请假")
    shown = await desk.wang.presses("取消：")
    assert "已取消" in desk.wang.toast
    assert "还没有请假" in shown.text
    await desk.deliver()
    assert "取消了请假" in desk.zhao.screen.text
    await desk.wang.presses_data(CancelLeave(leave=1).pack(), desk.wang.screen.id)

    assert "没有这次请假了" in desk.wang.toast
    assert await _mine(desk) == []


async def test_back_earlier_than_thought(desk: CastDesk) -> None:
    await _opened(desk)
    await desk.wang.presses("今天")
    await desk.wang.presses("12月6日")
    await desk.wang.presses("我的请假")
    await desk.wang.presses("改最后一天")
    await desk.wang.says("11-25")
    assert "11月25日" in desk.wang.screen.text
    assert await _mine(desk) == [(TODAY, date(2026, 11, 25))]
    await desk.wang.presses("今天是最后一天")

    assert await _mine(desk) == [(TODAY, TODAY)]


async def test_forged_days_are_answered_kindly(desk: CastDesk) -> None:
    await desk.wang.says("/start")
    for press in (
        LeaveFrom(since="2025-01-01"),
        LeaveFrom(since="9999-12-31"),
        LeaveFrom(since="never"),
        LeaveThrough(since="2026-11-25", until="2026-11-24"),
        LeaveThrough(since="2026-11-22", until="2026-11-24"),
        LeaveThrough(since="2026-11-25", until="9999-12-31"),
        LeaveThrough(since="2026-11-25", until="x"),
        ShortenLeave(leave=1, until="2026-11-25"),
    ):
        await desk.wang.presses_data(press.pack(), desk.wang.screen.id)
        assert "没有存下来" not in desk.wang.screen.text, press
    assert await _mine(desk) == []


async def test_another_ones_leave_is_not_there(desk: CastDesk) -> None:
    await _opened(desk)
    await desk.wang.presses("今天")
    await desk.wang.presses("11月24日")
    for player in (desk.zhao, desk.sun, desk.mother):
        await player.says("/start")
        await player.presses_data(CancelLeave(leave=1).pack(), player.screen.id)
        await player.presses_data(
            ShortenLeave(leave=1, until="2026-11-23").pack(), player.screen.id
        )

    assert await _mine(desk) == [(TODAY, date(2026, 11, 24))]


async def test_taking_leave_costs_at_most_eight_statements(desk: CastDesk) -> None:
    await desk.wang.says("/start")
    press = LeaveThrough(since="2026-11-25", until="2026-11-27").pack()
    with statements(desk.database) as run:
        await desk.wang.presses_data(press, desk.wang.screen.id)

    assert len(run) <= 8, run
