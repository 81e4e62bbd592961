"""Recording in at most four taps: the usual way, another day, words, danger, double presses, undo."""

import asyncio
from datetime import date

import pytest
import sqlalchemy as sa

from dialogs.director.presses import Acknowledge, Begin, Enter, ShowChild, Undo
from dialogs.director.typed_day import typed_day
from reminders.due import Kind
from storage.database import Database
from storage.entries import Entry, newest_entries, words_of
from storage.ids import ChildId, EntryId
from storage.tables.desk import audit
from storage.tables.ledger import entry as entries
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.village import NEXT_VILLAGE, Village

ENTERED = "2026-08-25"
TODAY = date(2026, 11, 24)


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


@pytest.fixture
async def child(desk: CastDesk, village: Village) -> ChildId:
    """A child whose contact falls due tomorrow; Wang has the digest of this morning."""
    made = await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    return made


async def test_with_whom_they_spoke_may_be_told_with_a_fifth(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "爸妈"):
        shown = await desk.wang.presses(tap)
    assert shown.labels[4:8] == ["孩子", "✓ 爸妈", "老人", "老师"]
    assert f"C-{child} · 联系 · 打电话 · 爸妈" in shown.text
    for tap in ("老人", "都好", "看这个孩子"):
        shown = await desk.wang.presses(tap)

    (made,) = await _entries(desk.database, child)
    assert (made.how, made.with_whom, made.outcome) == ("phone", "carer", "well")
    assert "11月24日 · 联系 · 打电话 · 老人 · 都好" in shown.text


async def test_four_taps_from_the_digest_to_the_next_due_date(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "都好"):
        done = await desk.wang.presses(tap)

    assert done.text == (
        f"C-{child}：11月24日的联系已经记下。\n接下来：\n"
        "联系：最晚2027年2月24日\n家访：最晚2027年2月25日\n核对信息：最晚2027年2月25日"
    )
    (made,) = await _entries(desk.database, child)
    assert (made.kind, made.held_on, made.reached) == ("contact", TODAY, True)
    assert (made.how, made.outcome, made.with_whom) == ("phone", "well", None)


async def test_a_visit_takes_three_taps_and_is_a_contact_too(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    for tap in (f"C-{child}", "家访过了", "都好"):
        await desk.wang.presses(tap)

    assert await village.due() == [date(2027, 2, 24), date(2027, 2, 25), date(2027, 5, 24)]
    card = await desk.wang.presses("看这个孩子")
    assert "11月24日 · 家访 · 都好" in card.text


async def test_spoken_to_at_home_is_entered_as_a_visit(desk: CastDesk, child: ChildId) -> None:
    for tap in (f"C-{child}", "联系过了", "去了家里", "都好"):
        await desk.wang.presses(tap)

    (made,) = await _entries(desk.database, child)
    assert (made.kind, made.how) == ("visit", "at_home")


async def test_checking_the_record_stands_on_the_card_when_it_is_asked_for(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    card = await desk.wang.presses(f"C-{child}")
    assert "核对过信息" not in card.labels
    desk.clock.to("2027-02-15")
    for tap in ("更多", "返回", "核对过信息", "都对"):
        await desk.wang.presses(tap)

    assert date(2027, 8, 15) in await village.due()


async def test_nobody_reached_is_entered_and_stays_due(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    before = await village.due()
    for tap in (f"C-{child}", "联系过了", "没联系上", "明天"):
        done = await desk.wang.presses(tap)

    assert "这件事还要办" in done.text
    assert await village.due() == before
    (made,) = await _entries(desk.database, child)
    assert (made.reached, made.how, made.outcome) == (False, None, None)


async def test_pressing_twice_enters_once(desk: CastDesk, child: ChildId) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话"):
        shown = await desk.wang.presses(tap)
    press = next(data for label, data in shown.buttons if label == "都好")

    await asyncio.gather(*(desk.wang.presses_data(press, shown.id) for _ in range(3)))

    assert len(await _entries(desk.database, child)) == 1
    assert desk.wang.screen.text.startswith(f"C-{child} · 李小雨")  # the card, as it stands
    assert "撤销我刚才的记录" in desk.wang.screen.labels
    assert "已经记过了" in desk.wang.toast


async def test_an_old_button_does_not_enter_for_the_child_of_another_form(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    other = await village.child(ENTERED)
    for tap in (f"C-{child}", "联系过了", "打电话"):
        shown = await desk.wang.presses(tap)
    old = next(data for label, data in shown.buttons if label == "都好")
    await desk.wang.presses_data(Begin(child=other, kind=Kind.VISIT).pack(), shown.id)
    visit = Enter(child=other, kind=Kind.VISIT, reached=True, outcome="well").pack()
    await desk.wang.presses_data(visit, shown.id)
    await desk.wang.presses_data(visit, shown.id)
    assert len(await _entries(desk.database, other)) == 1
    assert await _entries(desk.database, child) == []

    await desk.wang.presses_data(old, shown.id)  # the first form was parked, not finished

    assert len(await _entries(desk.database, child)) == 1


async def test_a_contact_is_not_entered_before_it_is_told_how(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "联系过了"):
        await desk.wang.presses(tap)
    for outcome in ("well", "made_up"):
        press = Enter(child=child, kind=Kind.CONTACT, reached=True, outcome=outcome).pack()
        await desk.wang.presses_data(press, desk.wang.screen.id)

    assert await _entries(desk.database, child) == []


async def test_it_may_have_been_another_day(desk: CastDesk, child: ChildId) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "改日期", "昨天"):
        shown = await desk.wang.presses(tap)
    assert "日期：11月23日" in shown.text
    await desk.wang.presses("都好")

    assert (await _entries(desk.database, child))[0].held_on == date(2026, 11, 23)


async def test_a_form_gone_on_with_after_midnight_keeps_the_day_it_showed(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话"):
        shown = await desk.wang.presses(tap)
    assert "日期：11月24日" in shown.text
    desk.clock.to("2026-11-25", "00:05")
    await desk.wang.presses("都好")

    assert (await _entries(desk.database, child))[0].held_on == TODAY


async def test_an_earlier_day_is_typed_and_the_future_refused(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "改日期", "自己输入"):
        await desk.wang.presses(tap)
    assert "没看懂" in (await desk.wang.says("上个月")).text
    assert "还没到" in (await desk.wang.says("2026-11-25")).text
    assert "日期：10月1日" in (await desk.wang.says("10月1日")).text
    await desk.wang.presses("都好")

    assert (await _entries(desk.database, child))[0].held_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", TODAY),
        ("昨天", date(2026, 11, 23)),
        ("前天", date(2026, 11, 22)),
        ("11月24日", TODAY),
        ("11月25号", date(2025, 11, 25)),  # without a year: the latest one past
        ("2026年11月25日", date(2026, 11, 25)),  # the caller refuses it
        ("5-3", date(2026, 5, 3)),
        (" 5.3 ", date(2026, 5, 3)),
        ("2026/5/3", date(2026, 5, 3)),
        ("2-29", date(2024, 2, 29)),
        ("13-1", None),
        ("2026-2-30", None),
        ("五月三日吧", None),
        ("", None),
    ],
)
def test_a_day_is_understood_as_people_type_it(text: str, day: date | None) -> None:
    assert typed_day(text, TODAY) == day


async def test_words_are_kept_sealed_with_the_entry(desk: CastDesk, child: ChildId) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "写几句话"):
        await desk.wang.presses(tap)
    assert "内容太长" in (await desk.wang.says("长" * 1001)).text
    assert "您写的话会一起存下" in (await desk.wang.says("最近睡得晚")).text
    await desk.wang.presses("都好")

    (made,) = await _entries(desk.database, child)
    async with desk.database.read() as tx:
        assert await words_of(tx, made.id) == "最近睡得晚"
        raw = (await tx.execute(sa.select(entries.c.words))).scalars().all()
    assert not any("最近睡得晚".encode() in bytes(each or b"") for each in raw)


async def test_a_form_left_in_the_middle_waits_on_home_with_its_answers(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "写几句话"):
        await desk.wang.presses(tap)
    await desk.wang.says("最近睡得晚")
    await desk.wang.presses("首页")

    shown = await desk.wang.presses("接着办")
    assert "您写的话会一起存下" in shown.text
    await desk.wang.presses("都好")
    assert len(await _entries(desk.database, child)) == 1


async def test_back_goes_one_step_and_keeps_answers(desk: CastDesk, child: ChildId) -> None:
    for tap in (f"C-{child}", "联系过了", "打电话", "改日期", "昨天", "返回"):
        shown = await desk.wang.presses(tap)
    assert "怎么联系上的" in shown.text
    assert "日期：11月23日" in (await desk.wang.presses("见了面")).text


async def test_danger_in_the_words_shows_the_duty_too(desk: CastDesk, child: ChildId) -> None:
    for tap in (f"C-{child}", "家访过了", "写几句话"):
        await desk.wang.presses(tap)
    shown = await desk.wang.says("孩子说不想活了，想自杀")

    assert "必须马上向公安机关报告" in shown.text
    assert "孩子怎么样" in shown.text


async def test_danger_typed_where_a_day_was_asked_shows_the_duty(
    desk: CastDesk, child: ChildId
) -> None:
    for tap in (f"C-{child}", "家访过了", "改日期", "自己输入"):
        await desk.wang.presses(tap)

    assert "现在就打110" in (await desk.wang.says("孩子说不想活了，想自杀")).text


async def test_an_entry_is_undone_once_and_the_date_is_as_before(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    before = await village.open()
    for tap in (f"C-{child}", "家访过了", "都好"):
        shown = await desk.wang.presses(tap)
    press = next(data for label, data in shown.buttons if label == "撤销")
    undone = await desk.wang.presses("撤销")
    assert "记录已经撤销" in undone.text
    assert await village.open() == before

    await desk.wang.presses_data(press, undone.id)
    assert "已经撤销过" in desk.wang.toast
    assert await village.open() == before


async def test_after_a_day_it_stands(desk: CastDesk, village: Village, child: ChildId) -> None:
    for tap in (f"C-{child}", "家访过了", "都好"):
        shown = await desk.wang.presses(tap)
    after = await village.due()
    desk.clock.on(hours=24, seconds=1)
    await desk.wang.presses("撤销", shown)

    assert "超过一天" in desk.wang.toast
    assert "撤销我刚才的记录" not in desk.wang.screen.labels
    assert await village.due() == after


async def test_acknowledging_one_child_is_one_tap_and_twice_is_said_so(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    await desk.wang.presses(f"C-{child}")
    shown = await desk.wang.presses("知道了", desk.wang.screen)
    assert desk.wang.toast == "谢谢，辛苦了。"
    assert "知道了" not in shown.labels
    await desk.wang.presses_data(Acknowledge(child=child).pack(), shown.id)

    assert desk.wang.toast == "您已经说过知道了。"
    contact, *others = await village.open()
    assert contact.acknowledged_on == TODAY
    assert not any(each.acknowledged_on for each in others)


async def test_the_card_says_what_is_due_and_why(desk: CastDesk, child: ChildId) -> None:
    card = await desk.wang.presses(f"C-{child}")

    assert card.text.split("\n")[0] == f"C-{child} · 李小雨"
    assert "8月25日起重点关爱：心理和行为异常" in card.text
    assert "监护人：母亲张女士" in card.text
    assert "联系：最晚11月25日（每3个月一次）" in card.text
    assert "还没有记录" in card.text


async def test_a_child_of_another_village_is_answered_as_one_that_never_was(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    other = await village.child(ENTERED, region=NEXT_VILLAGE)
    for press in (
        ShowChild(child=other),
        Acknowledge(child=other),
        Begin(child=other, kind=Kind.CONTACT),
        Enter(child=other, kind=Kind.VISIT, reached=True, outcome="well"),
        Undo(child=other, entry=EntryId(1)),
    ):
        seen = await _answer(desk.wang, press.pack())
        missing = press.model_copy(update={"child": 999})
        assert seen == await _answer(desk.wang, missing.pack())
        assert "李小雨" not in seen[0]
    assert await _entries(desk.database, other) == []


async def test_who_is_no_director_has_no_such_buttons(desk: CastDesk, child: ChildId) -> None:
    for player in (desk.mother, desk.chen, desk.sun, desk.stranger):
        await player.says("/start")
        await player.presses_data(ShowChild(child=child).pack(), player.screen.id)
        assert f"C-{child}" not in player.all_text


@pytest.mark.parametrize("tap", ["card", "seen", "begin", "enter", "undo"])
async def test_showing_and_changing_a_child_cost_at_most_eight_statements(
    desk: CastDesk, child: ChildId, tap: str
) -> None:
    for before in (f"C-{child}", "家访过了"):
        await desk.wang.presses(before)
    if tap == "undo":
        await desk.wang.presses("都好")
        (made,) = await _entries(desk.database, child)
    presses = {
        "card": ShowChild(child=child),
        "seen": Acknowledge(child=child),
        "begin": Begin(child=child, kind=Kind.CONTACT),
        "enter": Enter(child=child, kind=Kind.VISIT, reached=True, outcome="well"),
        "undo": Undo(child=child, entry=made.id if tap == "undo" else 0),
    }
    with statements(desk.database) as executed:
        await desk.wang.presses_data(presses[tap].pack(), desk.wang.screen.id)

    assert len(executed) <= 8, executed


async def test_reading_and_changing_a_child_leave_a_trace_without_words(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    for tap in (f"C-{child}", "家访过了", "都好", "撤销"):
        await desk.wang.presses(tap)

    async with desk.database.read() as tx:
        statement = sa.select(audit).where(audit.c.thing_id == child).order_by(audit.c.id)
        found = (await tx.execute(statement)).all()
    assert [row.deed for row in found] == ["see", "record", "undo"]
    assert {(row.person, row.role) for row in found} == {(village.wang.person, "director")}


async def _entries(database: Database, child: ChildId) -> list[Entry]:
    async with database.read() as tx:
        return await newest_entries(tx, child, 10)


async def _answer(player: Player, press: str) -> tuple[str, list[str], str]:
    await player.presses_data(press, player.screen.id)
    return player.screen.text, player.screen.labels, player.toast
