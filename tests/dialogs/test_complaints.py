"""Complaints and suggestions in the chat: written by everybody, seen by nobody they are about, answered."""

import pytest
import sqlalchemy as sa

from dialogs.turn import Privacy
from storage.access import Channel, Role
from storage.ids import PersonId
from storage.people import add_person, add_role
from storage.tables import metadata
from storage.tables.chats import address, complaint, outbox
from storage.tables.desk import audit
from storage.tables.people import region, role
from tests.cast import CastDesk, Player
from tests.counting import statements
from tests.village import VILLAGE

WORDS = "主任半年没来过我家，打电话也不接。"
ANSWER = "对不起，这周就安排人上门。"
NAMES = {
    "director": "儿童主任",
    "supervisor": "儿童督导员",
    "triage": "分诊人员",
    "administrator": "服务台的管理员",
}
CITY_CHAT = 701


async def writes(who: Player, what: str = "这个服务台", words: str = WORDS) -> None:
    await who.says("/start")
    if who.chat != 101:
        await who.presses("更多")
    await who.presses("意见和建议")
    if what in NAMES.values():
        await who.presses("工作人员或儿童主任")
    await who.presses(what)
    await who.says(words)


async def lives_in(desk: CastDesk, who: Player, code: str | None) -> None:
    await who.says("/start")
    async with desk.database.write() as tx:
        mine = sa.select(address.c.id).where(address.c.person.is_(None)).scalar_subquery()
        await tx.execute(sa.update(address).where(address.c.id.in_(mine)).values(place=code))


async def city_head(desk: CastDesk) -> Player:
    """An administrator of the city, in a chat of their own."""
    player = Player(desk, CITY_CHAT)
    await player.says("/start")
    now = desk.clock()
    async with desk.database.write() as tx:
        if (await tx.execute(sa.select(region).where(region.c.code == "1301"))).first() is None:
            raise AssertionError("the city is not in the table of places")
        person = await add_person(tx, "罗处", now)
        held = await add_role(tx, person, Role.ADMINISTRATOR, "1301", None, desk.house.today)
        newest = sa.select(sa.func.max(address.c.id)).scalar_subquery()
        values = {"person": person, "acting": held}
        await tx.execute(sa.update(address).where(address.c.id == newest).values(values))
    await desk.house.staff.refresh(now, desk.house.desk)
    return player


async def person_of(desk: CastDesk, who: Role) -> PersonId:
    async with desk.database.read() as tx:
        found = await tx.execute(
            sa.select(role.c.person).where(role.c.kind == who.value).order_by(role.c.id).limit(1)
        )
        return PersonId(found.scalar_one())


async def letters(desk: CastDesk, kind: str = "complaint") -> list[PersonId]:
    async with desk.database.read() as tx:
        found = await tx.execute(sa.select(outbox.c.person).where(outbox.c.kind == kind))
        return [row.person for row in found]


async def stored(desk: CastDesk) -> list[sa.Row[tuple[object, ...]]]:
    async with desk.database.read() as tx:
        return list(await tx.execute(sa.select(complaint).order_by(complaint.c.id)))


async def test_every_role_has_the_entry(desk: CastDesk) -> None:
    for who in (desk.wang, desk.zhao, desk.chen, desk.sun):
        await who.says("/start")
        await who.presses("更多")
        assert "意见和建议" in who.screen.labels
    for who in (desk.mother, desk.stranger):
        await who.says("/start")
        assert "意见和建议" in who.screen.labels


async def test_a_mother_writes_the_county_answers_she_reads_it(desk: CastDesk) -> None:
    await writes(desk.mother)
    assert "收到了：S-1" in desk.mother.screen.text
    assert "12月7日" in desk.mother.screen.text

    await desk.deliver()
    assert desk.sun.screen.text == "有一条意见等您答复：S-1 · 12月7日前"
    assert WORDS not in desk.sun.all_text
    await desk.sun.presses("S-1")
    assert WORDS in desk.sun.screen.text
    await desk.sun.presses("✎ 回复")
    await desk.sun.says(ANSWER)
    assert "正在送给写的人" in desk.sun.screen.text

    await desk.deliver()
    assert desk.mother.screen.text == "您的S-1有答复了。"
    await desk.mother.presses("S-1")
    assert ANSWER in desk.mother.screen.text
    assert "孙" not in desk.mother.screen.text
    await desk.mother.presses("返回")
    assert desk.mother.screen.labels[0] == "S-1 · 服务台 · 已答复"


async def test_the_list_shows_the_oldest_first_and_the_days_left(desk: CastDesk) -> None:
    await writes(desk.mother)
    desk.clock.to("2026-11-25")
    await writes(desk.wang, "服务清单里有错")
    desk.clock.to("2026-12-08")
    await desk.sun.says("/start")
    await desk.sun.presses("更多")
    await desk.sun.presses("要答复的意见")
    assert desk.sun.screen.labels[:2] == [
        "S-1 · 服务台 · 应在12月7日前答复，已经晚了",
        "S-2 · 服务清单 · 还剩1个工作日",
    ]


async def test_reading_and_answering_are_noted(desk: CastDesk) -> None:
    await writes(desk.mother)
    await desk.deliver()
    await desk.sun.presses("S-1")
    await desk.sun.presses("✎ 回复")
    await desk.sun.says(ANSWER)
    async with desk.database.read() as tx:
        noted = sa.select(audit.c.role, audit.c.deed).where(audit.c.thing == "complaint")
        found = [tuple(row) for row in await tx.execute(noted)]
    assert found == [("parent", "complain"), ("administrator", "read"), ("administrator", "answer")]


async def test_staff_write_too_and_never_to_themselves(desk: CastDesk) -> None:
    for who in (desk.wang, desk.zhao, desk.chen):
        await writes(who)
        assert "收到了" in who.screen.text
    sun = await person_of(desk, Role.ADMINISTRATOR)
    assert await letters(desk) == [sun, sun, sun]
    await writes(desk.sun)
    assert "现在还没有人能答复" in desk.sun.screen.text
    assert "12345" in desk.sun.screen.text
    await desk.sun.presses_data("cplread:4", desk.sun.screen.id)
    assert "以前页面" in desk.sun.screen.text


async def test_about_the_director_the_director_sees_nothing_in_any_role(desk: CastDesk) -> None:
    """Wang is an administrator of the county as well; so is Sun, who answers."""
    await lives_in(desk, desk.mother, VILLAGE)
    wang = await person_of(desk, Role.DIRECTOR)
    async with desk.database.write() as tx:
        second = await add_role(tx, wang, Role.ADMINISTRATOR, "130123", None, desk.house.today)
    await writes(desk.mother, NAMES["director"])
    (row,) = await stored(desk)
    assert row.about_person == wang
    assert await letters(desk) == [await person_of(desk, Role.ADMINISTRATOR)]

    await desk.deliver()
    await desk.wang.says("/start")
    for acting in (None, f"act:{second}"):
        if acting:
            await desk.wang.presses_data(acting, desk.wang.screen.id)
        for press in ("cplopen:0", "cplread:1", "cplans:1", "cplup:1:0", "cplown:1", "cplback:1:1"):
            await desk.wang.presses_data(press, desk.wang.screen.id)
            assert "S-1" not in "".join([desk.wang.screen.text, *desk.wang.screen.labels]), press
            assert WORDS not in desk.wang.screen.text
    (row,) = await stored(desk)
    assert (row.answered_at, row.climbed) == (None, 0)


async def test_an_answer_form_left_open_does_nothing_once_it_is_not_theirs(desk: CastDesk) -> None:
    await writes(desk.mother)
    await desk.deliver()
    await desk.sun.presses("S-1")
    await desk.sun.presses("✎ 回复")
    async with desk.database.write() as tx:
        sun = await person_of(desk, Role.ADMINISTRATOR)
        await tx.execute(sa.update(complaint).values(about_person=sun))
    await desk.sun.says(ANSWER)
    assert "以前页面" in desk.sun.screen.text
    (row,) = await stored(desk)
    assert row.answer is None


async def test_about_the_county_the_city_answers(desk: CastDesk) -> None:
    luo = await city_head(desk)
    await writes(desk.mother, NAMES["administrator"])
    await desk.deliver()
    assert "S-1" in luo.screen.text
    assert "S-1" not in desk.sun.all_text
    await desk.sun.says("/start")
    await desk.sun.presses_data("cplopen:0", desk.sun.screen.id)
    assert desk.sun.screen.text == "没有等您答复的意见。"
    await luo.presses("S-1")
    assert WORDS in luo.screen.text


async def test_a_late_answer_climbs_and_the_writer_is_told_so(desk: CastDesk) -> None:
    luo = await city_head(desk)
    await writes(desk.mother)
    await desk.deliver()
    heard = len(luo.messages)
    desk.clock.to("2026-12-07", "17:00")
    await desk.tick()
    assert len(luo.messages) == heard
    desk.clock.to("2026-12-08", "09:00")
    await desk.tick()
    assert "S-1" in luo.screen.text
    await desk.mother.presses("我写过的")
    await desk.mother.presses("S-1")
    assert "已经报给上一级" in desk.mother.screen.text


async def test_passed_on_twice_it_goes_up_once_and_says_so(desk: CastDesk) -> None:
    luo = await city_head(desk)
    await writes(desk.mother)
    await desk.deliver()
    await desk.sun.presses("S-1")
    card = desk.sun.screen
    await desk.sun.presses("交给上一级", on=card)
    await desk.sun.presses_data("cplup:1:0", card.id)
    assert desk.sun.toast == "现在是这个情况。"
    await desk.deliver()
    assert "S-1" in luo.screen.text
    (row,) = await stored(desk)
    assert row.climbed == 1


async def test_answered_by_two_the_first_answer_stands(desk: CastDesk) -> None:
    luo = await city_head(desk)
    await writes(desk.mother)
    await desk.deliver()
    await desk.sun.presses("S-1")
    await desk.sun.presses("交给上一级")
    await desk.deliver()
    for who in (luo, desk.sun):
        await who.presses_data("cplans:1", who.screen.id)
    await luo.says(ANSWER)
    await desk.sun.says("另一个答复")
    assert ANSWER in desk.sun.screen.text
    async with desk.database.read() as tx:
        (row,) = await stored(desk)
        assert tx.keys.open("complaint.answer", bytes(row.answer)) == ANSWER
    assert len(await letters(desk, "complaint_answered")) == 1


async def test_taken_back_its_words_are_gone_and_nobody_is_told(desk: CastDesk) -> None:
    await writes(desk.mother)
    await desk.mother.presses("我写过的")
    await desk.mother.presses("S-1")
    await desk.mother.presses("撤回")
    old = desk.mother.screen
    await desk.mother.presses("是的，撤回", on=old)
    assert "您已撤回" in desk.mother.screen.text
    assert WORDS not in desk.mother.screen.text
    await desk.mother.presses_data("cplback:1:1", old.id)
    assert desk.mother.toast == "现在是这个情况。"
    await desk.deliver()
    assert "S-1" not in desk.sun.all_text
    await desk.sun.says("/start")
    await desk.sun.presses_data("cplread:1", desk.sun.screen.id)
    assert "写的人撤回了" in desk.sun.screen.text


async def test_nobody_reads_anothers(desk: CastDesk) -> None:
    await writes(desk.mother)
    for who in (desk.stranger, desk.wang, desk.zhao, desk.chen):
        await who.says("/start")
        for press in ("cplown:1", "cplback:1:0", "cplback:1:1", "cplread:1", "cplans:1"):
            await who.presses_data(press, who.screen.id)
            theirs = who.screen.text, who.screen.labels
            await who.presses_data(press.replace(":1", ":54321", 1), who.screen.id)
            assert (who.screen.text, who.screen.labels) == theirs, press
            assert WORDS not in who.screen.text
            assert "S-1" not in who.screen.text, press
    (row,) = await stored(desk)
    assert row.answered_at is None


async def test_words_of_danger_get_the_lines_first_and_are_a_complaint_too(desk: CastDesk) -> None:
    await writes(desk.mother, words="我今晚就跳楼，主任不管我们")
    assert "12356" in desk.mother.messages[-2].text
    assert "R-1" in desk.mother.screen.text
    assert "S-1" in desk.mother.screen.text
    assert len(await stored(desk)) == 1
    await desk.mother.says("孩子怎么转学")
    assert len(await stored(desk)) == 1


async def test_staff_who_write_of_danger_are_reminded_of_the_duty(desk: CastDesk) -> None:
    await writes(desk.wang, words="有个孩子被他爸天天打，督导员不管")
    assert "110" in desk.wang.screen.text
    assert "S-1" in desk.wang.screen.text


async def test_on_telegram_in_strict_privacy_it_leads_to_the_web_chat(desk: CastDesk) -> None:
    mother = Player(desk, 901, Channel.TELEGRAM)
    await mother.says("/start")
    await mother.presses("意见和建议")
    assert "网页" in mother.screen.text
    for press in ("cplabout:desk", "cplabout:person"):
        await mother.presses_data(press, mother.screen.id)
        assert "网页" in mother.screen.text
    await mother.says(WORDS)
    assert await stored(desk) == []


async def test_nor_is_one_read_or_answered_there(desk: CastDesk) -> None:
    await writes(desk.mother)
    sun = await person_of(desk, Role.ADMINISTRATOR)
    phone = Player(desk, 902, Channel.TELEGRAM)
    await phone.says("/start")
    async with desk.database.write() as tx:
        held = sa.select(role.c.id).where(role.c.person == sun).scalar_subquery()
        newest = sa.select(sa.func.max(address.c.id)).scalar_subquery()
        values = {"person": sun, "acting": held}
        await tx.execute(sa.update(address).where(address.c.id == newest).values(values))
    for press in ("cplopen:0", "cplread:1", "cplans:1"):
        await phone.presses_data(press, phone.screen.id)
        assert WORDS not in phone.screen.text
    assert "网页" in phone.screen.text


async def test_in_standard_privacy_it_is_written_on_telegram(desk: CastDesk) -> None:
    open_desk = await CastDesk.open(desk.database, desk.clock, Privacy.STANDARD)
    mother = Player(open_desk, 901, Channel.TELEGRAM)
    await mother.says("/start")
    await mother.presses("意见和建议")
    await mother.presses("别的事")
    await mother.says(WORDS)
    assert "收到了：S-1" in mother.screen.text


async def test_nothing_of_it_can_be_read_at_rest(desk: CastDesk) -> None:
    await writes(desk.mother)
    await desk.deliver()
    await desk.sun.presses("S-1")
    await desk.sun.presses("✎ 回复")
    await desk.sun.says(ANSWER)
    async with desk.database.read() as tx:
        for table in metadata.sorted_tables:
            for row in await tx.execute(sa.select(table)):
                for value in row:
                    told = bytes(value) if isinstance(value, bytes) else str(value).encode()
                    assert WORDS.encode() not in told, table.name
                    assert ANSWER.encode() not in told, table.name


async def test_long_and_empty_words_are_asked_again(desk: CastDesk) -> None:
    await writes(desk.mother, words="长" * 2001)
    assert "2000" in desk.mother.screen.text
    assert await stored(desk) == []
    await desk.mother.says("长" * 2000)
    assert "收到了" in desk.mother.screen.text


async def test_going_back_ends_the_writing(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("意见和建议")
    await desk.mother.presses("这个服务台")
    await desk.mother.presses("返回")
    await desk.mother.says("孩子怎么转学")
    assert await stored(desk) == []


async def test_left_for_home_it_is_gone_on_with(desk: CastDesk) -> None:
    await desk.mother.says("/start")
    await desk.mother.presses("意见和建议")
    await desk.mother.presses("这个服务台")
    await desk.mother.presses("首页")
    await desk.mother.presses("▶")
    await desk.mother.says(WORDS)
    assert "收到了" in desk.mother.screen.text


async def test_a_desk_of_several_counties_asks_where_first(desk: CastDesk) -> None:
    async with desk.database.write() as tx:
        other = {
            "code": "130108",
            "name": "裕华区",
            "level": "county",
            "path": "13/1301/130108",
            "valid_from": desk.house.today,
        }
        await tx.execute(sa.insert(region), other)
        person = await add_person(tx, "何局", desk.clock())
        await add_role(tx, person, Role.ADMINISTRATOR, "130108", None, desk.house.today)
    await desk.mother.says("/start")
    await desk.mother.presses("意见和建议")
    await desk.mother.presses("这个服务台")
    assert "住在哪儿" in desk.mother.screen.text
    await desk.mother.presses("我住哪儿")
    await desk.mother.says("正定")
    await writes(desk.mother)
    assert await letters(desk) == [await person_of(desk, Role.ADMINISTRATOR)]


@pytest.mark.parametrize("what", ["desk", "director", "administrator"])
@pytest.mark.parametrize("place", [VILLAGE, None])
async def test_no_step_takes_more_than_eight_statements(
    desk: CastDesk, what: str, place: str | None
) -> None:
    await lives_in(desk, desk.mother, place)
    taken: dict[str, list[str]] = {}
    for press in ("cpl", "cplabout:person", f"cplabout:{what}"):
        with statements(desk.database) as taken[press]:
            await desk.mother.presses_data(press, desk.mother.screen.id)
    with statements(desk.database) as taken["words"]:
        await desk.mother.says(WORDS)
    for press in ("cplmine", "cplown:1", "cplback:1:0"):
        with statements(desk.database) as taken[press]:
            await desk.mother.presses_data(press, desk.mother.screen.id)
    await desk.sun.says("/start")
    for press in ("cplopen:0", "cplread:1", "cplans:1"):
        with statements(desk.database) as taken[press]:
            await desk.sun.presses_data(press, desk.sun.screen.id)
    with statements(desk.database) as taken["answer"]:
        await desk.sun.says(ANSWER)
    assert {name: run for name, run in taken.items() if len(run) > 8} == {}
