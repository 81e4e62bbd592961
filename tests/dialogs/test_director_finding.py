"""Finding a child: a reference typed anywhere, a bare number or whole name where it is asked for."""

import pytest
import sqlalchemy as sa

from dialogs.director.finding import numbered, referenced
from storage.tables.ledger import child as children
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.dialogs.cared import due_tomorrow, entries_of, on_telegram, tap
from tests.village import NEXT_VILLAGE


@pytest.mark.parametrize(
    ("text", "anywhere", "asked"),
    [
        ("C-12", 12, 12),
        ("c12", 12, 12),
        (" C 12 ", 12, 12),
        ("Ｃ－１２", 12, 12),
        ("ｃ１２", 12, 12),
        ("C—12", 12, 12),
        ("12", None, 12),
        ("１２", None, 12),
        ("110", None, 110),  # a line, unless a child was asked for
        ("C-12呢", None, None),
        ("孩子C-12怎么办", None, None),
        ("C-", None, None),
        ("R-12", None, None),
        ("C-1234567890123", None, None),
        ("", None, None),
    ],
)
def test_a_reference_is_read_as_people_type_it(
    text: str, anywhere: int | None, asked: int | None
) -> None:
    assert referenced(text) == anywhere
    assert numbered(text) == asked


async def test_a_reference_typed_anywhere_opens_the_card(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    for player in (desk.wang, desk.zhao):
        card = await player.says(f"c{child}")
        assert card.text.startswith(f"C-{child} · 李小雨")


async def test_for_who_is_no_director_it_is_a_question(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    for player in (desk.mother, desk.sun, desk.stranger):
        await player.says(f"C-{child}")
        assert "李小雨" not in player.all_text


async def test_what_is_typed_at_a_text_step_stays_its_answer(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "联系过了", "打电话", "写几句话")
    assert "您写的话会一起存下" in (await desk.wang.says(f"C-{child}")).text


async def test_at_a_button_step_the_form_waits_on_home(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await tap(desk.wang, f"C-{child}", "联系过了", "打电话")
    assert (await desk.wang.says(f"C-{child}")).text.startswith(f"C-{child} · 李小雨")
    await tap(desk.wang, "首页", "接着办", "都好")

    assert len(await entries_of(desk.database, child)) == 1


@pytest.mark.parametrize("typed", ["{n}", "李小雨", " 李 小雨 "])
async def test_asked_for_the_number_or_the_whole_name_will_do(desk: CastDesk, typed: str) -> None:
    _, child = await due_tomorrow(desk)
    await desk.wang.says("/start")
    asked = await tap(desk.wang, "我负责的孩子", "找孩子")
    assert asked.text == "请输入编号（比如C-12），或者孩子的全名。"

    assert (await desk.wang.says(typed.format(n=child))).text.startswith(f"C-{child} · 李小雨")


async def test_of_several_of_a_name_it_is_asked_which(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    twin = await village.child("2026-09-25")
    await _asked(desk.wang)
    found = await desk.wang.says("李小雨")

    assert found.labels[:2] == [f"C-{child} · 李小雨", f"C-{twin} · 李小雨"]


@pytest.mark.parametrize("name", ["李小", "小雨", "王小明", "远处"])
async def test_part_of_a_name_or_a_foreign_childs_finds_nobody(desk: CastDesk, name: str) -> None:
    village, _ = await due_tomorrow(desk)
    await village.child("2026-08-25", name="远处", region=NEXT_VILLAGE)
    await _asked(desk.wang)
    answered = await desk.wang.says(name)

    assert "您负责的孩子里没有这个名字" in answered.text
    assert "请输入编号" in (await desk.wang.says(name)).text  # and asked again


async def test_a_foreign_childs_number_is_answered_as_none_at_all(desk: CastDesk) -> None:
    village, _ = await due_tomorrow(desk)
    other = await village.child("2026-08-25", region=NEXT_VILLAGE)
    seen = []
    for number in (other, 999):
        for typed in (f"C-{number}", str(number)):
            await _asked(desk.wang)
            shown = await desk.wang.says(typed)
            seen.append((shown.text, shown.labels))

    assert len({text for text, _ in seen}) == 1
    assert all(each == seen[0] for each in seen)


async def test_a_supervisor_finds_by_reference_only(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    await desk.zhao.says("/start")
    await _asked(desk.zhao)
    assert desk.zhao.screen.text == "请输入编号，比如C-12。"
    assert "没有这个名字" in (await desk.zhao.says("李小雨")).text
    assert (await desk.zhao.says(str(child))).text.startswith(f"C-{child} · 李小雨")


async def test_on_telegram_no_name_is_looked_for(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    wang = await on_telegram(desk, village)
    await wang.presses_data("find", 1)
    assert "没有这个名字" in (await wang.says("李小雨")).text
    card = await wang.says(f"C-{child}")

    assert card.text.startswith(f"C-{child}\n")
    assert "李小雨" not in wang.all_text


async def test_words_of_danger_are_heard_there_too(desk: CastDesk) -> None:
    await due_tomorrow(desk)
    await _asked(desk.wang)

    assert "现在就打110" in (await desk.wang.says("孩子说不想活了，想自杀")).text


async def test_finding_by_name_costs_at_most_eight_statements(desk: CastDesk) -> None:
    await due_tomorrow(desk)
    await _asked(desk.wang)
    with statements(desk.database) as executed:
        await desk.wang.says("李小雨")

    assert len(executed) <= 8, executed


async def test_a_child_who_left_is_found_no_more(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    async with desk.database.write() as tx:
        left = sa.update(children).where(children.c.id == child)
        await tx.execute(left.values(left_on=desk.house.today))

    assert "以前页面" in (await desk.wang.says(f"C-{child}")).text


async def _asked(player: Player) -> None:
    await player.presses_data("find", player.screen.id)
