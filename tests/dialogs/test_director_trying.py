"""Couldn't reach: three taps from the digest, another try on a working day, the third tells the supervisor."""

import asyncio
from datetime import date

import pytest

from dialogs.director.presses import Enter, NotReached, ShowChild, Tried
from reminders.due import Kind
from storage.ids import ChildId
from tests.cast import CastDesk
from tests.counting import statements
from tests.dialogs.cared import DUE, answer, due_tomorrow, entries_of, on_telegram, tap
from tests.village import NEXT_VILLAGE


async def test_three_taps_from_the_digest_to_the_next_try(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    asked = await tap(desk.wang, f"C-{child}", "没联系上")
    assert asked.labels == [
        "明天（11月25日）",
        "3天后（11月27日）",
        "改日期",
        "联系上了",
        "← 返回",
        "首页",
    ]
    done = await tap(desk.wang, "3天后")

    assert done.text.split("\n")[:2] == [
        f"C-{child}：11月24日试过联系，没联系上。这件事还要办。",
        "11月27日提醒您再试一次。",
    ]
    (made,) = await entries_of(desk.database, child)
    assert (made.kind, made.reached, made.how, made.with_whom) == ("contact", False, None, None)
    contact, *_ = await village.open()
    assert (contact.due, contact.tries) == (DUE, 1)
    assert (contact.tried_until, contact.acknowledged_on) == (
        date(2026, 11, 27),
        date(2026, 11, 24),
    )
    card = await tap(desk.wang, "看这个孩子")
    assert "· 试过1次，没联系上\n· 11月27日再试" in card.text


async def test_from_within_the_form_it_is_one_tap_more_and_keeps_the_day(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "联系过了", "打电话", "改日期", "昨天", "返回")
    asked = await tap(desk.wang, "没联系上")
    assert "日期：11月23日" in asked.text
    await tap(desk.wang, "明天")

    (made,) = await entries_of(desk.database, child)
    assert (made.held_on, made.how) == (date(2026, 11, 23), None)


async def test_who_was_reached_after_all_goes_on_with_the_form(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "没联系上", "联系上了", "打电话", "都好")

    (made,) = await entries_of(desk.database, child)
    assert made.reached


async def test_nobody_at_home_is_a_visit_tried(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "家访过了", "家里没人", "3天后")

    (made,) = await entries_of(desk.database, child)
    assert (made.kind, made.reached) == ("visit", False)


async def test_pressed_three_times_it_is_one_try(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    shown = await tap(desk.wang, f"C-{child}", "没联系上")
    press = next(data for label, data in shown.buttons if label.startswith("明天"))
    await asyncio.gather(*(desk.wang.presses_data(press, shown.id) for _ in range(3)))

    assert len(await entries_of(desk.database, child)) == 1
    assert "已经记过了" in desk.wang.toast


async def test_a_button_of_yesterday_asks_again(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "没联系上")
    desk.clock.to("2026-11-25", "09:00")
    asked = await tap(desk.wang, "明天（11月25日）")

    assert "明天（11月26日）" in asked.labels
    assert await entries_of(desk.database, child) == []


async def test_the_button_of_an_older_card_still_enters_a_try(desk: CastDesk) -> None:
    """Cards of the version before entered it at once, without another day."""
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "联系过了")
    old = Enter(child=child, kind=Kind.CONTACT, reached=False).pack()
    assert old == f"enter:{child}:contact:0:"
    text, _, _ = await answer(desk.wang, old)

    assert "没联系上。这件事还要办" in text
    assert len(await entries_of(desk.database, child)) == 1


async def test_the_third_in_a_row_tells_the_supervisor_by_reference_only(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    before = len(desk.zhao.messages)
    for _ in range(3):
        await desk.wang.presses_data(ShowChild(child=child).pack(), desk.wang.screen.id)
        done = await tap(desk.wang, "没联系上", "明天")
    assert "连续3次没联系上，已经告诉督导员" in done.text
    await desk.deliver()

    assert len(desk.zhao.messages) == before + 1
    letter = desk.zhao.screen
    assert letter.text == f"C-{child} · 联系：连续3次没联系上。请和儿童主任一起想想办法。"
    assert "李小雨" in (await desk.zhao.presses(f"看 C-{child}", letter)).text


async def test_what_was_undone_before_sending_is_not_told(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    before = len(desk.zhao.messages)
    for _ in range(3):
        await desk.wang.presses_data(ShowChild(child=child).pack(), desk.wang.screen.id)
        await tap(desk.wang, "没联系上", "明天")
    await tap(desk.wang, "撤销")
    await desk.deliver()

    assert len(desk.zhao.messages) == before


@pytest.mark.parametrize(("tries", "most"), [(1, 8), (3, 10)])
async def test_a_try_costs_eight_statements_and_telling_two_more(
    desk: CastDesk, tries: int, most: int
) -> None:
    _, child = await due_tomorrow(desk)
    for _ in range(tries):
        await desk.wang.presses_data(ShowChild(child=child).pack(), desk.wang.screen.id)
        with statements(desk.database) as asked:
            await tap(desk.wang, "没联系上")
        with statements(desk.database) as entered:
            await tap(desk.wang, "明天")

    assert len(asked) <= 8, asked
    assert len(entered) <= most, entered


async def test_a_foreign_child_is_answered_as_none_at_all(desk: CastDesk) -> None:
    village, _ = await due_tomorrow(desk)
    other = await village.child("2026-08-25", region=NEXT_VILLAGE)
    kind = Kind.CONTACT

    def presses(which: ChildId) -> list[str]:
        asked, tried = NotReached(child=which, kind=kind), Tried(child=which, kind=kind, again="x")
        return [asked.pack(), tried.pack()]

    for press, missing in zip(presses(other), presses(ChildId(999)), strict=True):
        assert await answer(desk.wang, press) == await answer(desk.wang, missing)
    assert await entries_of(desk.database, other) == []


async def test_on_telegram_all_of_it_is_coded_buttons(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    wang = await on_telegram(desk, village)
    await wang.presses_data(ShowChild(child=child).pack(), wang.screen.id)
    done = await tap(wang, "没联系上", "明天")

    assert "11月25日提醒您再试一次" in done.text
    assert "李小雨" not in wang.all_text
