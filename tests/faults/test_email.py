"""The courier of e-mail against a real SMTP server: what each failure means for letter and address."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import structlog

from bot.couriers.email import EmailCourier, MailServer
from bot.sending import Sender
from bot.settings import Tls
from content.phrases import ZH_HANS
from dialogs.letters import Sending
from dialogs.screen import Link, Screen, button
from dialogs.staff.reach_screens import MyWays
from storage.access import Channel
from storage.chats import Reach, reach_of
from storage.ids import AddressId
from storage.letter import LetterState, Priority, Why
from storage.outbox import LEASE
from storage.reaching import operators_address
from tests.faults.ground import Post, numbered
from tests.faults.mailserver import Mailbox, mailbox
from tests.running import free_port

MAIL = "wang@example.org"
WAITING, SENT = LetterState.WAITING, LetterState.SENT
BROKEN, UNREACHABLE = LetterState.BROKEN, LetterState.UNREACHABLE


@dataclass
class MailPost:
    post: Post
    box: Mailbox
    sender: Sender
    to: AddressId

    async def put(self, number: int = 1, priority: Priority = Priority.RECEIPT) -> None:
        await self.post.put(number, self.to, priority)


@pytest.fixture
async def mail(post: Post) -> AsyncIterator[MailPost]:
    async with mailbox() as box:
        yield await opened(post, box)


async def opened(post: Post, box: Mailbox, server: MailServer | None = None) -> MailPost:
    courier = EmailCourier(server or box.settings(), "https://desk.example")
    sender = Sender(post.house, {Channel.EMAIL: courier})
    sender.composers = {"note": numbered}
    post.senders.append(sender)
    async with post.house.database.write() as tx:
        to = await operators_address(tx, Channel.EMAIL, MAIL, ZH_HANS, post.clock())
    return MailPost(post, box, sender, to)


async def test_a_letter_is_plain_text_with_one_way_to_the_desk(mail: MailPost) -> None:
    async def pressed(_: Sending) -> Screen:
        link = Link("打开", "https://elsewhere.example")
        return Screen("早上好。今天有 2 项。", ((button("C-12", MyWays()), link),))

    mail.sender.composers = {"note": pressed}
    await mail.put()
    await mail.sender.drain()

    (got,) = mail.box.got
    assert mail.box.to == [[MAIL]]
    assert got.get_content_type() == "text/plain"
    assert got.get_content().split() == ["早上好。今天有", "2", "项。", "https://desk.example/chat"]
    assert (got["Subject"], got["To"]) == ("候鸟服务台有新消息", MAIL)
    assert got["From"] == "desk@county.example"
    assert got["Auto-Submitted"] == "auto-generated"
    assert (await mail.post.stored(1)).state is SENT


@pytest.mark.parametrize(
    ("fault", "said", "state", "why"),
    [
        ("rcpt", "550 5.1.1 no such mailbox", UNREACHABLE, Why.NO_ADDRESS),
        ("rcpt", "553 not here", UNREACHABLE, Why.NO_ADDRESS),
        ("rcpt", "450 4.2.0 greylisted", WAITING, Why.AWAY),
        ("rcpt", "452 4.2.2 mailbox full", WAITING, Why.AWAY),
        ("rcpt", "554 5.7.1 relay access denied", WAITING, Why.REFUSED_US),
        ("rcpt", "530 authentication required", WAITING, Why.REFUSED_US),
        ("mail", "553 sender not allowed", WAITING, Why.REFUSED_US),
        ("mail", "451 try later", WAITING, Why.AWAY),
        ("data", "554 5.6.0 not a message", BROKEN, Why.MALFORMED),
        ("data", "451 try later", WAITING, Why.AWAY),
    ],
)
async def test_what_an_answer_means(
    mail: MailPost, fault: str, said: str, state: LetterState, why: Why
) -> None:
    getattr(mail.box, fault).append(said)
    await mail.put()
    await mail.sender.drain()

    stored = await mail.post.stored(1)
    assert (stored.state, stored.why) == (state, why)
    marked = {mail.to} if state is UNREACHABLE else set()
    assert await mail.post.unreachable() == marked
    assert mail.box.got == []

    mail.post.clock.now += timedelta(minutes=11)
    await mail.sender.drain()
    assert len(mail.box.got) == (state is WAITING)


async def test_a_line_cut_after_the_message_repeats_it_once_under_one_id(mail: MailPost) -> None:
    mail.box.cut = 1
    await mail.put()
    await mail.sender.drain()
    waiting = await mail.post.stored(1)
    assert (waiting.state, waiting.why) == (WAITING, Why.AWAY)

    for _ in range(3):
        mail.post.clock.now += timedelta(minutes=1)
        await mail.sender.drain()

    assert len(mail.box.got) == 2
    assert len({got["Message-ID"] for got in mail.box.got}) == 1
    assert (await mail.post.stored(1)).state is SENT


async def test_a_server_that_is_away_is_waited_for(post: Post) -> None:
    async with mailbox() as box:
        nobody = MailServer("127.0.0.1", free_port(), "desk@county.example", tls=Tls.NONE)
        mail = await opened(post, box, nobody)
        await mail.put()
        await mail.sender.drain()
        stored = await post.stored(1)
        assert (stored.state, stored.why) == (WAITING, Why.AWAY)
        assert stored.not_before == timedelta(seconds=5)


async def test_who_logs_in_may_send(post: Post) -> None:
    async with mailbox("geheim77") as box:
        mail = await opened(post, box, box.settings("geheim77"))
        await mail.put()
        await mail.sender.drain()
        assert box.logins == ["desk"]
        assert len(box.got) == 1


async def test_a_wrong_password_stops_it_blames_nobody_and_is_written_nowhere(post: Post) -> None:
    async with mailbox("right") as box:
        mail = await opened(post, box, box.settings("geheim77"))
        for number in range(3):
            await mail.put(number)
        with structlog.testing.capture_logs() as logs:
            await mail.sender.drain()
        assert await post.states() == {WAITING: 3}
        assert (await post.stored(0)).why is Why.REFUSED_US
        assert await post.unreachable() == set()
        assert {log["log_level"] for log in logs} == {"critical"}
        assert "geheim77" not in f"{logs}{mail.sender.couriers}{box.settings('geheim77')}"
        assert box.got == []


async def test_a_server_without_tls_where_we_are_told_to_use_it_gets_nothing(post: Post) -> None:
    async with mailbox() as box:
        wary = MailServer("127.0.0.1", box.port, "desk@county.example", tls=Tls.STARTTLS)
        mail = await opened(post, box, wary)
        await mail.put()
        await mail.sender.drain()
        assert (await post.stored(1)).why is Why.REFUSED_US
        assert box.got == []


async def test_a_crash_between_sending_and_storing_repeats_once(mail: MailPost) -> None:
    await mail.put()
    (letter,) = (await mail.sender.claims.take()).free
    await mail.sender.couriers[Channel.EMAIL].send(await reach(mail), Screen("第 1 封"), letter)

    mail.post.clock.now += LEASE
    await mail.sender.drain()
    mail.post.clock.now += LEASE
    await mail.sender.drain()
    assert len(mail.box.got) == 2
    assert (await mail.post.stored(1)).state is SENT


async def reach(mail: MailPost) -> Reach:
    async with mail.post.house.database.read() as tx:
        return await reach_of(tx, mail.to)
