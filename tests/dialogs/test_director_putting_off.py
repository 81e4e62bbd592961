"""Putting off in two taps up to the due date; beyond it only with a reason, which the card then says."""

from datetime import date

import pytest

from dialogs.director.card_presses import (
    PutOff,
    PutOffBeyond,
    PutOffKind,
    PutOffTo,
    PutOffWhy,
)
from dialogs.director.presses import ShowChild
from reminders.due import Kind
from storage.ids import ChildId
from storage.reminders import Asked
from tests.cast import CastDesk
from tests.counting import statements
from tests.dialogs.cared import DUE, answer, deeds_on, due_tomorrow, on_telegram, tap
from tests.village import NEXT_VILLAGE, Village


async def test_up_to_the_due_date_in_two_taps_from_the_card(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    asked = await tap(desk.wang, f"C-{child}", "晚几天办")
    assert asked.text == f"C-{child} · 联系 · 11月25日到期\n推迟到哪天？"
    assert asked.labels == ["到期那天（11月25日）", "还要更晚（说明原因）……", "← 返回", "首页"]
    done = await tap(desk.wang, "到期那天")

    assert done.text == f"C-{child}：联系推迟了，11月25日再提醒您。"
    contact = await _contact(village)
    assert (contact.put_off_until, contact.put_off_why, contact.put_offs) == (DUE, None, 1)
    assert "· 推迟到11月25日" in (await tap(desk.wang, "看这个孩子")).text


async def test_later_only_with_a_reason_which_the_card_says(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    reasons = await tap(desk.wang, f"C-{child}", "晚几天办", "还要更晚")
    assert reasons.labels[:5] == ["一家人外出", "孩子不在家", "有人生病", "农忙或忙季", "别的原因"]
    days = await tap(desk.wang, "一家人外出")
    assert days.labels[:3] == ["6天后（11月30日）", "8天后（12月2日）", "15天后（12月9日）"]
    done = await tap(desk.wang, "6天后")

    assert "督导员看得到原因" in done.text
    contact = await _contact(village)
    assert (contact.put_off_until, contact.put_off_why) == (date(2026, 11, 30), "family_away")
    card = await tap(desk.wang, "看这个孩子")
    assert "· 推迟到11月30日：一家人外出" in card.text
    assert "知道了" not in card.labels


async def test_on_the_due_date_itself_the_reason_is_asked_at_once(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    desk.clock.to("2026-11-25", "10:00")
    asked = await tap(desk.wang, f"C-{child}", "晚几天办")

    assert "为什么要过了期限再办" in asked.text


async def test_two_weeks_over_it_can_be_put_off_no_more(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    desk.clock.to("2026-12-09", "10:00")
    last = await tap(desk.wang, f"C-{child}", "晚几天办", "有人生病")

    assert "不能再往后推了" in last.text
    assert last.labels == ["← 返回", "首页"]


async def test_of_several_things_it_is_asked_which(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    desk.clock.to("2027-02-20", "10:00")
    asked = await tap(desk.wang, f"C-{child}", "晚几天办")
    assert asked.labels[:3] == ["联系", "核对信息", "家访"]
    await tap(desk.wang, "家访", "3天后")

    visit = next(each for each in await village.open() if each.kind == "visit")
    assert visit.put_off_until == date(2027, 2, 23)


async def test_pressed_twice_it_is_counted_once(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    shown = await tap(desk.wang, f"C-{child}", "晚几天办")
    press = next(data for label, data in shown.buttons if "到期那天" in label)
    await desk.wang.presses_data(press, shown.id)
    await desk.wang.presses_data(press, shown.id)

    assert "已经推迟到这一天了" in desk.wang.toast
    assert (await _contact(village)).put_offs == 1
    assert await deeds_on(desk.database, child) == ["see", "put_off"]


@pytest.mark.parametrize(
    ("until", "why"),
    [
        ("2026-11-24", ""),
        ("2026-11-20", ""),
        ("2026-11-26", ""),
        ("2026-11-26", "made_up"),
        ("2026-12-10", "illness"),
        ("soon", ""),
    ],
)
async def test_a_day_that_does_not_fit_leads_to_the_card(
    desk: CastDesk, until: str, why: str
) -> None:
    village, child = await due_tomorrow(desk)
    press = PutOffTo(child=child, kind=Kind.CONTACT, until=until, why=why)
    text, _, toast = await answer(desk.wang, press.pack())

    assert "这个日期不合适了" in toast
    assert text.startswith(f"C-{child} ·")
    assert (await _contact(village)).put_offs == 0


async def test_what_was_done_meanwhile_is_not_put_off(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "晚几天办")
    await village.held(village.wang, child, Kind.VISIT, "2026-11-24", desk.clock())
    text, _, toast = await answer(desk.wang, PutOff(child=child).pack())

    assert "现在没有要推迟的事" in toast
    assert "晚几天办" not in desk.wang.screen.labels
    assert text.startswith(f"C-{child} ·")


async def test_a_foreign_child_is_answered_as_none_at_all(desk: CastDesk) -> None:
    village, _ = await due_tomorrow(desk)
    other = await village.child("2026-08-25", region=NEXT_VILLAGE)

    def presses(child: ChildId) -> list[str]:
        kind = Kind.CONTACT
        return [
            PutOff(child=child).pack(),
            PutOffKind(child=child, kind=kind).pack(),
            PutOffBeyond(child=child, kind=kind).pack(),
            PutOffWhy(child=child, kind=kind, why="other").pack(),
            PutOffTo(child=child, kind=kind, until="2026-11-25").pack(),
        ]

    for press, missing in zip(presses(other), presses(ChildId(999)), strict=True):
        assert await answer(desk.wang, press) == await answer(desk.wang, missing)
    assert all(each.put_offs == 0 for each in await village.open())


async def test_on_telegram_the_reason_is_not_said(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    wang = await on_telegram(desk, village)
    await wang.presses_data(ShowChild(child=child).pack(), wang.screen.id)
    await tap(wang, "晚几天办", "还要更晚", "有人生病", "6天后")
    card = await tap(wang, "看这个孩子")

    assert "· 推迟到11月30日" in card.text
    assert "有人生病" not in card.text


async def test_putting_off_costs_at_most_eight_statements(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}")
    for label in ("晚几天办", "到期那天"):
        with statements(desk.database) as executed:
            await tap(desk.wang, label)
        assert len(executed) <= 8, executed


async def _contact(village: Village) -> Asked:
    return next(each for each in await village.open() if each.due == DUE)
