"""Correcting an entry after a day, or another's as supervisor: another day, another outcome, it did not happen."""

from datetime import date

import pytest

from dialogs.director.card_presses import (
    Correct,
    Corrections,
    EnterRight,
    RightDay,
    RightOutcome,
    Withdraw,
)
from dialogs.director.presses import Begin, Enter
from reminders.due import Kind
from storage.entries import Entry
from storage.ids import ChildId
from tests.cast import CastDesk
from tests.counting import statements
from tests.dialogs.cared import answer, deeds_on, due_tomorrow, entries_of, on_telegram, tap
from tests.village import NEXT_VILLAGE, Village

MORE = ("看这个孩子", "更多", "改正一条记录")


async def entered(desk: CastDesk) -> tuple[Village, ChildId, Entry]:
    """A contact of yesterday evening, told a day and a half ago."""
    village, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "联系过了", "打电话", "孩子", "都好")
    desk.clock.on(hours=36)
    (made,) = await entries_of(desk.database, child)
    return village, child, made


async def test_another_day(desk: CastDesk) -> None:
    village, child, wrong = await entered(desk)
    which = await tap(desk.wang, *MORE)
    assert which.labels[0] == "11月24日 · 联系 · 打电话 · 孩子 · 都好"
    what = await tap(desk.wang, "11月24日 · 联系")
    assert what.labels[:3] == ["日期不对", "孩子的情况不是这样", "没有这回事"]
    days = await tap(desk.wang, "日期不对", "11月20日")
    assert days.text.split("\n")[:2] == [
        f"C-{child} · 联系 · 打电话 · 孩子 · 改正",
        "日期：11月20日",
    ]
    done = await tap(desk.wang, "都好")

    assert done.text.startswith(f"C-{child} · 记录已经改正。\n接下来：\n联系：最晚2027年2月20日")
    (right,) = await entries_of(desk.database, child)
    assert (right.held_on, right.corrects) == (date(2026, 11, 20), wrong.id)
    assert (right.how, right.with_whom, right.outcome) == ("phone", "child", "well")
    assert date(2027, 2, 20) in await village.due()
    assert (await deeds_on(desk.database, child))[-1] == "correct"


async def test_another_outcome_leads_on_like_the_first(desk: CastDesk) -> None:
    _, child, wrong = await entered(desk)
    await tap(desk.wang, *MORE, "11月24日 · 联系", "孩子的情况不是这样")
    done = await tap(desk.wang, "有危险")

    assert done.text.startswith("孩子有危险吗？现在就打110。")
    (right,) = await entries_of(desk.database, child)
    assert (right.outcome, right.held_on, right.corrects) == ("danger", wrong.held_on, wrong.id)


async def test_it_did_not_happen(desk: CastDesk) -> None:
    village, child, _ = await entered(desk)
    done = await tap(desk.wang, *MORE, "11月24日 · 联系", "没有这回事")

    assert "这条记录已经收回" in done.text
    assert await entries_of(desk.database, child) == []
    assert date(2026, 11, 25) in await village.due()


async def test_a_try_and_a_record_check_have_another_day_only(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "没联系上", "明天")
    await tap(desk.wang, "看这个孩子", "更多", "核对过信息", "都对")
    for kind in ("联系", "核对信息"):
        what = await tap(desk.wang, *MORE, f"11月24日 · {kind}")
        assert "孩子的情况不是这样" not in what.labels
        await tap(desk.wang, "日期不对", "11月20日", "就这样记下")

    made = await entries_of(desk.database, child)
    assert {(each.kind, each.reached, each.held_on.day) for each in made} == {
        ("contact", False, 20),
        ("refresh", True, 20),
    }


async def test_pressed_twice_it_is_corrected_once(desk: CastDesk) -> None:
    _, child, wrong = await entered(desk)
    shown = await tap(desk.wang, *MORE, "11月24日 · 联系", "孩子的情况不是这样")
    press = EnterRight(child=child, entry=wrong.id, outcome="worried").pack()
    await desk.wang.presses_data(press, shown.id)
    await desk.wang.presses_data(press, shown.id)
    await desk.wang.presses_data(Withdraw(child=child, entry=wrong.id).pack(), shown.id)

    assert "已经改过" in desk.wang.toast
    assert len(await entries_of(desk.database, child)) == 1


async def test_a_correction_left_is_not_gone_on_with_as_a_new_entry(desk: CastDesk) -> None:
    _, child, wrong = await entered(desk)
    shown = await tap(desk.wang, *MORE, "11月24日 · 联系", "孩子的情况不是这样")
    old = Enter(child=child, kind=Kind.CONTACT, reached=True, outcome="danger").pack()
    await desk.wang.presses_data(old, shown.id)
    assert [each.id for each in await entries_of(desk.database, child)] == [wrong.id]

    await desk.wang.presses_data(Begin(child=child, kind=Kind.CONTACT).pack(), shown.id)
    await tap(desk.wang, "见了面", "都好")
    made = await entries_of(desk.database, child)
    assert [(each.how, each.corrects) for each in made] == [("met", None), ("phone", None)]


async def test_a_director_is_shown_their_own_the_supervisor_all(desk: CastDesk) -> None:
    village, child, wrong = await entered(desk)
    await village.held(village.zhao, child, Kind.VISIT, "2026-11-25", desk.clock())
    assert len((await tap(desk.wang, *MORE)).labels) == 3
    theirs = (await entries_of(desk.database, child))[0]
    for made in (Correct, RightDay, RightOutcome, Withdraw):
        _, _, toast = await answer(desk.wang, made(child=child, entry=theirs.id).pack())
        assert "不归您改" in toast

    await desk.zhao.says("/start")
    await desk.zhao.presses_data(Corrections(child=child).pack(), desk.zhao.screen.id)
    assert len(desk.zhao.screen.labels) == 4
    await desk.zhao.presses_data(Withdraw(child=child, entry=wrong.id).pack(), desk.zhao.screen.id)
    assert [each.id for each in await entries_of(desk.database, child)] == [theirs.id]


async def test_a_foreign_child_or_entry_is_answered_as_none_at_all(desk: CastDesk) -> None:
    village, child, wrong = await entered(desk)
    other = await village.child("2026-08-25", region=NEXT_VILLAGE)
    for made in (Correct, RightDay, RightOutcome, EnterRight, Withdraw):
        foreign = await answer(desk.wang, made(child=other, entry=wrong.id).pack())
        assert foreign == await answer(desk.wang, made(child=999, entry=999).pack())
    foreign = await answer(desk.wang, Corrections(child=other).pack())
    assert foreign == await answer(desk.wang, Corrections(child=999).pack())
    assert [each.id for each in await entries_of(desk.database, child)] == [wrong.id]


async def test_on_telegram_the_list_holds_day_and_kind_only(desk: CastDesk) -> None:
    village, child, _ = await entered(desk)
    wang = await on_telegram(desk, village)
    await wang.presses_data(Corrections(child=child).pack(), wang.screen.id)

    assert wang.screen.labels[0] == "11月24日 · 联系"


@pytest.mark.parametrize("taps", [("没有这回事",), ("日期不对", "11月20日", "都好")])
async def test_correcting_costs_at_most_eight_statements(
    desk: CastDesk, taps: tuple[str, ...]
) -> None:
    await entered(desk)
    for label in (*MORE, "11月24日 · 联系", *taps):
        with statements(desk.database) as executed:
            await tap(desk.wang, label)
        assert len(executed) <= 8, (label, executed)
