"""A director is told on a working morning, sees what is due, and says "I know" with one tap."""

from datetime import date

import pytest

from dialogs.deeds.invites import invite
from dialogs.director.presses import AcknowledgeDigest, ShowDigest
from reminders.due import Kind
from storage.access import Channel, Role
from storage.invites import Invited
from storage.tables.ledger import child as children
from tests.cast import CastDesk, Player
from tests.village import NEXT_VILLAGE, VILLAGE, Village, at

# Entered on 25 August, the contact is due on Wednesday, 25 November 2026.
ENTERED = "2026-08-25"


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


async def test_on_a_working_morning_the_digest_comes_and_says_the_least(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()

    digest = desk.wang.screen
    assert digest.text == "早上好，这几件事该办了。\n快到期1件。"
    assert digest.labels == [f"C-{child} · 联系 · 最晚11月25日", "全部知道了", "首页"]
    assert "李小雨" not in desk.wang.all_text


async def test_the_most_urgent_comes_first_and_eight_make_a_page(
    desk: CastDesk, village: Village
) -> None:
    soon = [await village.child(ENTERED) for _ in range(9)]
    late = await village.child("2026-08-20")
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()

    digest = desk.wang.screen
    assert "已过期1件，快到期9件。" in digest.text
    assert digest.labels[0] == f"C-{late} · 联系 · 已过期，11月20日到期"
    assert [label.split(" ")[0] for label in digest.labels[1:8]] == [f"C-{c}" for c in soon[:7]]
    second = await desk.wang.presses("下一页")
    assert [label.split(" ")[0] for label in second.labels[:2]] == [f"C-{c}" for c in soon[7:]]
    assert (await desk.wang.presses("上一页")).labels == digest.labels


async def test_nobody_hears_anything_when_nothing_is_due(desk: CastDesk, village: Village) -> None:
    before = [len(each.messages) for each in (desk.wang, desk.zhao, desk.sun)]
    await village.child("2026-10-25")
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        desk.clock.to(day)
        await desk.tick()

    assert [len(each.messages) for each in (desk.wang, desk.zhao, desk.sun)] == before


async def test_a_week_without_the_machine_is_caught_up_in_one_message(
    desk: CastDesk, village: Village
) -> None:
    for entered in (ENTERED, "2026-08-27", "2026-08-30"):
        await village.child(entered)
    before = len(desk.wang.messages)
    desk.clock.to("2026-12-01", "11:00")
    await desk.tick()

    assert len(desk.wang.messages) == before + 1
    assert len([label for label in desk.wang.screen.labels if label.startswith("C-")]) == 3


async def test_what_was_done_before_sending_is_not_told(desk: CastDesk, village: Village) -> None:
    child = await village.child(ENTERED)
    before = len(desk.wang.messages)
    desk.clock.to("2026-11-24", "08:30")
    desk.recorder.fail = ConnectionError("the channel is down")
    await desk.tick()
    desk.recorder.fail = None
    await village.held(village.wang, child, Kind.CONTACT, "2026-11-24", desk.clock())
    desk.clock.on(hours=2)
    await desk.deliver()

    assert len(desk.wang.messages) == before


async def test_one_tap_acknowledges_all_of_it_and_a_second_changes_nothing(
    desk: CastDesk, village: Village
) -> None:
    await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    before = desk.wang.screen
    press = next(data for label, data in before.buttons if label == "全部知道了")

    first = await desk.wang.presses("全部知道了")
    assert desk.wang.toast == "谢谢，辛苦了。"
    assert "您已经看过了" in first.text
    assert "全部知道了" not in first.labels
    toasts = len(desk.recorder.toasts[desk.wang.chat])
    await desk.wang.presses_data(press, first.id)

    assert desk.wang.screen.text == first.text
    assert len(desk.recorder.toasts[desk.wang.chat]) == toasts
    marked = [each for each in await village.open() if each.acknowledged_on]
    assert [each.due for each in marked] == [date(2026, 11, 25)]


async def test_an_old_digest_shows_how_it_stands_now(desk: CastDesk, village: Village) -> None:
    child = await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    await village.held(village.wang, child, Kind.CONTACT, "2026-11-24", desk.clock())

    assert "这些都办完了" in (await desk.wang.presses("全部知道了")).text


async def test_anothers_digest_is_as_one_that_never_was(desk: CastDesk, village: Village) -> None:
    await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    await desk.zhao.says("/start")
    never = await _answer(desk.zhao, ShowDigest(digest=999).pack())

    for press in (ShowDigest(digest=1), AcknowledgeDigest(digest=1)):
        assert await _answer(desk.zhao, press.pack()) == never
    assert not any(each.acknowledged_on for each in await village.open())


async def test_a_child_given_to_another_leaves_the_old_directors_digest(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    async with desk.database.write() as tx:
        moved = children.update().where(children.c.id == child).values(region=NEXT_VILLAGE)
        await tx.execute(moved)

    shown = await desk.wang.presses("全部知道了")
    assert f"C-{child}" not in "".join([shown.text, *shown.labels])


async def test_who_acts_in_another_role_is_offered_the_one_that_is_meant(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child(ENTERED)
    await desk.wang.says("/start")
    await desk.wang.presses("以家长身份使用")
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()

    shown = await desk.wang.presses(f"C-{child}")
    assert "李小雨" not in shown.text
    await desk.wang.presses("儿童主任", shown)
    await desk.wang.presses("首页", shown)
    await desk.wang.presses("要办的事", shown)
    assert (await desk.wang.presses(f"C-{child}", shown)).text.startswith(f"C-{child} · 李小雨")


async def test_home_says_in_words_what_is_due_or_that_nothing_is(
    desk: CastDesk, village: Village
) -> None:
    assert (await desk.wang.says("/start")).text == "儿童主任\n现在没有要办的。有事我们会告诉您。"
    late, soon = await village.child("2026-08-20"), await village.child(ENTERED)

    assert (await desk.wang.says("/start")).text == "儿童主任\n已过期1件，快到期1件。"
    due = await desk.wang.presses("要办的事")
    assert [label for label in due.labels if label.startswith("C-")] == [
        f"C-{late} · 联系 · 已过期，11月20日到期",
        f"C-{soon} · 联系 · 最晚11月25日",
    ]


async def test_my_children_come_by_eight_with_names_on_the_desks_own_page(
    desk: CastDesk, village: Village
) -> None:
    days = [f"2026-09-{day}" for day in range(10, 19)]
    ids = [await village.child(day, name=f"孩子{number}") for number, day in enumerate(days)]
    await desk.wang.says("/start")

    first = await desk.wang.presses("我负责的孩子")
    assert first.labels[0] == f"C-{ids[0]} · 孩子0 · 最晚12月10日"
    assert len([label for label in first.labels if label.startswith("C-")]) == 8
    second = await desk.wang.presses("下一页")
    assert [label for label in second.labels if label.startswith("C-")] == [
        f"C-{ids[8]} · 孩子8 · 最晚12月18日"
    ]


async def test_telegram_carries_references_only(desk: CastDesk, village: Village) -> None:
    child = await village.child("2026-08-20")
    await village.held(village.wang, child, Kind.VISIT, "2026-09-20", at("2026-11-23"))
    phone = await _on_telegram(desk, village)
    await phone.says("/start")
    await phone.presses("我负责的孩子")
    await phone.presses(f"C-{child}")

    assert "姓名、住处和原因只在网页聊天里显示" in phone.screen.text
    for personal in ("李小雨", "张女士", "心理", "都好", "打电话"):
        assert personal not in phone.all_text


async def _answer(player: Player, press: str) -> tuple[str, list[str]]:
    await player.presses_data(press, player.screen.id)
    return player.screen.text, player.screen.labels


async def _on_telegram(desk: CastDesk, village: Village) -> Player:
    """Wang on a second device."""
    async with desk.database.write() as tx:
        invited = Invited(Role.DIRECTOR, VILLAGE, None, "王", person=village.wang.person)
        made = await invite(tx, invited, desk.clock())
    phone = Player(desk, 7001, Channel.TELEGRAM)
    await phone.says(f"/start {made.code}")
    return phone
