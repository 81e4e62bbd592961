"""Not well: a card to pass on, a referral with what is known filled in, the police and the duty first."""

import pytest

from dialogs.director.card_presses import PassOn, PassOnCard, PassOnGroup
from referrals.levels import Level
from storage.ids import ChildId
from storage.referrals import Referral
from tests.cast import CastDesk
from tests.counting import statements
from tests.dialogs.asking import referral
from tests.dialogs.cared import answer, due_tomorrow, on_telegram, tap
from tests.village import NEXT_VILLAGE


@pytest.mark.parametrize(
    ("safety", "worry", "level"),
    [
        ("都没有", "睡不好", Level.P3),
        ("都没有", "不愿上学", Level.P2),
        ("不清楚", "睡不好", Level.P2),  # a doubt: one up
        ("伤害自己", "睡不好", Level.P1),
        ("被人伤害", "睡不好", Level.P1),
    ],
)
async def test_worried_is_three_taps_from_a_referral(
    desk: CastDesk, safety: str, worry: str, level: Level
) -> None:
    _, child = await due_tomorrow(desk)
    done = await tap(desk.wang, f"C-{child}", "家访过了", "不放心")
    assert "孩子有没有伤害自己，或者被人伤害？" in done.text
    assert "110" not in done.text
    assert "撤销" in done.labels
    await tap(desk.wang, safety, worry, "问过了")

    made = await _referred(desk)
    assert (made.child, made.level) == (child, level)


@pytest.mark.parametrize(
    ("danger", "level"),
    [("伤害自己", Level.P0), ("被人伤害", Level.P0), ("别的危险", Level.P1)],
)
async def test_danger_is_two_taps_from_a_referral_with_its_level(
    desk: CastDesk, danger: str, level: Level
) -> None:
    _, child = await due_tomorrow(desk)
    done = await tap(desk.wang, f"C-{child}", "家访过了", "有危险")
    assert done.text.startswith("孩子有危险吗？现在就打110。")
    assert "必须马上向公安机关报告" in done.text
    assert [press for _, press in done.buttons[:2]] == ["tel:110", "tel:120"]
    sent = await tap(desk.wang, danger, "依法报告")

    assert sent.buttons[0][1] == "tel:110"
    made = await _referred(desk)
    assert (made.child, made.level) == (child, level)


async def test_a_supervisor_is_shown_the_duty_and_no_referral(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await desk.zhao.says(f"C-{child}")
    done = await tap(desk.zhao, "家访过了", "有危险")

    assert done.text.startswith("孩子有危险吗？现在就打110。")
    assert not [press for _, press in done.buttons if press.startswith("rfd")]


async def test_a_service_is_two_taps_from_its_card_which_names_nobody(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "家访过了", "需要办一项服务")
    shown = await tap(desk.wang, "转给家里的服务", "上学")
    title = shown.labels[0]
    card = await tap(desk.wang, title)

    assert card.text.startswith(f"{title}\n")
    assert f"C-{child}" not in card.text
    assert "李小雨" not in card.text
    assert card.labels == ["申请帮助", "← 返回", "首页"]


async def test_what_fits_the_reasons_of_key_care_comes_first_in_the_web_chat(
    desk: CastDesk,
) -> None:
    village, child = await due_tomorrow(desk)
    await desk.wang.presses_data(PassOn(child=child).pack(), desk.wang.screen.id)
    first = desk.wang.screen.buttons[0][1]
    assert first == PassOnCard(child=child, code="PSY-REFERRAL").pack()

    phone = await on_telegram(desk, village)
    await phone.presses_data(PassOn(child=child).pack(), phone.screen.id)
    assert phone.screen.buttons[0][1] == PassOnGroup(child=child, code="registration").pack()


async def test_a_foreign_child_is_answered_as_none_at_all(desk: CastDesk) -> None:
    village, _ = await due_tomorrow(desk)
    other = await village.child("2026-08-25", region=NEXT_VILLAGE)

    def presses(child: ChildId) -> list[str]:
        return [
            PassOn(child=child).pack(),
            PassOnGroup(child=child, code="education").pack(),
            PassOnCard(child=child, code="PSY-REFERRAL").pack(),
        ]

    for press, missing in zip(presses(other), presses(ChildId(999)), strict=True):
        assert await answer(desk.wang, press) == await answer(desk.wang, missing)


async def test_passing_on_costs_little(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    for press in (PassOn(child=child), PassOnGroup(child=child, code="education")):
        with statements(desk.database) as executed:
            await desk.wang.presses_data(press.pack(), desk.wang.screen.id)
        assert len(executed) <= 8, executed


async def _referred(desk: CastDesk) -> Referral:
    await desk.deliver()
    return await referral(desk)
