"""The county's room: numbers by place with small ones hidden, people nobody reaches, no child and no name."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from aiogram.filters.callback_data import CallbackData

from dialogs.administrator.presses import ClosingStatus, LateByPlace, RulesOfPlace, Unreached
from dialogs.staff.inviting_again import InviteAgain
from reminders.due import Kind
from reminders.schedule import reschedule
from storage.access import Channel, Role
from storage.chats import mark_unreachable, reaches_of
from storage.ledger import NewChild, add_child
from storage.people import end_role, roles_of
from storage.tables.chats import outbox
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.security.town import COUNTY, Newcomer, joins
from tests.village import NEXT_VILLAGE, OTHER_TOWN, VILLAGE, Village, at, somebody

MONTH_OVER = "2026-07-20"
"""The contact was due on 20 October: on 23 November it is 34 days over."""
TODAY = date(2026, 11, 23)
NAMES = ("李小雨", "王秀兰", "赵建国", "马主任", "小雨", "C-")


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


async def _press(player: Player, press: CallbackData) -> str:
    await player.presses_data(press.pack(), player.screen.id)
    return player.screen.text


async def _late(village: Village, number: int, region: str = VILLAGE) -> None:
    for _ in range(number):
        await village.child(MONTH_OVER, region=region, now=at("2026-11-19"))


async def test_home_says_what_needs_the_county(desk: CastDesk, village: Village) -> None:
    await _late(village, 6)
    home = await desk.sun.says("/start")
    assert home.text.split("\n") == [
        "管理员",
        "过期30天以上未办：6项，最长34天。",
        "儿童主任、儿童督导员都联系得上。",
        "系统还没有发出过每日提醒。",
    ]
    assert home.labels[:5] == [
        "过期30天以上事项",
        "联系不上的人员",
        "半年核对进度",
        "工作日与放假安排",
        "本地规则",
    ]
    assert "邀请一个人" in home.labels


async def test_with_nothing_to_do_it_says_so(desk: CastDesk, village: Village) -> None:
    await village.child("2026-11-01")
    home = await desk.sun.says("/start")
    assert "没有过期30天以上的事。" in home.text


@pytest.mark.parametrize(("day", "told"), [("2026-11-23", False), ("2026-11-24", True)])
async def test_the_thirtieth_day_is_the_countys(
    desk: CastDesk, village: Village, day: str, told: bool
) -> None:
    for _ in range(6):
        await village.child("2026-07-25", now=at("2026-11-19"))  # due on 25 October
    desk.clock.to(day)
    assert ("过期30天以上未办：6项" in (await desk.sun.says("/start")).text) is told


async def test_items_by_township_with_who_answers_there(desk: CastDesk, village: Village) -> None:
    await _late(village, 4)
    await _late(village, 3, NEXT_VILLAGE)
    await _late(village, 2, OTHER_TOWN)
    await desk.sun.says("/start")
    page = (await desk.sun.presses("过期30天以上事项")).text.split("\n")
    assert page[0] == "过期30天以上未办：至少8项，最长34天。"
    assert sorted(page[1:3]) == sorted(
        [
            "正定镇：7项，最长34天；督导员在岗",
            "诸福屯街道：不到5项，最长34天；没有督导员",
        ]
    )
    assert page[3].startswith("没有人能收到提醒的有")
    assert "正定镇" not in page[3]
    assert "诸福屯街道" in page[3]


async def test_what_is_open_for_months_shows_for_how_long(desk: CastDesk, village: Village) -> None:
    await _late(village, 5)
    desk.clock.to("2027-02-01")
    assert "最长104天" in (await desk.sun.says("/start")).text


async def test_a_supervisor_out_of_reach_or_away_shows(desk: CastDesk, village: Village) -> None:
    await _late(village, 5)
    async with desk.database.write() as tx:
        for reach in await reaches_of(tx, village.zhao.person):
            await mark_unreachable(tx, reach.address, at("2026-11-20"))
    await desk.sun.says("/start")
    assert "督导员联系不上" in await _press(desk.sun, LateByPlace())
    async with desk.database.write() as tx:
        for held in await roles_of(tx, village.zhao.person, TODAY):
            await end_role(tx, held.id, date(2026, 11, 22))
    assert "没有督导员" in await _press(desk.sun, LateByPlace())


async def test_small_numbers_do_not_follow_by_subtracting(desk: CastDesk, village: Village) -> None:
    """Whatever stands on the two pages: the hidden number and its neighbours fit to more than one value."""
    await _late(village, 6)
    await _late(village, 3, OTHER_TOWN)
    home = (await desk.sun.says("/start")).text
    page = await _press(desk.sun, LateByPlace())
    for text in (home, page.split("\n")[0]):
        assert "至少7项" in text
    assert "9项" not in home + page
    assert "3项" not in home + page


async def test_whom_nobody_reaches_is_named_by_reference_and_invited(
    desk: CastDesk, village: Village
) -> None:
    async with desk.database.write() as tx:
        for who in (village.wang.person, village.zhao.person):
            for reach in await reaches_of(tx, who):
                await mark_unreachable(tx, reach.address, at("2026-11-20"))
    home = await desk.sun.says("/start")
    assert "联系不上的儿童主任、儿童督导员：2人。" in home.text
    listed = await desk.sun.presses("联系不上的人员")
    assert sorted(listed.labels[:2]) == [
        f"D-{village.wang.person} · 正定镇 · 11月20日起",
        f"T-{village.zhao.person} · 正定镇 · 11月20日起",
    ]
    for name in NAMES:
        assert name not in "".join([listed.text, *listed.labels])
    made = await desk.sun.presses(f"T-{village.zhao.person}")
    code = made.text.partition("/start ")[2].split("\n")[0]
    new = Player(desk, 888)
    await new.says(f"/start {code}")
    assert "儿童督导员" in (await new.says("/start")).text


async def test_the_half_years_status_by_township(desk: CastDesk, village: Village) -> None:
    """Twelve in key care, two of them left; six counted, all of them entered in this half-year."""
    for number in range(12):
        child = await village.child("2026-03-01", now=at("2026-03-01"))
        if number < 10:
            await village.held(village.wang, child, Kind.REFRESH, "2026-09-01", at("2026-11-23"))
    async with desk.database.write() as tx:
        for _ in range(6):
            made = await add_child(tx, NewChild("孩子", OTHER_TOWN, date(2026, 7, 1)))
            await reschedule(tx, made, at("2026-11-23"), TODAY)
    await desk.sun.says("/start")
    page = await desk.sun.presses("半年核对进度")
    assert page.text.split("\n") == [
        "12月31日前核对完信息，还剩38天。",
        "合计：重点关爱12名，摸底登记6名。",
        "诸福屯街道",
        "重点关爱：无",
        "摸底登记：6名，已全部核对",
        "正定镇",
        "重点关爱：12名，未核对不到5名",
        "摸底登记：无",
    ]


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2026-12-31", "12月31日前核对完信息，还剩0天。"),
        ("2027-01-01", "6月30日前核对完信息，还剩180天。"),
    ],
)
async def test_the_half_year_ends_on_its_last_day(
    desk: CastDesk, village: Village, day: str, line: str
) -> None:
    desk.clock.to(day)
    await desk.sun.says("/start")
    assert (await _press(desk.sun, ClosingStatus())).split("\n")[0] == line


async def test_the_machine_that_did_not_plan_is_told(desk: CastDesk, village: Village) -> None:
    desk.clock.to("2026-11-24", "08:31")
    await desk.tick()
    assert "系统运行正常。" in (await desk.sun.says("/start")).text
    desk.clock.to("2026-11-25", "08:46")
    assert "没有按时生成" in (await desk.sun.says("/start")).text


async def test_a_city_sees_the_same_by_county(desk: CastDesk, village: Village) -> None:
    await _late(village, 4)
    await _late(village, 3, OTHER_TOWN)
    city = await joins(desk, Newcomer(902, Role.ADMINISTRATOR, "1301", name="市局"))
    await city.says("/start")
    page = await _press(city, LateByPlace())
    assert "正定县：7项，最长34天；管理员在岗" in page
    assert "镇" not in page
    assert "正定县\n" in await _press(city, ClosingStatus())


async def test_another_county_counts_nothing_of_this_one(desk: CastDesk, village: Village) -> None:
    await _late(village, 6)
    other = await joins(desk, Newcomer(903, Role.ADMINISTRATOR, "130123001", name="别处"))
    home = (await other.says("/start")).text
    assert "没有过期30天以上的事。" in home
    assert "辖区内还没有登记儿童。" in await _press(other, ClosingStatus())
    assert "联系得上" in await _press(other, Unreached())
    before = await _letters(desk)
    text = await _press(other, InviteAgain(person=village.zhao.person))
    assert text == await _press(other, InviteAgain(person=54321))
    assert await _letters(desk) == before


@pytest.mark.parametrize("name", ["wang", "zhao", "chen", "mother"])
async def test_only_an_administrator_sees_numbers(
    desk: CastDesk, village: Village, name: str
) -> None:
    await _late(village, 6)
    player: Player = getattr(desk, name)
    await player.says("/start")
    for press in (LateByPlace(), Unreached(), ClosingStatus(), RulesOfPlace()):
        text = await _press(player, press)
        assert not re.search(r"过期30天以上|正定镇|12月31日前|本地规则", text), press


async def test_no_page_holds_a_child_or_a_name(desk: CastDesk, village: Village) -> None:
    await somebody(desk.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    await _late(village, 6)
    await desk.sun.says("/start")
    for press in (LateByPlace(), Unreached(), ClosingStatus()):
        text = await _press(desk.sun, press)
        for name in NAMES:
            assert name not in "\n".join([text, *desk.sun.screen.labels])


async def test_telegram_shows_the_sums_and_no_places(desk: CastDesk, village: Village) -> None:
    await _late(village, 6)
    sun = await joins(
        desk, Newcomer(904, Role.ADMINISTRATOR, COUNTY, name="孙二"), Channel.TELEGRAM
    )
    assert "过期30天以上未办：6项" in (await sun.says("/start")).text
    for press in (LateByPlace(), Unreached(), ClosingStatus()):
        text = await _press(sun, press)
        assert "网页" in text
        assert "正定镇" not in "\n".join([text, *sun.screen.labels])


async def test_what_the_pages_cost(desk: CastDesk, village: Village) -> None:
    await _late(village, 6)
    await desk.sun.says("/start")
    for press, most in ((LateByPlace(), 7), (Unreached(), 5), (ClosingStatus(), 5)):
        with statements(desk.database) as executed:
            await _press(desk.sun, press)
        assert len(executed) <= most, (press, executed)
    with statements(desk.database) as executed:
        await desk.sun.says("/start")
    assert len(executed) <= 8, executed


async def _letters(desk: CastDesk) -> int:
    async with desk.database.read() as tx:
        found = await tx.execute(sa.select(sa.func.count()).select_from(outbox))
        return int(found.scalar_one())
