"""The supervisor's directors: reached or not, nudged, invited again; what is not theirs; what Telegram shows."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from aiogram.filters.callback_data import CallbackData

from dialogs.director.presses import OverdueOf, TakerOfOne
from dialogs.staff.inviting_again import InviteAgain
from dialogs.supervisor.presses import (
    AllTo,
    AllToNow,
    ChildrenOf,
    CoverBy,
    CoverOf,
    Directors,
    LeaveDays,
    LeaveFor,
    Nudge,
    OneTo,
    ShowDirector,
    TakerOfAll,
)
from storage.access import Channel, Role
from storage.chats import mark_unreachable, reaches_of
from storage.ids import ChildId, PersonId
from storage.leave import add_leave
from storage.people import end_role, roles_of
from storage.tables.desk import audit
from storage.tables.ledger import assignment
from storage.tables.people import leave, role
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.security.town import TOWNSHIP, Newcomer, joins
from tests.village import NEXT_VILLAGE, OTHER_TOWN, Official, Village, at, somebody

ENTERED = "2026-08-13"
"""The contact was due on 13 November: on the 24th it is 11 days over."""
TODAY = date(2026, 11, 24)
MISSING = 54321


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    made = await Village.of_desk(desk.database)
    desk.clock.to("2026-11-24", "08:30")
    return made


@pytest.fixture
async def child(village: Village) -> ChildId:
    return await village.child(ENTERED)


@pytest.fixture
async def ma(village: Village) -> Official:
    return await somebody(village.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)


async def _press(player: Player, press: CallbackData) -> str:
    await player.presses_data(press.pack(), player.screen.id)
    return player.screen.text


async def _unreachable(village: Village, who: PersonId) -> None:
    async with village.database.write() as tx:
        for reach in await reaches_of(tx, who):
            await mark_unreachable(tx, reach.address, at("2026-11-20"))


async def test_a_directors_page_says_how_they_are_reached_and_what_is_open(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    await desk.zhao.says("/start")
    listed = await desk.zhao.presses("本乡镇的儿童主任")
    assert listed.text == "本乡镇的儿童主任：1位"
    page = await desk.zhao.presses("王秀兰")
    assert page.text.split("\n")[1:] == ["联系得上：网页聊天", "1件没办，最久的过期11天"]
    assert "重新发邀请" not in page.labels

    overdue = await desk.zhao.presses("看过期的事")
    assert overdue.text.split("\n")[2] == f"C-{child} · 还没联系过 · 过期11天"
    assert overdue.labels[0].startswith(f"C-{child} · 联系")


async def test_the_counted_children_of_a_village_are_one_line(
    desk: CastDesk, village: Village
) -> None:
    for _ in range(3):
        await village.counted("2026-03-01")  # to be checked by 1 September
    home = await desk.zhao.says("/start")
    assert "过期一周以上的有1件" in home.text
    group = await desk.zhao.presses("王秀兰")
    assert group.text.split("\n")[1:] == ["1件没办，最久的过期84天", "V-001 · 过期84天"]
    assert "3" in group.labels[0]


async def test_whom_nobody_reaches_is_marked_and_invited_again(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    """The new chat is the same director's, with the same children and no role more."""
    await _unreachable(village, village.wang.person)
    home = await desk.zhao.says("/start")
    assert home.labels[0].endswith("联系不上")
    for tap in ("王秀兰", "看这位儿童主任"):
        page = await desk.zhao.presses(tap)
    assert "从11月20日起联系不上。" in page.text

    made = await desk.zhao.presses("重新发邀请")
    code = made.text.partition("/start ")[2].split("\n")[0]
    new = Player(desk, 777)
    await new.says(f"/start {code}")
    await new.says("/start")
    assert (await new.presses("我负责的")).labels[0].startswith(f"C-{child}")
    async with desk.database.read() as tx:
        held = await roles_of(tx, village.wang.person, TODAY)
    assert len(held) == 1


async def test_who_is_reached_is_not_invited_again(desk: CastDesk, village: Village) -> None:
    """An invite lets whoever takes it act as that person."""
    await desk.zhao.says("/start")
    assert "联系得上他们" in await _press(desk.zhao, InviteAgain(person=village.wang.person))
    assert "邀请" not in desk.zhao.screen.text


async def test_a_nudge_comes_the_next_morning_and_once_a_week(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    await desk.tick()
    told = len(desk.wang.messages)
    await desk.zhao.says("/start")
    for tap in ("王秀兰", "看这位儿童主任", "再提醒一次"):
        page = await desk.zhao.presses(tap)
    assert desk.zhao.toast == "下一个工作日早上会再提醒他们。"
    assert "再提醒一次" not in page.labels
    await _press(desk.zhao, Nudge(director=village.wang.person))
    assert desk.zhao.toast == "这周已经提醒过了。"

    desk.clock.to("2026-11-25", "08:30")
    await desk.tick()
    assert len(desk.wang.messages) == told + 1
    assert f"C-{child}" in desk.wang.screen.labels[0]
    desk.clock.to("2026-11-26", "08:30")
    await desk.tick()
    assert len(desk.wang.messages) == told + 1


async def test_nothing_overdue_needs_no_nudge(desk: CastDesk, village: Village) -> None:
    await desk.zhao.says("/start")
    assert "他们没有过期的事。" in await _press(
        desk.zhao, ShowDirector(director=village.wang.person)
    )
    assert "再提醒一次" not in desk.zhao.screen.labels
    await _press(desk.zhao, Nudge(director=village.wang.person))
    assert desk.zhao.toast == "他们没有过期的事。"


async def test_a_director_away_stands_first_with_the_day(
    desk: CastDesk, village: Village, ma: Official
) -> None:
    async with village.database.write() as tx:
        who = village.wang.person
        await add_leave(tx, who, TODAY, date(2026, 11, 30), None, who, desk.clock())
    await desk.zhao.says("/start")
    listed = await desk.zhao.presses("本乡镇的儿童主任")
    assert listed.labels[0].endswith("请假到11月30日")
    assert listed.labels[1].startswith("马主任")
    page = await desk.zhao.presses("王秀兰")
    assert "11月24日至11月30日请假，还没有人代班。" in page.text


PRESSES: dict[str, Callable[[int, int], CallbackData]] = {
    "overdue": lambda who, child: OverdueOf(director=who),
    "page": lambda who, child: ShowDirector(director=who),
    "nudge": lambda who, child: Nudge(director=who),
    "children": lambda who, child: ChildrenOf(giver=who),
    "all": lambda who, child: TakerOfAll(giver=who),
    "sure": lambda who, child: AllTo(giver=who, taker=who),
    "all now": lambda who, child: AllToNow(giver=who, taker=who),
    "one": lambda who, child: TakerOfOne(child=child),
    "leave": lambda who, child: LeaveFor(director=who),
    "days": lambda who, child: LeaveDays(director=who, days=7),
    "invite": lambda who, child: InviteAgain(person=who),
}


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("whose", ["another township's", "role ended"])
async def test_who_is_not_of_the_township_is_nobody(
    desk: CastDesk, village: Village, press: str, whose: str
) -> None:
    region = OTHER_TOWN if whose == "another township's" else NEXT_VILLAGE
    other = await somebody(desk.database, "远主任", Role.DIRECTOR, region)
    child = await village.child(ENTERED, region=OTHER_TOWN)
    if whose == "role ended":
        async with desk.database.write() as tx:
            for held in await roles_of(tx, other.person, TODAY):
                await end_role(tx, held.id, date(2026, 11, 23))
    await desk.zhao.says("/start")
    nobody = await _press(desk.zhao, PRESSES[press](MISSING, MISSING))
    labels = desk.zhao.screen.labels
    before = await _written(desk)

    assert await _press(desk.zhao, PRESSES[press](other.person, child)) == nobody
    assert desk.zhao.screen.labels == labels
    assert await _written(desk) == before
    assert "远主任" not in desk.zhao.all_text


async def test_nobody_of_another_township_takes_or_covers(
    desk: CastDesk, village: Village, child: ChildId
) -> None:
    far = await somebody(desk.database, "远主任", Role.DIRECTOR, OTHER_TOWN)
    who = village.wang.person
    async with desk.database.write() as tx:
        own = await add_leave(tx, who, TODAY, TODAY, None, who, desk.clock())
        theirs = await add_leave(tx, far.person, TODAY, TODAY, None, far.person, desk.clock())
    await desk.zhao.says("/start")
    before = await _written(desk)
    for press in (
        AllTo(giver=who, taker=far.person),
        AllToNow(giver=who, taker=far.person),
        OneTo(child=child, taker=far.person),
        CoverBy(leave=own, cover=far.person),
        CoverBy(leave=own, cover=who),
        CoverBy(leave=theirs, cover=village.zhao.person),
        CoverOf(leave=theirs),
        CoverOf(leave=MISSING),
        LeaveDays(director=who, days=5000),
    ):
        assert "以前页面" in await _press(desk.zhao, press), press
    assert await _written(desk) == before


@pytest.mark.parametrize("name", ["wang", "sun", "chen", "mother"])
async def test_only_a_supervisor_has_these_buttons(
    desk: CastDesk, village: Village, child: ChildId, name: str
) -> None:
    player: Player = getattr(desk, name)
    await player.says("/start")
    before = await _written(desk)
    for make in PRESSES.values():
        await _press(player, make(village.wang.person, child))
        assert "王秀兰" not in player.screen.text
    for press in (Directors(), OneTo(child=child, taker=village.wang.person)):
        await _press(player, press)
    assert await _written(desk) == before


async def test_telegram_shows_references_and_no_names(
    desk: CastDesk, village: Village, child: ChildId, ma: Official
) -> None:
    supervisor = await joins(
        desk, Newcomer(901, Role.SUPERVISOR, TOWNSHIP, name="赵二"), Channel.TELEGRAM
    )
    who = village.wang.person
    await supervisor.says("/start")
    for press in (
        Directors(),
        ShowDirector(director=who),
        OverdueOf(director=who),
        ChildrenOf(giver=who),
        TakerOfAll(giver=who),
        AllTo(giver=who, taker=ma.person),
        TakerOfOne(child=child),
        LeaveFor(director=who),
        LeaveDays(director=who, days=3),
        OneTo(child=child, taker=ma.person),
    ):
        text = await _press(supervisor, press)
        told = "\n".join([text, *supervisor.screen.labels])
        for name in ("王秀兰", "马主任", "李小雨", "常山", "没联系过"):
            assert name not in told, (press, told)
    assert "网页" in await _press(supervisor, InviteAgain(person=who))


async def test_what_the_screens_cost(desk: CastDesk, village: Village, child: ChildId) -> None:
    await desk.zhao.says("/start")
    cost = {}
    for press, most in (
        (ShowDirector(director=village.wang.person), 8),
        (OverdueOf(director=village.wang.person), 6),
        (Directors(), 4),
        (Nudge(director=village.wang.person), 13),
    ):
        with statements(desk.database) as executed:
            await _press(desk.zhao, press)
        cost[press.__prefix__] = len(executed)
        assert len(executed) <= most, (press, executed)
    with statements(desk.database) as executed:
        await desk.zhao.says("/start")
    assert len(executed) <= 9, executed


async def _written(desk: CastDesk) -> list[int]:
    """How many rows there are of what these buttons could write; an invite leaves an audit row."""
    counted = []
    async with desk.database.read() as tx:
        for table in (assignment, leave, role):
            statement = sa.select(sa.func.count()).select_from(table)
            counted.append(int((await tx.execute(statement)).scalar_one()))
        deeds = sa.select(sa.func.count()).where(audit.c.deed.in_(["nudge", "invite", "cover"]))
        counted.append(int((await tx.execute(deeds)).scalar_one()))
    return counted
