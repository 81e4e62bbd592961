"""My ways to be reached: seen in order, an address added on the web and confirmed by its code, one removed."""

import re
from dataclasses import dataclass, field, replace

import pytest
import sqlalchemy as sa
from aiogram.filters.callback_data import CallbackData

from bot.couriers.base import SENT, Verdict
from dialogs.screen import Screen
from dialogs.staff.reach import read_place
from dialogs.staff.reach_screens import AddWay, AskCode, MyWays, RemoveWay, TypeCode
from storage.access import Channel
from storage.chats import Reach, mark_unreachable, reaches_of
from storage.ids import AddressId, PersonId
from storage.letter import Letter, Priority, To
from storage.outbox import put
from storage.tables.chats import address, outbox
from storage.tables.desk import audit
from tests.cast import CastDesk, Player, Shown
from tests.security.town import address_of

MAIL = "wang.xiulan@example.org"
MOBILE = "13912345678"


@dataclass
class Box:
    """A channel whose every message arrives. `brought`: to where, and its words."""

    brought: list[tuple[str, str]] = field(default_factory=list)

    async def send(self, to: Reach, screen: Screen, _: Letter) -> Verdict:
        self.brought.append((to.place, screen.text))
        return SENT

    async def close(self) -> None: ...

    @property
    def code(self) -> str:
        found = re.search(r"\d{6}", self.brought[-1][1])
        assert found is not None
        return found[0]


@pytest.fixture
def mail(desk: CastDesk) -> Box:
    """The desk has a mail server."""
    box = Box()
    desk.house.desk = replace(desk.house.desk, channels=frozenset({*Channel} - {Channel.HOOK}))
    desk.sender.couriers = {**desk.sender.couriers, Channel.EMAIL: box}
    return box


async def opens(who: Player, press: CallbackData) -> Shown:
    """Presses it on a card of its own."""
    card = await who.says("/start")
    await who.presses_data(press.pack(), card.id)
    return who.screen


async def adds(desk: CastDesk, who: Player, place: str = MAIL) -> None:
    await opens(who, AddWay(channel=Channel.EMAIL))
    await who.says(place)
    await desk.deliver()


async def person_of(desk: CastDesk, who: Player) -> PersonId:
    at = await address_of(desk, who)
    async with desk.database.read() as tx:
        found = await tx.execute(sa.select(address.c.person).where(address.c.id == at))
        return PersonId(found.scalar_one())


async def reaches(desk: CastDesk, who: Player) -> list[tuple[Channel, bool]]:
    """The ways letters take to them."""
    person = await person_of(desk, who)
    async with desk.database.read() as tx:
        found = await reaches_of(tx, person)
    return [(each.channel, each.reachable) for each in found if each.confirmed]


async def way_id(desk: CastDesk, who: Player) -> AddressId:
    person = await person_of(desk, who)
    async with desk.database.read() as tx:
        found = await reaches_of(tx, person)
    return next(each.address for each in found if each.channel is Channel.EMAIL)


async def test_the_way_in_stands_behind_more_for_staff_only(desk: CastDesk) -> None:
    for player in (desk.wang, desk.zhao, desk.sun, desk.chen):
        await player.says("/start")
        await player.presses("更多")
        shown = await player.presses("我的联系方式")
        assert "1. 服务台网页：可用" in shown.text
        assert "关掉网页就收不到提醒了" in shown.text
        assert not any("添加" in label for label in shown.labels)
    await opens(desk.mother, MyWays())
    assert "怎么联系您：从上到下" not in desk.mother.all_text


async def test_an_address_counts_once_its_code_was_typed(desk: CastDesk, mail: Box) -> None:
    wang = desk.wang
    await opens(wang, MyWays())
    await wang.presses("添加邮箱")
    await wang.says(f" {MAIL.upper()[:12]}XX ")
    assert "看起来不太对" in wang.screen.text
    await wang.says(MAIL)
    assert "w***@example.org" in wang.screen.text
    await desk.deliver()

    assert [to for to, _ in mail.brought] == [MAIL]
    assert await reaches(desk, wang) == [(Channel.WEB, True)]
    await wang.says(mail.code)
    assert "验证好了" in wang.screen.text
    assert "2. 邮箱 w***@example.org：可用" in wang.screen.text
    assert await reaches(desk, wang) == [(Channel.WEB, True), (Channel.EMAIL, True)]
    async with desk.database.read() as tx:
        deeds = [row.deed for row in await tx.execute(sa.select(audit).order_by(audit.c.id))]
    assert deeds[-2:] == ["add_way", "confirm_way"]


@pytest.mark.parametrize(("minutes", "holds"), [(29, True), (30, False)])
async def test_a_code_holds_for_half_an_hour(
    desk: CastDesk, mail: Box, minutes: int, holds: bool
) -> None:
    await adds(desk, desk.wang)
    desk.clock.on(minutes=minutes)
    await desk.wang.says(mail.code)
    assert ("验证好了" in desk.wang.screen.text) is holds
    assert ((Channel.EMAIL, True) in await reaches(desk, desk.wang)) is holds


@pytest.mark.parametrize(("wrong", "holds"), [(4, True), (5, False)])
async def test_five_wrong_codes_end_it(desk: CastDesk, mail: Box, wrong: int, holds: bool) -> None:
    await adds(desk, desk.wang)
    code = mail.code
    others = [f"{number:06}" for number in range(6) if f"{number:06}" != code]
    for other in others[:wrong]:
        await desk.wang.says(other)
    await opens(desk.wang, TypeCode(address=await way_id(desk, desk.wang)))
    await desk.wang.says(code)
    assert ((Channel.EMAIL, True) in await reaches(desk, desk.wang)) is holds


async def test_a_new_code_makes_the_old_one_void(desk: CastDesk, mail: Box) -> None:
    await adds(desk, desk.wang)
    old = mail.code
    desk.clock.on(seconds=1)
    await desk.wang.presses("重新发验证码")
    await desk.deliver()
    assert mail.code != old
    await desk.wang.says(old)
    assert "验证码不对" in desk.wang.screen.text
    await desk.wang.says(mail.code)
    assert "验证好了" in desk.wang.screen.text


async def test_a_day_has_five_codes(desk: CastDesk, mail: Box) -> None:
    for number in range(5):
        await adds(desk, desk.wang, f"someone{number}@example.org")
    await adds(desk, desk.wang, "victim@example.org")
    assert "明天再试" in desk.wang.screen.text
    assert len(mail.brought) == 5
    desk.clock.to("2026-11-24")
    await adds(desk, desk.wang, "victim@example.org")
    assert len(mail.brought) == 6


async def test_a_code_asked_for_and_removed_is_not_sent(desk: CastDesk, mail: Box) -> None:
    await opens(desk.wang, AddWay(channel=Channel.EMAIL))
    await desk.wang.says(MAIL)
    await opens(desk.wang, RemoveWay(address=await way_id(desk, desk.wang)))
    await desk.deliver()
    assert mail.brought == []


async def test_who_types_anothers_address_takes_nothing_from_them(
    desk: CastDesk, mail: Box
) -> None:
    await adds(desk, desk.wang)
    await desk.wang.says(mail.code)
    await adds(desk, desk.zhao)
    assert await reaches(desk, desk.wang) == [(Channel.WEB, True), (Channel.EMAIL, True)]
    assert await reaches(desk, desk.zhao) == [(Channel.WEB, True)]

    await desk.zhao.says(mail.code)  # who reads the mail has it
    assert await reaches(desk, desk.wang) == [(Channel.WEB, True)]
    assert await reaches(desk, desk.zhao) == [(Channel.WEB, True), (Channel.EMAIL, True)]


async def test_removed_it_is_nobodys_and_can_be_added_again(desk: CastDesk, mail: Box) -> None:
    await adds(desk, desk.wang)
    await desk.wang.says(mail.code)
    await desk.wang.presses("删除")
    assert await reaches(desk, desk.wang) == [(Channel.WEB, True)]
    await adds(desk, desk.wang)
    await desk.wang.says(mail.code)
    assert await reaches(desk, desk.wang) == [(Channel.WEB, True), (Channel.EMAIL, True)]
    await adds(desk, desk.wang)
    assert "这个已经有了" in desk.wang.screen.text


async def test_anothers_way_does_not_exist(desk: CastDesk, mail: Box) -> None:
    await adds(desk, desk.wang)
    theirs, code = await way_id(desk, desk.wang), mail.code
    chat = AddressId(await address_of(desk, desk.zhao))
    for number in (theirs, chat, 54321):
        for press in (RemoveWay(address=number), AskCode(address=number), TypeCode(address=number)):
            await opens(desk.zhao, press)
            assert "怎么联系您：从上到下" not in desk.zhao.screen.text
            assert "example.org" not in desk.zhao.all_text
    await desk.wang.says(code)
    assert await reaches(desk, desk.wang) == [(Channel.WEB, True), (Channel.EMAIL, True)]
    assert await reaches(desk, desk.zhao) == [(Channel.WEB, True)]


async def test_on_telegram_nothing_is_typed_and_no_address_is_shown(
    desk: CastDesk, mail: Box
) -> None:
    await adds(desk, desk.wang)
    await desk.wang.says(mail.code)
    person, there = await person_of(desk, desk.wang), Player(desk, 7001, Channel.TELEGRAM)
    await there.says("/start")
    role = sa.select(address.c.acting).where(address.c.id == await address_of(desk, desk.wang))
    async with desk.database.write() as tx:
        acting = (await tx.execute(role)).scalar_one()
        mine = sa.update(address).where(address.c.id == await address_of(desk, there))
        await tx.execute(mine.values(person=person, acting=acting))

    await opens(there, MyWays())
    assert "2. Telegram：可用" in there.screen.text
    assert "example.org" not in there.all_text
    await opens(there, AddWay(channel=Channel.EMAIL))
    assert "网页" in there.screen.text
    assert "邮箱地址" not in there.screen.text


async def test_a_letter_takes_the_next_way_and_the_list_says_since_when(
    desk: CastDesk, mail: Box
) -> None:
    await adds(desk, desk.wang)
    await desk.wang.says(mail.code)
    person = await person_of(desk, desk.wang)
    async with desk.database.write() as tx:
        await mark_unreachable(tx, AddressId(await address_of(desk, desk.wang)), desk.clock())
        await put(
            tx,
            "late",
            "machine_late",
            To(person=person),
            {"lag": "job_late"},
            priority=Priority.RECEIPT,
            now=desk.clock(),
        )
    await desk.deliver()
    assert mail.brought[-1][0] == MAIL
    async with desk.database.read() as tx:
        sent = await tx.execute(sa.select(outbox.c.state).where(outbox.c.key == "late"))
        assert sent.scalar_one() == "sent"


@pytest.mark.parametrize(
    ("channel", "typed", "place"),
    [
        (Channel.EMAIL, "Wang@Example.ORG", "Wang@example.org"),
        (Channel.EMAIL, "ｗａｎｇ＠example.org", "wang@example.org"),
        (Channel.EMAIL, "wang@localhost", None),
        (Channel.EMAIL, "wang", None),
        (Channel.EMAIL, "a@b@example.org", None),
        (Channel.EMAIL, "wang@example.org\r\nBcc: x@example.org", None),
        (Channel.EMAIL, f"{'w' * 65}@example.org", None),
        (Channel.HOOK, "139 1234 5678", MOBILE),
        (Channel.HOOK, "+86-139-1234-5678", MOBILE),
        (Channel.HOOK, "8613912345678", MOBILE),
        (Channel.HOOK, "１３９１２３４５６７８", MOBILE),
        (Channel.HOOK, "12912345678", None),
        (Channel.HOOK, "operator", None),
        (Channel.HOOK, "1391234567٨", None),
        (Channel.HOOK, "0311-88612345", None),
    ],
)
def test_what_is_an_address(channel: Channel, typed: str, place: str | None) -> None:
    assert read_place(channel, typed) == place
