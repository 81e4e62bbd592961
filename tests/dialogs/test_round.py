"""The round of counted children: one tap each, over days, undone, on the web chat and without names elsewhere."""

from collections.abc import Sequence
from datetime import date

import pytest
import sqlalchemy as sa

from dialogs.director.round_press import Round, RoundChanged, RoundHere, RoundNext
from reminders.schedule import reschedule
from storage.access import Channel, Role
from storage.children import file_of
from storage.database import Database
from storage.entries import newest_entries
from storage.ids import ChildId, PersonId
from storage.ledger import NewChild, add_child, assign
from storage.tables.desk import audit
from tests.cast import CastDesk
from tests.counting import statements
from tests.security.town import Newcomer, joins
from tests.village import NEXT_VILLAGE, VILLAGE, Village, at, day_of

ENTERED = "2026-05-27"
TODAY = day_of(at("2026-11-23"))
NAMES = ("小石头", "小满", "小暑")


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


@pytest.fixture
async def three(village: Village) -> Sequence[ChildId]:
    return [await _counted(village.database, name) for name in NAMES]


async def _counted(database: Database, name: str, region: str = VILLAGE) -> ChildId:
    """Entered half a year ago: the record is to be checked by the end of November."""
    async with database.write() as tx:
        made = await add_child(tx, NewChild(name, region, date.fromisoformat(ENTERED)))
        await reschedule(tx, made, at(ENTERED), date.fromisoformat(ENTERED))
    return made


async def _checked(database: Database, child: ChildId) -> int:
    async with database.read() as tx:
        return len(await newest_entries(tx, child, 10))


async def _begun(desk: CastDesk) -> None:
    await desk.wang.says("/start")
    await desk.wang.presses("更多")
    await desk.wang.presses("逐个核对")


async def test_one_tap_a_child_and_the_next_follows_at_once(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    await _begun(desk)
    for number, (child, name) in enumerate(zip(three, NAMES, strict=True), start=1):
        text = desk.wang.screen.text
        assert f"第{number}个，共3个" in text
        assert f"C-{child} · {name}" in text
        await desk.wang.presses("还在，信息没变")

    assert "核对完了，共3个" in desk.wang.screen.text
    assert [await _checked(desk.database, child) for child in three] == [1, 1, 1]
    await desk.wang.says("/start")
    assert not any("逐个核对" in label for label in desk.wang.screen.labels)


async def test_it_goes_on_days_later_where_it_was_left(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    await _begun(desk)
    await desk.wang.presses("还在")
    await desk.wang.presses("首页")
    desk.clock.to("2026-11-26")
    await desk.wang.says("/start")
    await desk.wang.presses("▶")

    assert "第2个，共3个" in desk.wang.screen.text
    assert f"C-{three[1]}" in desk.wang.screen.text


async def test_the_last_one_is_taken_back_and_asked_about_again(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    await _begun(desk)
    await desk.wang.presses("还在")
    await desk.wang.presses(f"↩ 重来：C-{three[0]}")

    assert f"C-{three[0]} · 小石头" in desk.wang.screen.text
    assert "第1个，共3个" in desk.wang.screen.text
    assert await _checked(desk.database, three[0]) == 0


async def test_pressed_twice_it_is_entered_once(desk: CastDesk, three: Sequence[ChildId]) -> None:
    await _begun(desk)
    press = RoundHere(region=VILLAGE, child=three[0]).pack()
    for _ in range(2):
        await desk.wang.presses_data(press, desk.wang.screen.id)

    assert await _checked(desk.database, three[0]) == 1
    assert "已经核对过了" in desk.wang.toast
    assert f"C-{three[1]}" in desk.wang.screen.text


async def test_one_put_off_comes_last(desk: CastDesk, three: Sequence[ChildId]) -> None:
    await _begun(desk)
    await desk.wang.presses("等会儿")
    assert f"C-{three[1]}" in desk.wang.screen.text
    await desk.wang.presses("还在")
    assert f"C-{three[2]}" in desk.wang.screen.text
    await desk.wang.presses("还在")

    assert f"C-{three[0]}" in desk.wang.screen.text
    assert "第3个，共3个" in desk.wang.screen.text


async def test_what_changed_is_told_in_a_few_words_then_it_is_checked(
    desk: CastDesk, village: Village, three: Sequence[ChildId]
) -> None:
    await _begun(desk)
    await desk.wang.presses("有变化")
    await desk.wang.presses("监护人或电话")
    await desk.wang.says("姑姑 000-4321")
    await desk.wang.presses("还有别的变化")
    await desk.wang.presses("出生年月")
    await desk.wang.says("不知道")
    assert "没看懂年月" in desk.wang.screen.text
    await desk.wang.says("2015年3月")
    await desk.wang.presses("就这些")

    assert f"C-{three[1]}" in desk.wang.screen.text
    assert await _checked(desk.database, three[0]) == 1
    async with desk.database.read() as tx:
        file = await file_of(tx, village.wang, three[0], TODAY, personal=True)
    assert file is not None
    assert file.personal is not None
    assert (file.personal.guardian, file.personal.birth_month) == ("姑姑 000-4321", "2015-03")


async def test_gone_opens_a_leaving_and_the_round_goes_on(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    await _begun(desk)
    for tap in ("已离开", "户口迁到本地", "告诉督导员", "接着核对"):
        await desk.wang.presses(tap)

    assert f"C-{three[1]}" in desk.wang.screen.text
    assert "第2个，共3个" in desk.wang.screen.text


async def test_telegram_carries_references_only_and_changes_go_to_the_web_chat(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    ma = await joins(desk, Newcomer(7001, Role.DIRECTOR, VILLAGE, name="马主任"), Channel.TELEGRAM)
    async with desk.database.write() as tx:
        found = await tx.execute(sa.text("SELECT max(person) FROM role"))
        newest = PersonId(found.scalar_one())
        for child in three:
            await assign(tx, child, newest, TODAY)
    await ma.presses_data(Round(region=VILLAGE).pack(), ma.screen.id)
    assert "V-001：第1个，共3个" in ma.screen.text
    await ma.presses("还在")
    assert f"C-{three[1]}" in ma.screen.text
    await ma.presses("有变化")

    assert "网页" in ma.screen.text
    assert not any(name in ma.all_text for name in NAMES)
    assert await _checked(desk.database, three[0]) == 1


async def test_a_supervisor_chooses_the_place_first(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    await _counted(desk.database, "远远", NEXT_VILLAGE)
    await desk.zhao.says("/start")
    await desk.zhao.presses("更多")
    places = await desk.zhao.presses("逐个核对")
    assert any("还有3个" in label for label in places.labels)
    await desk.zhao.presses("还有1个")

    assert "第1个，共1个" in desk.zhao.screen.text
    await desk.zhao.presses("还在")
    assert "核对完了" in desk.zhao.screen.text


async def test_another_villages_children_are_not_there(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    foreign = await _counted(desk.database, "远远", NEXT_VILLAGE)
    await desk.wang.says("/start")
    answers = []
    for child in (foreign, 54321):
        for press in (
            RoundHere(region=NEXT_VILLAGE, child=child),
            RoundChanged(region=NEXT_VILLAGE, child=child),
            RoundNext(region=NEXT_VILLAGE, after=child),
            RoundHere(region=VILLAGE, child=child),
        ):
            await desk.wang.presses_data(press.pack(), desk.wang.screen.id)
            answers.append(desk.wang.screen.text)
    assert len(set(answers)) == 1
    await desk.wang.presses_data(Round(region=NEXT_VILLAGE).pack(), desk.wang.screen.id)

    assert "没有要核对的孩子" in desk.wang.screen.text
    assert await _checked(desk.database, foreign) == 0
    assert "远远" not in desk.wang.all_text
    assert foreign not in three


async def test_a_round_left_open_shows_no_name_once_the_role_has_ended(
    desk: CastDesk, village: Village, three: Sequence[ChildId]
) -> None:
    await _begun(desk)
    await desk.wang.presses("首页")
    async with desk.database.write() as tx:
        await tx.execute(
            sa.text("UPDATE role SET valid_to = '2026-11-22' WHERE person = :who"),
            {"who": village.wang.person},
        )
    await desk.wang.says("/start")
    desk.recorder.seen[desk.wang.chat] = desk.recorder.seen[desk.wang.chat][-1:]
    await desk.wang.presses_data("resume:Rounding", desk.wang.screen.id)

    assert "小石头" not in desk.wang.all_text
    assert len(three) == 3


@pytest.mark.parametrize("tap", ["open", "here", "undo", "next", "changed"])
async def test_a_tap_costs_at_most_eight_statements(
    desk: CastDesk, three: Sequence[ChildId], tap: str
) -> None:
    await _begun(desk)
    shown = desk.wang.screen
    labels = {"here": "还在", "next": "等会儿", "changed": "有变化"}
    if tap == "undo":
        await desk.wang.presses("还在")
    label = f"↩ 重来：C-{three[0]}" if tap == "undo" else labels.get(tap)
    with statements(desk.database) as run:
        if label is None:
            await desk.wang.presses_data(Round(region=VILLAGE).pack(), shown.id)
        else:
            await desk.wang.presses(label)

    assert len(run) <= 8, run


async def test_what_was_read_and_entered_leaves_rows(
    desk: CastDesk, three: Sequence[ChildId]
) -> None:
    await _begun(desk)
    await desk.wang.presses("还在")
    await desk.wang.presses("↩")
    async with desk.database.read() as tx:
        rows = (await tx.execute(sa.select(audit).order_by(audit.c.id.desc()).limit(3))).all()

    assert [(row.deed, row.thing_id) for row in reversed(rows)] == [
        ("list_children", None),
        ("record", three[0]),
        ("undo", three[0]),
    ]
