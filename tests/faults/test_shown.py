"""A letter in a person's web chat counts once its page has shown it; else the next address, else the supervisor."""

import sqlite3
from collections import deque
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.assembly import build_house
from bot.channels.web import BOT, WebChat
from bot.confirming import confirm_shown, first_check, last_check
from bot.couriers.base import SENT as ARRIVED
from bot.couriers.base import Outcome, Verdict
from bot.couriers.web import WebCourier
from bot.sending import Sender
from bot.ticking import next_stored
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import ChatId, Reach
from storage.ids import AddressId, LetterId, PersonId
from storage.keys import Keyring
from storage.letter import Letter, LetterState, Priority, To, Why
from storage.opening import open_database
from storage.outbox import LEASE
from storage.people import add_person
from storage.reaching import operators_address
from storage.tables.chats import address, outbox, web_event
from storage.webchat import events_after, shown
from tests.cast import MONDAY, ZONE
from tests.faults.ground import Ground, Post, numbered, rows
from tests.faults.page import open_page

SHOWING, SENT = LetterState.SHOWING, LetterState.SENT
WAITING, UNREACHABLE = LetterState.WAITING, LetterState.UNREACHABLE
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NO_DAYS: dict[date, bool] = {}


@dataclass
class Mail:
    """`answers`: what the next sends meet; then everything arrives."""

    answers: deque[Verdict] = field(default_factory=deque)
    brought: list[str] = field(default_factory=list)

    async def send(self, to: Reach, screen: Screen, _: Letter) -> Verdict:
        if self.answers:
            return self.answers.popleft()
        self.brought.append(screen.text)
        return ARRIVED

    async def close(self) -> None: ...


@dataclass
class Wang:
    """A director with a web chat; `gets_mail` gives him an e-mail address too."""

    post: Post
    sender: Sender
    mail: Mail
    person: PersonId
    web: AddressId

    async def gets_mail(self) -> AddressId:
        now = self.post.clock()
        async with self.post.house.database.write() as tx:
            made = await operators_address(tx, Channel.EMAIL, "w@example.org", "zh_Hans", now)
            mine = sa.update(address).where(address.c.id == made)
            await tx.execute(mine.values(person=self.person))
        return made

    async def put(self, number: int = 1, priority: Priority = Priority.RECEIPT) -> None:
        await self.post.put(number, To(person=self.person), priority)
        await self.sender.drain()

    async def at(self, day: str, clock: str) -> None:
        """The minute's sweep, and what follows from it."""
        self.post.clock.to(day, clock)
        await confirm_shown(self.post.house, self.post.clock())
        await self.sender.drain()

    async def opens_the_page(self) -> None:
        async with self.post.house.database.write() as tx:
            newest = (await events_after(tx, self.web, 0))[-1]
            await shown(tx, self.web, newest.seq, self.post.clock())

    async def events(self) -> int:
        found = await rows(self.post.house.database, sa.select(web_event.c.id))
        return len(found)

    async def state(self, number: int = 1) -> tuple[LetterState, Why | None]:
        stored = await self.post.stored(number)
        return stored.state, stored.why


@pytest.fixture
async def wang(post: Post) -> AsyncIterator[Wang]:
    post.house.desk = post.house.desk.__class__(ZONE, channels=frozenset(Channel))
    mail, session = Mail(), WebChat(post.house)
    sender = Sender(post.house, {Channel.WEB: WebCourier(session), Channel.EMAIL: mail})
    sender.composers = {"note": numbered}
    async with post.house.database.write() as tx:
        person = await add_person(tx, "王秀兰", post.clock())
    web = await post.address(ChatId(Channel.WEB, BOT, 71), person)
    yield Wang(post, sender, mail, person, web)
    await session.close()


async def test_shown_it_is_sent_at_that_instant(wang: Wang) -> None:
    await wang.put()
    assert await wang.state() == (SHOWING, None)
    wang.post.clock.on(minutes=7)
    await wang.opens_the_page()
    await wang.at("2026-11-23", "09:10")

    assert await wang.state() == (SENT, None)
    (row,) = await rows(wang.post.house.database, sa.select(outbox))
    assert (row.done_at, row.check_at, row.sent_to) == (MONDAY + 7 * MINUTE, None, wang.web)


async def test_not_shown_for_two_working_hours_it_goes_to_the_next_address(wang: Wang) -> None:
    await wang.gets_mail()
    await wang.put()
    await wang.at("2026-11-23", "10:59")
    assert wang.mail.brought == []
    await wang.at("2026-11-23", "11:00")
    assert wang.mail.brought == ["第 1 封"]
    assert await wang.state() == (SENT, Why.NOT_SHOWN)

    await wang.opens_the_page()
    await wang.at("2026-11-24", "08:20")
    assert (wang.mail.brought, await wang.events()) == (["第 1 封"], 1)
    assert await wang.post.unreachable() == set()


async def test_an_alarm_waits_ten_minutes_or_as_the_operator_set(wang: Wang) -> None:
    await wang.gets_mail()
    await wang.put(1, Priority.ALARM)
    await wang.at("2026-11-23", "09:09")
    assert wang.mail.brought == []
    await wang.at("2026-11-23", "09:10")
    assert wang.mail.brought == ["第 1 封"]

    wang.post.house.alarm_shown = 3 * MINUTE
    await wang.put(2, Priority.ALARM)
    await wang.at("2026-11-23", "09:13")
    assert wang.mail.brought == ["第 1 封", "第 2 封"]


async def test_with_no_other_way_it_has_until_the_next_working_morning(wang: Wang) -> None:
    await wang.put()
    for clock in ("11:00", "11:01", "17:00"):
        await wang.at("2026-11-23", clock)
        assert await wang.state() == (SHOWING, Why.NOT_SHOWN)
        assert await wang.post.unreachable() == set()
    await wang.at("2026-11-24", "08:19")
    assert await wang.state() == (SHOWING, Why.NOT_SHOWN)
    await wang.at("2026-11-24", "08:20")

    assert await wang.state() == (UNREACHABLE, Why.NOT_SHOWN)
    assert await wang.post.unreachable() == {wang.web}
    (row,) = await rows(wang.post.house.database, sa.select(outbox))
    assert (row.sent_to, row.done_at) == (None, wang.post.clock())
    await wang.opens_the_page()
    assert await wang.post.unreachable() == set()


async def test_shown_before_that_morning_nobody_is_given_up(wang: Wang) -> None:
    await wang.put()
    await wang.at("2026-11-23", "11:00")
    wang.post.clock.to("2026-11-24", "07:00")
    await wang.opens_the_page()
    await wang.at("2026-11-24", "08:20")
    assert await wang.state() == (SENT, None)
    assert await wang.post.unreachable() == set()


async def test_shown_while_the_next_way_is_closed_it_is_not_sent_again(wang: Wang) -> None:
    await wang.gets_mail()
    await wang.put()
    wang.mail.answers.append(Verdict(Outcome.LATER, Why.AWAY, HOUR))
    await wang.at("2026-11-23", "11:00")
    assert await wang.state() == (WAITING, Why.AWAY)
    await wang.opens_the_page()
    await wang.at("2026-11-23", "12:00")

    assert wang.mail.brought == []
    assert (await wang.state())[0] is SENT
    (row,) = await rows(wang.post.house.database, sa.select(outbox.c.sent_to))
    assert row.sent_to == wang.web


async def test_the_next_way_refused_the_page_still_has_until_the_morning(wang: Wang) -> None:
    mailed = await wang.gets_mail()
    await wang.put()
    wang.mail.answers.append(Verdict(Outcome.UNREACHABLE, Why.NOBODY_THERE))
    await wang.at("2026-11-23", "11:00")
    assert (await wang.state())[0] is SHOWING
    assert await wang.post.unreachable() == {mailed}
    await wang.at("2026-11-25", "08:20")
    assert await wang.state() == (UNREACHABLE, Why.NOT_SHOWN)
    assert await wang.post.unreachable() == {mailed, wang.web}


async def test_a_second_page_of_the_same_person_is_the_next_way(wang: Wang) -> None:
    other = await wang.post.address(ChatId(Channel.WEB, BOT, 72), wang.person)
    await wang.put()
    await wang.at("2026-11-23", "11:00")
    assert await wang.events() == 2
    assert (await wang.state())[0] is SHOWING
    await wang.at("2026-11-25", "08:20")
    await wang.at("2026-11-26", "08:20")
    assert await wang.post.unreachable() == {wang.web, other}


async def test_a_family_in_the_web_chat_is_told_at_once(wang: Wang) -> None:
    await wang.post.put(1, wang.web)
    await wang.sender.drain()
    assert await wang.state() == (SENT, None)


async def test_a_crash_before_the_receipt_makes_no_second_message(wang: Wang) -> None:
    await wang.post.put(1, To(person=wang.person))
    (letter,) = (await wang.sender.claims.take()).free
    reach = Reach(wang.web, Channel.WEB, "71", "zh_Hans", reachable=True)
    await wang.sender.couriers[Channel.WEB].send(reach, Screen("第 1 封"), letter)

    wang.post.clock.now += LEASE
    await wang.sender.drain()
    assert await wang.events() == 1
    assert (await wang.state())[0] is SHOWING


async def test_the_next_instant_is_that_of_the_check(wang: Wang) -> None:
    await wang.put()
    now = wang.post.clock()
    assert await next_stored(wang.post.house, now) == now + 2 * HOUR


async def test_swept_twice_or_late_nothing_happens_twice(wang: Wang) -> None:
    await wang.gets_mail()
    for number in range(3):
        await wang.put(number)
    for _ in range(2):
        await wang.at("2026-12-07", "10:00")
        await confirm_shown(wang.post.house, wang.post.clock())
    assert sorted(wang.mail.brought) == ["第 0 封", "第 1 封", "第 2 封"]


async def test_a_real_page_confirms(ground: Ground, post: Post) -> None:
    async with ground.desk(plain=True) as journey, open_page(journey.base) as page:
        await page.sees("候鸟服务台")
        async with post.house.database.write() as tx:
            person = await add_person(tx, "王秀兰", post.clock())
            await tx.execute(
                sa.update(address).where(address.c.channel == "web").values(person=person)
            )
        await post.put(1, To(person=person))
        journey.desk.house.woken.set()
        await page.sees("第 1 封")
        seq = max(frame.get("seq", 0) for frame in page.frames)
        await page.line.send_json({"type": "seen", "seq": seq})
        await page.says("/start")
        await page.sees("候鸟服务台")
        await confirm_shown(journey.desk.house, journey.clock())
        assert (await post.stored(1)).state is SENT


async def test_a_locked_database_keeps_the_letter_for_later(
    ground: Ground, post: Post, keys: Keyring
) -> None:
    """Nothing counts as brought that is not stored."""
    page = await post.address(ChatId(Channel.WEB, BOT, 71))
    impatient = open_database(f"sqlite:///{ground.file}", keys, patience=0.05)
    session = WebChat(build_house(impatient, post.house.desk, post.clock))
    courier, letter = WebCourier(session), Letter(LetterId(7), "note", To(), {}, 1, MONDAY)
    to = Reach(page, Channel.WEB, "71", "zh_Hans", reachable=True)
    with closing(sqlite3.connect(ground.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await courier.send(to, Screen("第 1 封"), letter) == Verdict(Outcome.LATER)
        other.execute("ROLLBACK")
    first = await courier.send(to, Screen("第 1 封"), letter)
    assert first.event is not None
    assert await courier.send(to, Screen("第 1 封"), letter) == first
    await session.close()
    await impatient.close()


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("priority", "brought", "first"),
    [
        (Priority.DIGEST, "2026-11-23T08:30", "2026-11-23T10:30"),
        (Priority.RELAY, "2026-11-27T17:00", "2026-11-30T10:00"),
        (Priority.ALARM, "2026-11-27T23:55", "2026-11-28T00:05"),
    ],
)
def test_when_the_page_is_asked(priority: Priority, brought: str, first: str) -> None:
    assert first_check(priority, local(brought), 10 * MINUTE, NO_DAYS) == local(first)


@pytest.mark.parametrize(
    ("brought", "now", "last"),
    [
        ("2026-11-23T08:30", "2026-11-23T10:30", "2026-11-24T08:20"),
        ("2026-11-27T08:30", "2026-11-27T10:30", "2026-11-30T08:20"),
        ("2026-11-23T16:31", "2026-11-24T09:31", "2026-11-25T08:20"),
        ("2026-11-22T22:00", "2026-11-22T22:10", "2026-11-24T08:20"),  # an alarm on a Sunday
        ("2026-11-23T08:30", "2026-12-03T12:00", "2026-12-04T08:20"),
    ],
)
def test_when_it_is_given_up(brought: str, now: str, last: str) -> None:
    assert last_check(local(brought), local(now), NO_DAYS) == local(last)
