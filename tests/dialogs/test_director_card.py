"""The card: at most six rows, what is due and why by the rules of the place, what was promised."""

from datetime import date

import pytest
import sqlalchemy as sa

from dialogs.director.card_presses import CardMore
from dialogs.director.draft import Draft
from dialogs.director.presses import ShowChild
from reminders.due import Kind
from reminders.record import Held
from reminders.schedule import reschedule
from storage.access import Role
from storage.ids import ChildId
from storage.ledger import end_care
from storage.regional_rules import set_rule
from storage.tables.ledger import care, reminder
from tests.cast import CastDesk, Shown
from tests.counting import statements
from tests.dialogs.cared import TODAY, answer, due_tomorrow, on_telegram, tap
from tests.village import NEXT_VILLAGE


async def shown(desk: CastDesk, child: ChildId) -> Shown:
    await desk.wang.presses_data(ShowChild(child=child).pack(), desk.wang.screen.id)
    return desk.wang.screen


async def test_the_buttons_in_their_order(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    card = await tap(desk.wang, f"C-{child}")

    assert card.labels == [
        *("联系过了", "家访过了"),
        *("没联系上", "晚几天办"),
        *("知道了", "申请帮助"),
        *("更多…", "首页"),
    ]
    more = await tap(desk.wang, "更多")
    assert more.labels == [
        *("核对过信息", "改正一条记录"),
        *("转给家里的服务", "搬走了／不用再关爱"),
        *("← 返回", "首页"),
    ]


async def test_nothing_asked_for_nothing_to_put_off_or_to_know(desk: CastDesk) -> None:
    village, _ = await due_tomorrow(desk)
    new = await village.child("2026-11-20")

    assert (await shown(desk, new)).labels == [
        *("联系过了", "家访过了", "没联系上", "申请帮助", "更多…", "首页"),
    ]


async def test_of_a_counted_child_the_record_comes_first(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    async with desk.database.write() as tx:
        await end_care(tx, child, TODAY)
        await reschedule(tx, child, desk.clock(), TODAY)

    assert (await shown(desk, child)).labels[0] == "核对过信息"


async def test_the_intervals_are_those_of_the_place(desk: CastDesk) -> None:
    _, child = await due_tomorrow(desk)
    async with desk.database.write() as tx:
        await set_rule(tx, "130123", "contact_months", 2, None, desk.clock())
        await reschedule(tx, child, desk.clock(), TODAY)
    card = await shown(desk, child)

    assert "联系：10月25日到期，已过30天（每2个月一次）" in card.text
    assert "家访：最晚2027年2月25日（每6个月一次）" in card.text
    assert "核对信息：最晚2027年2月25日（每6个月一次，每半年必有一次）" in card.text


async def test_a_marked_risk_is_said_in_the_web_chat_only(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    async with desk.database.write() as tx:
        await tx.execute(sa.update(care).where(care.c.child == child).values(close_months=1))
    assert "考试和假期前后每1个月一次" in (await shown(desk, child)).text

    phone = await on_telegram(desk, village)
    await phone.presses_data(ShowChild(child=child).pack(), phone.screen.id)
    assert "考试和假期" not in phone.all_text


async def test_an_item_of_the_backlog_says_when_it_is_planned_for(desk: CastDesk) -> None:
    village, _ = await due_tomorrow(desk)
    old = await village.child("2026-07-01")
    async with desk.database.write() as tx:
        planned = sa.update(reminder).where(
            reminder.c.child == old, reminder.c.kind == Kind.CONTACT
        )
        await tx.execute(planned.values(ask_on=date(2027, 1, 12)))
    card = await shown(desk, old)

    assert "联系：10月1日已到期，安排在2027年1月12日（每3个月一次）" in card.text
    assert "晚几天办" not in card.labels  # it is not asked for yet


async def test_a_foreign_child_has_no_further_page(desk: CastDesk) -> None:
    village, _ = await due_tomorrow(desk)
    other = await village.child("2026-08-25", region=NEXT_VILLAGE)
    foreign = await answer(desk.wang, CardMore(child=other).pack())

    assert foreign == await answer(desk.wang, CardMore(child=999).pack())


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.SUPERVISOR])
async def test_showing_it_costs_at_most_eight_statements(desk: CastDesk, role: Role) -> None:
    _, child = await due_tomorrow(desk)
    player = desk.wang if role is Role.DIRECTOR else desk.zhao
    await player.says("/start")
    for press in (ShowChild(child=child), CardMore(child=child)):
        with statements(desk.database) as executed:
            await player.presses_data(press.pack(), player.screen.id)
        assert len(executed) <= 8, executed


async def test_what_is_due_counts_a_places_counted_children_as_one(desk: CastDesk) -> None:
    village, child = await due_tomorrow(desk)
    for entered in ("2026-01-10", "2026-02-10"):
        counted = await village.child(entered)
        async with desk.database.write() as tx:
            await end_care(tx, counted, TODAY)
            await reschedule(tx, counted, desk.clock(), TODAY)
    home = await desk.wang.says("/start")
    assert "已过期1件，快到期1件" in home.text
    due = await tap(desk.wang, "要办的事")

    assert len(due.labels) == 3
    assert "2" in due.labels[0]
    assert due.labels[1].startswith(f"C-{child} · 联系")


@pytest.mark.parametrize(
    ("press", "says"),
    [
        ("child:{n}", "李小雨"),
        ("ack:{n}", "李小雨"),
        ("rec:{n}:contact", "怎么联系上的"),
        ("rec:{n}:visit", "孩子怎么样"),
        ("rec:{n}:refresh", "登记的信息还对吗"),
        ("how:{n}:phone", "孩子怎么样"),
        ("days:{n}:visit", "哪一天"),
        ("heldon:{n}:visit:2026-11-20", "日期：11月20日"),
        ("typeday:{n}:visit", "请输入日期"),
        ("addwords:{n}:visit", "写几句"),
        ("outcome:{n}:visit", "孩子怎么样"),
        ("enter:{n}:visit:1:well", "李小雨"),  # no form is open: the card as it stands
        ("undo:{n}:1", "李小雨"),
        ("refer:{n}", "是什么事"),
        ("rfd:{n}::n:n::0", "是什么事"),
        ("owed:0", "C-{n}"),
        ("kids:0", "C-{n}"),
    ],
)
async def test_buttons_of_the_version_before_work_for_ever(
    desk: CastDesk, press: str, says: str
) -> None:
    _, child = await due_tomorrow(desk)
    text, labels, _ = await answer(desk.wang, press.format(n=child))

    assert says.format(n=child) in "\n".join([text, *labels])


def test_a_form_of_the_version_before_is_gone_on_with() -> None:
    """What it kept in the address row: neither with whom nor what it corrects."""
    old = {"child": "4", "kind": "contact", "held_on": "2026-11-23", "how": "phone"}

    assert Draft.read(old).entry(reached=True, outcome="well") == Held(
        Kind.CONTACT, date(2026, 11, 23), True, "phone", "well"
    )
