"""The outbox around crashes and errors: at most repeated once, never lost, and nobody waits for another's fault."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.couriers.base import Verdict
from bot.couriers.telegram import TelegramCourier
from dialogs.letters import Composer, Sending
from dialogs.screen import Screen
from referrals import telling
from storage.access import Channel
from storage.chats import ChatId, Reach
from storage.letter import Letter, Why
from storage.outbox import LEASE, LetterState, Priority
from tests.botapi import BotApi
from tests.cast import MONDAY
from tests.faults.ground import Ground, Post, numbered, texts

SECOND = timedelta(seconds=1)
ORDER = (Priority.DIGEST, Priority.RELAY, Priority.ALARM, Priority.RECEIPT)


@dataclass
class Dying:
    """The real courier of a process that dies `before` or after Telegram took the message."""

    inner: TelegramCourier
    before: bool
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, to: Reach, screen: Screen, letter: Letter) -> Verdict:
        if not self.before:
            await self.inner.send(to, screen, letter)
        self.gone.set()
        return await asyncio.Future()

    async def close(self) -> None:
        await self.inner.close()


async def killed(post: Post, *, before: bool) -> None:
    """One replica claims what waits and dies over it."""
    dying = Dying(TelegramCourier(post.api.token, post.api.base), before)
    round_ = asyncio.create_task(post.sender(dying).drain())
    await asyncio.wait_for(dying.gone.wait(), 10)
    round_.cancel()
    await asyncio.gather(round_, return_exceptions=True)


async def test_who_dies_after_sending_repeats_once_after_the_lease(post: Post, api: BotApi) -> None:
    mother = api.person()
    await post.put(1, await post.chat(mother))
    await killed(post, before=False)
    other = post.sender()

    post.clock.now += LEASE - SECOND
    assert await other.drain() == 0
    post.clock.now += SECOND
    await other.drain()
    post.clock.now += LEASE
    await other.drain()

    assert texts(mother) == ["第 1 封"] * 2
    assert (await post.stored(1)).state is LetterState.SENT


async def test_who_dies_after_claiming_loses_nothing(post: Post, api: BotApi) -> None:
    mother = api.person()
    await post.put(1, await post.chat(mother))
    await killed(post, before=True)
    other = post.sender()

    assert await other.drain() == 0
    post.clock.now += LEASE
    await other.drain()

    assert texts(mother) == ["第 1 封"]
    assert (await post.stored(1)).state is LetterState.SENT


async def test_a_desk_that_starts_on_a_full_outbox_sends_all_once_and_in_order(
    ground: Ground, post: Post, api: BotApi
) -> None:
    for first in range(0, 32, len(ORDER)):
        to = await post.chat(api.person())
        for place, priority in enumerate(ORDER):
            await post.put(first + place, to, priority)
    api.world.updates.drop()

    async with ground.desk(plain=True):
        await api.called("sendMessage", times=32)

    told = [int(call["text"].split()[1]) for call in api.calls_of("sendMessage")]
    assert sorted(told) == list(range(32))
    assert [ORDER[number % 4] for number in told] == sorted(ORDER * 8)
    assert await post.states() == {LetterState.SENT: 32}


async def test_letters_to_one_person_keep_their_order(post: Post, api: BotApi) -> None:
    """The relay's words are numbered: the second must not overtake the first on another connection."""
    mother = api.person()
    to = await post.chat(mother)
    for number in range(6):
        await post.put(number, to, Priority.RELAY)

    await post.sender().drain()

    assert texts(mother) == [f"第 {number} 封" for number in range(6)]


async def test_a_letter_that_cant_be_worded_stays_and_the_others_go_on(
    post: Post, api: BotApi
) -> None:
    mother = api.person()
    to = await post.chat(mother)
    await post.put(1, to, Priority.ALARM)
    await post.put(2, to)
    await post.put(3, to, kind="of_no_kind")
    await post.put(4, to)
    sender = post.sender()
    sender.composers = {"note": broken_for(1)}

    with structlog.testing.capture_logs() as logs:
        await sender.drain()

    assert texts(mother) == ["第 2 封", "第 4 封"]
    waiting = await post.stored(1)
    assert (waiting.state, waiting.why) == (LetterState.WAITING, Why.OURS)
    assert (await post.stored(3)).why is Why.OURS
    assert [log["kind"] for log in logs if log["event"] == "letter not worded"] == [
        "note",
        "of_no_kind",
    ]

    post.clock.now += waiting.not_before
    sender.composers = {"note": numbered}
    await sender.drain()
    assert texts(mother)[-1] == "第 1 封"


async def test_a_letter_that_is_never_worded_is_tried_at_least_every_hour(post: Post) -> None:
    await post.put(1, await post.chat(post.api.person()))
    sender = post.sender()
    sender.composers = {"note": broken_for(1)}
    for _ in range(20):
        await sender.drain()
        waits = (await post.stored(1)).not_before - (post.clock() - MONDAY)
        assert timedelta(0) < waits <= timedelta(hours=1)
        post.clock.now += waits
    assert (await post.stored(1)).tries == 20


async def test_a_courier_that_breaks_is_seen_and_tried_again(post: Post, api: BotApi) -> None:
    mother = api.person()
    await post.put(1, await post.chat(mother))
    await post.put(2, await post.address(ChatId(Channel.WEB, 1, 71)))
    breaking = Breaking(TelegramCourier(api.token, api.base))
    sender = post.sender(breaking)

    with structlog.testing.capture_logs() as logs:
        await sender.drain()

    waiting = await post.stored(1)
    assert (waiting.state, waiting.why) == (LetterState.WAITING, Why.OURS)
    assert [log["log_level"] for log in logs] == ["error"]
    assert post.shelf.brought == ["第 2 封"]

    breaking.broken = False
    post.clock.now += waiting.not_before
    await sender.drain()
    assert texts(mother) == ["第 1 封"]


async def test_what_a_receipt_brings_about_never_undoes_the_receipt(
    post: Post, api: BotApi
) -> None:
    """Otherwise the family would get the same words again after every lease, for ever."""
    mother = api.person()
    to = await post.chat(mother)
    sender = post.sender()
    sender.composers = {
        telling.RELAY: numbered
    }  # refs without a referral: storing the effect fails
    await post.put(1, to, Priority.RELAY, kind=telling.RELAY)

    with structlog.testing.capture_logs() as logs:
        await sender.drain()
    post.clock.now += LEASE
    await sender.drain()

    assert texts(mother) == ["第 1 封"]
    assert (await post.stored(1)).state is LetterState.SENT
    assert [log["log_level"] for log in logs] == ["error"]


async def test_a_letter_waits_for_a_desk_that_has_its_courier(post: Post, api: BotApi) -> None:
    """Started once without its token, a desk must not give up all who are on Telegram."""
    mother = api.person()
    await post.put(1, await post.chat(mother))

    await post.sender(without=Channel.TELEGRAM).drain()
    waiting = await post.stored(1)
    assert (waiting.state, waiting.why) == (LetterState.WAITING, Why.NO_COURIER)

    post.clock.now += waiting.not_before
    await post.sender().drain()
    assert texts(mother) == ["第 1 封"]


async def test_telegram_asking_for_patience_holds_up_nobody_in_the_web_chat(
    post: Post, api: BotApi
) -> None:
    await post.put(1, await post.chat(api.person()), Priority.ALARM)
    await post.put(2, await post.address(ChatId(Channel.WEB, 1, 71)))
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)

    async with asyncio.timeout(5):
        await post.sender().drain()

    assert post.shelf.brought == ["第 2 封"]


async def test_a_desk_that_was_asked_for_patience_still_stops_at_once(
    ground: Ground, post: Post, api: BotApi
) -> None:
    await post.put(1, await post.chat(api.person()))
    api.world.updates.drop()
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)

    async with ground.desk(plain=True):
        await api.called("sendMessage")
        loop = asyncio.get_running_loop()
        stopping = loop.time()
    assert loop.time() - stopping < 5


@dataclass
class Breaking:
    """A courier with an error nobody foresaw."""

    inner: TelegramCourier
    broken: bool = True

    async def send(self, to: Reach, screen: Screen, letter: Letter) -> Verdict:
        if self.broken:
            raise ZeroDivisionError
        return await self.inner.send(to, screen, letter)

    async def close(self) -> None:
        await self.inner.close()


def broken_for(wanted: int) -> Composer:
    async def compose(sending: Sending) -> Screen:
        if sending.letter.refs["number"] == wanted:
            raise ValueError
        return await numbered(sending)

    return compose
