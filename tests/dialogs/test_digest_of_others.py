"""What reaches supervisors and the county: why things are open, who is away or out of reach, rounds in one line."""

from datetime import date

import pytest
import sqlalchemy as sa

from bot.ticking import tick
from dialogs.director.presses import AcknowledgeDigest, ShowDigest
from reminders.due import Kind
from storage.access import Role
from storage.ids import PersonId
from storage.leave import add_leave
from storage.ledger import assign
from storage.people import end_role, roles_of
from storage.tables.chats import address
from storage.tables.ledger import child as children
from storage.tables.ledger import reminder
from tests.cast import CastDesk, Player
from tests.village import FIRST_CHAT, NEXT_VILLAGE, Village, at, somebody

# Entered on 13 August, the contact was due on Friday, 13 November; on the 24th it is 11 days over.
ENTERED = "2026-08-13"
TODAY = date(2026, 11, 24)


@pytest.fixture
async def village(desk: CastDesk) -> Village:
    return await Village.of_desk(desk.database)


async def test_the_supervisor_reads_why(desk: CastDesk, village: Village) -> None:
    child = await village.child("2026-05-13")
    now = at("2026-11-23")
    await village.held(village.wang, child, Kind.VISIT, ENTERED, now)
    await village.held(village.wang, child, Kind.REFRESH, "2026-11-23", now)
    tried = {"put_offs": 2, "put_off_why": "family_away", "tries": 3}
    async with desk.database.write() as tx:
        await tx.execute(sa.update(reminder).where(reminder.c.child == child).values(tried))
    await _leave(desk, village.wang.person, "2026-11-23", "2026-11-30")
    await _morning(desk)

    assert desk.zhao.screen.text.split("\n")[1:] == [
        f"儿童主任 D-{village.wang.person}：1件没办，最久的过期11天。",
        f"D-{village.wang.person}请假到11月30日。",
        f"C-{child} · 推迟过2次（一家人外出） · 连续3次没联系上 · 上次联系8月13日",
    ]


async def test_on_telegram_it_holds_no_more_than_reference_and_days(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child(ENTERED)
    async with desk.database.write() as tx:
        tried = {"put_offs": 2, "put_off_why": "illness", "tries": 3}
        await tx.execute(sa.update(reminder).where(reminder.c.child == child).values(tried))
    await _morning(desk)
    assert "有人生病" in desk.zhao.screen.text  # on the desk's own page
    async with desk.database.write() as tx:
        phone = sa.update(address).where(address.c.person == village.zhao.person)
        await tx.execute(phone.values(channel="telegram"))

    shown = await desk.zhao.presses("全部知道了")
    assert shown.text.split("\n")[1:] == [
        f"儿童主任 D-{village.wang.person}：1件没办，最久的过期11天。",
        "您已经看过了。没办完之前都留在这里。",
    ]


async def test_each_page_names_the_directors_whose_lines_stand_on_it(
    desk: CastDesk, village: Village
) -> None:
    ma = await somebody(desk.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    for day in range(1, 10):
        await village.child(f"2026-08-{day:02}")
    last = await village.child("2026-08-12", region=NEXT_VILLAGE)
    await _morning(desk)

    first = desk.zhao.screen.text
    assert f"D-{village.wang.person}：9件没办" in first
    assert f"D-{ma.person}" not in first
    second = await desk.zhao.presses("下一页")
    assert f"D-{village.wang.person}：9件没办" in second.text
    assert f"D-{ma.person}：1件没办" in second.text
    assert f"C-{last} · 还没联系过" in second.text


async def test_no_way_to_reach_the_director_the_supervisor_is_told_at_once_and_why(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child("2026-08-25")  # due tomorrow: the director's own step
    await _unreachable(desk, village.wang.person)
    await _morning(desk)

    assert desk.zhao.screen.text.split("\n")[1:] == [
        f"儿童主任 D-{village.wang.person}：1件没办，最久的过期0天。",
        f"D-{village.wang.person}现在联系不上。",
        f"C-{child} · 还没联系过",
    ]


async def test_unreachable_at_half_past_eight_the_supervisor_hears_minutes_later(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child("2026-08-25")
    desk.clock.to("2026-11-24", "08:30")
    await tick(desk.house, desk.ticked, desk.clock())  # planned, not sent yet
    desk.ticked = desk.clock()
    await _unreachable(desk, village.wang.person)
    before = len(desk.zhao.messages)
    for _ in range(3):
        desk.clock.on(minutes=1)
        await desk.tick()

    assert len(desk.zhao.messages) == before + 1
    letter = desk.zhao.screen
    assert letter.text == (f"D-{village.wang.person}所有方式都联系不上，有1件事要办：C-{child}。")
    assert letter.labels == [f"C-{child} · 联系 · 最晚11月25日", "看过期的事", "重新发邀请", "首页"]
    assert (await desk.zhao.presses(f"C-{child}", letter)).text.startswith(f"C-{child} · 李小雨")


async def test_the_new_invite_is_for_the_same_person(desk: CastDesk, village: Village) -> None:
    await village.child("2026-08-25")
    desk.clock.to("2026-11-24", "08:30")
    await tick(desk.house, desk.ticked, desk.clock())
    desk.ticked = desk.clock()
    await _unreachable(desk, village.wang.person)
    desk.clock.on(minutes=1)
    await desk.tick()
    desk.clock.on(minutes=1)
    await desk.tick()

    made = await desk.zhao.presses("重新发邀请")
    code = made.text.partition("start=")[2].split()[0]
    phone = Player(desk, 7007)
    await phone.says(f"/start {code}")
    await _at(desk, "2026-11-25")

    assert phone.screen.text.startswith("早上好")  # the same child, the same director, a new phone


async def test_nobody_to_tell_of_a_role_that_ended_after_the_plan_but_the_next_one(
    desk: CastDesk, village: Village
) -> None:
    child = await village.child("2026-08-25")
    desk.clock.to("2026-11-24", "08:30")
    await tick(desk.house, desk.ticked, desk.clock())
    desk.ticked = desk.clock()
    async with desk.database.write() as tx:
        for held in await roles_of(tx, village.wang.person, TODAY):
            await end_role(tx, held.id, date(2026, 11, 23))
    before = len(desk.wang.messages)
    await desk.deliver()
    assert len(desk.wang.messages) == before

    await _at(desk, "2026-11-25")
    assert f"C-{child}" in desk.zhao.screen.labels[0]


async def test_who_goes_on_leave_after_the_plan_gets_no_digest_their_cover_does(
    desk: CastDesk, village: Village
) -> None:
    ma = await somebody(desk.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    child = await village.child("2026-08-25")
    desk.clock.to("2026-11-24", "08:30")
    await tick(desk.house, desk.ticked, desk.clock())
    desk.ticked = desk.clock()
    await _leave(desk, village.wang.person, "2026-11-24", "2026-11-26", ma.person)
    before = len(desk.wang.messages)
    await desk.deliver()
    assert len(desk.wang.messages) == before

    await _at(desk, "2026-11-25")
    cover = Player(desk, FIRST_CHAT + ma.person)
    assert cover.screen.labels[0].startswith(f"C-{child}")
    card = await cover.presses(f"C-{child}")
    assert card.text.startswith(f"C-{child} · 李小雨")


async def test_a_cover_acknowledges_and_records_and_the_old_director_sees_it_too(
    desk: CastDesk, village: Village
) -> None:
    ma = await somebody(desk.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    child = await village.child("2026-08-25")
    await _leave(desk, village.wang.person, "2026-11-24", "2026-11-26", ma.person)
    await _morning(desk)
    cover = Player(desk, FIRST_CHAT + ma.person)

    await cover.presses("全部知道了")
    assert TODAY in {each.acknowledged_on for each in await village.open() if each.child == child}
    for tap in (f"C-{child}", "联系过了", "打电话", "都好"):
        done = await cover.presses(tap)
    assert "已经记下" in done.text
    await desk.wang.says("/start")
    await desk.wang.presses_data(f"child:{child}", desk.wang.screen.id)
    assert desk.wang.screen.text.startswith(f"C-{child} · 李小雨")


async def test_a_digest_of_somebody_else_acknowledges_nothing(
    desk: CastDesk, village: Village
) -> None:
    await village.child("2026-08-25")
    await _morning(desk)
    await desk.zhao.says("/start")
    for press in (ShowDigest(digest=1), AcknowledgeDigest(digest=1)):
        await desk.zhao.presses_data(press.pack(), desk.zhao.screen.id)

    assert not any(each.acknowledged_on for each in await village.open())


async def test_what_went_to_another_is_not_acknowledged_with_the_rest(
    desk: CastDesk, village: Village
) -> None:
    ma = await somebody(desk.database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    mine, theirs = [await village.child("2026-08-25") for _ in range(2)]
    await _morning(desk)
    async with desk.database.write() as tx:
        moved = sa.update(children).where(children.c.id == theirs)
        await tx.execute(moved.values(region=NEXT_VILLAGE))
        await assign(tx, theirs, ma.person, TODAY)
    await desk.wang.presses("全部知道了")

    marked = {each.child for each in await village.open() if each.acknowledged_on}
    assert marked == {mine}


async def test_a_round_is_one_line_however_many_children(desk: CastDesk, village: Village) -> None:
    for _ in range(12):
        await village.counted("2026-05-30")
    alone = await village.child("2026-08-25")
    await _morning(desk)

    digest = desk.wang.screen
    assert digest.text == "早上好，这几件事该办了。\n快到期2件。"
    assert digest.labels[:2] == [
        f"C-{alone} · 联系 · 最晚11月25日",
        "V-001 · 核对信息 · 12名儿童 · 最晚11月30日",
    ]
    round_ = next(data for label, data in digest.buttons if label.startswith("V-001"))
    assert round_.startswith("round:130123100001:")


async def test_one_tap_acknowledges_a_whole_round(desk: CastDesk, village: Village) -> None:
    for _ in range(3):
        await village.counted("2026-05-30")
    await _morning(desk)
    await desk.wang.presses("全部知道了")

    assert all(each.acknowledged_on == TODAY for each in await village.open())


async def test_the_county_reads_numbers_by_township_and_who_has_no_address(
    desk: CastDesk, village: Village
) -> None:
    await village.child("2026-07-20")  # due on 20 October
    there = await village.child("2026-07-10", region="130123001001")
    await _unreachable(desk, village.zhao.person)
    await _morning(desk)

    text = desk.sun.screen.text.split("\n")
    assert text[1:3] == [
        "诸福屯街道：1件没办，最久的过期45天。",
        "正定镇：1件没办，最久的过期35天。",
    ]
    assert text[3] == f"T-{village.zhao.person}现在联系不上。"
    assert f"C-{there}" not in desk.sun.all_text
    assert desk.sun.screen.labels == ["首页"]


async def _morning(desk: CastDesk) -> None:
    await _at(desk, "2026-11-24")


async def _at(desk: CastDesk, day: str) -> None:
    desk.clock.to(day, "08:30")
    await desk.tick()


async def _leave(
    desk: CastDesk, who: PersonId, since: str, until: str, cover: PersonId | None = None
) -> None:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    async with desk.database.write() as tx:
        await add_leave(tx, who, first, last, cover, who, desk.clock())


async def _unreachable(desk: CastDesk, who: PersonId) -> None:
    async with desk.database.write() as tx:
        lost = sa.update(address).where(address.c.person == who)
        await tx.execute(lost.values(unreachable_since=desk.clock()))
