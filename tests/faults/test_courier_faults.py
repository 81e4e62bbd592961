"""Telegram's courier over the real python-telegram-bot: what each failure means for letter and address."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import structlog

from storage.access import Channel
from storage.chats import ChatId
from storage.ids import PersonId
from storage.letter import Why
from storage.outbox import LetterState, Priority, To
from storage.people import add_person
from tests.botapi import BotApi
from tests.faults.ground import Ground, Post, Stored, texts
from tests.faults.page import open_page

WAITING, SENT = LetterState.WAITING, LetterState.SENT
BROKEN, UNREACHABLE = LetterState.BROKEN, LetterState.UNREACHABLE
SECOND = timedelta(seconds=1)


async def test_asked_for_patience_it_waits_exactly_so_long(post: Post, api: BotApi) -> None:
    mother = api.person()
    await post.put(1, await post.chat(mother))
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    sender = post.sender()

    await sender.drain()
    assert await post.stored(1) == Stored(WAITING, 1, Why.ASKED_TO_WAIT, timedelta(seconds=7))
    post.clock.now += timedelta(seconds=6)
    assert await sender.drain() == 0
    post.clock.now += SECOND
    await sender.drain()

    assert texts(mother) == ["第 1 封"]
    assert len(api.calls_of("sendMessage")) == 2


async def test_who_is_asked_for_patience_asks_for_nobody_else_meanwhile(
    post: Post, api: BotApi
) -> None:
    people = [api.person() for _ in range(30)]
    for number, person in enumerate(people):
        await post.put(number, await post.chat(person))
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7, times=4)
    sender = post.sender()

    await sender.drain()
    assert len(api.calls_of("sendMessage")) <= 4  # those that were on their way together
    post.clock.now += timedelta(seconds=7)
    await post.drain(sender)

    assert [texts(person) for person in people] == [[f"第 {n} 封"] for n in range(30)]


Fault = Callable[[BotApi], None]


@pytest.mark.parametrize(
    ("fault", "copies"),
    [
        (lambda api: api.fail_next("sendMessage", 500, "Internal Server Error"), 1),
        (lambda api: api.fail_next("sendMessage", 504, "Gateway Timeout"), 1),
        (lambda api: api.html_next("sendMessage", 502), 1),
        (lambda api: api.html_next("sendMessage", 200), 1),
        (lambda api: api.reset_next("sendMessage"), 1),
        (lambda api: api.drop_reply_next("sendMessage"), 2),
    ],
    ids=["500", "504", "502 page", "200 page", "reset", "reply dropped"],
)
async def test_what_passes_is_waited_for(
    post: Post, api: BotApi, fault: Fault, copies: int
) -> None:
    mother = api.person()
    to = await post.chat(mother)
    await post.put(1, to)
    sender = post.sender()
    fault(api)

    await sender.drain()
    waiting = await post.stored(1)
    assert waiting.state is WAITING
    assert timedelta(0) < waiting.not_before <= timedelta(seconds=5)
    post.clock.now += waiting.not_before
    await sender.drain()

    assert texts(mother) == ["第 1 封"] * copies
    assert await post.states() == {SENT: 1}
    assert await post.unreachable() == set()


NOBODY_THERE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
]


@pytest.mark.parametrize(("status", "words"), NOBODY_THERE)
async def test_nobody_there_marks_the_address_and_the_letter_ends(
    post: Post, api: BotApi, status: int, words: str
) -> None:
    to = await post.chat(api.person())
    await post.put(1, to)
    api.fail_next("sendMessage", status, words)
    sender = post.sender()

    with structlog.testing.capture_logs() as logs:
        await sender.drain()
    await post.put(2, to)
    await sender.drain()

    assert await post.unreachable() == {to}
    assert [(await post.stored(number)).state for number in (1, 2)] == [UNREACHABLE] * 2
    assert len(api.calls_of("sendMessage")) == 1
    assert [log["event"] for log in logs] == ["nobody to reach"]


async def test_a_blocked_chat_and_then_the_other_ways(post: Post, api: BotApi) -> None:
    """A person's web chat comes first as it is; where that is gone, one chat after another."""
    who = await person_of(post)
    old, new = api.person("旧号"), api.person("新号")
    first, second = await post.chat(old, who), await post.chat(new, who)
    old.blocks()
    await post.put(1, To(person=who))

    await post.sender().drain()

    assert texts(new) == ["第 1 封"]
    assert await post.unreachable() == {first}
    assert (await post.stored(1)).state is SENT
    assert second not in await post.unreachable()


async def test_blocked_on_telegram_the_web_chat_is_there(post: Post, api: BotApi) -> None:
    """A web chat the person opened after Telegram refused; the same letter finds it."""
    who = await person_of(post)
    wang = api.person("王秀兰")
    blocked = await post.chat(wang, who)
    wang.blocks()
    await post.put(1, To(person=who))
    sender = post.sender()
    await sender.round()  # it has to wait for a slot
    await sender.round()
    assert await post.unreachable() == {blocked}
    assert (await post.stored(1)).state is WAITING

    await post.address(ChatId(Channel.WEB, 1, 71), who)
    await sender.drain()

    assert post.shelf.brought == ["第 1 封"]
    assert (await post.stored(1)).state is SENT


async def test_a_malformed_letter_is_ours_and_never_sent_again(post: Post, api: BotApi) -> None:
    mother = api.person()
    to = await post.chat(mother)
    await post.put(1, to)
    await post.put(2, to)
    api.fail_next("sendMessage", 400, "Bad Request: can't parse entities")
    sender = post.sender()

    with structlog.testing.capture_logs() as logs:
        await sender.drain()
    post.clock.now += timedelta(days=1)
    await sender.drain()

    assert (await post.stored(1)).state is BROKEN
    assert texts(mother) == ["第 2 封"]
    assert len(api.calls_of("sendMessage")) == 2
    assert [(log["log_level"], log["letter"]) for log in logs] == [("error", 1)]
    assert await post.unreachable() == set()


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_refused_itself_it_stops_and_blames_nobody(
    post: Post, api: BotApi, status: int, words: str
) -> None:
    for number in range(30):
        await post.put(number, await post.chat(api.person()))
    api.fail_next("sendMessage", status, words, times=100)
    sender = post.sender()

    with structlog.testing.capture_logs() as logs:
        await sender.drain()
        post.clock.now += timedelta(minutes=9)
        await sender.drain()

    assert len(api.calls_of("sendMessage")) <= 4
    assert await post.unreachable() == set()
    assert await post.states() == {WAITING: 30}
    assert {log["log_level"] for log in logs} == {"critical"}


async def test_after_a_long_outage_everything_goes_within_a_minute(post: Post, api: BotApi) -> None:
    """Hours without Telegram must not leave an alarm waiting for another hour."""
    mother = api.person()
    to = await post.chat(mother)
    for number in range(3):
        await post.put(number, to, Priority.ALARM)
    api.down = True
    sender = post.sender()
    for _ in range(60):
        await sender.drain()
        post.clock.now += timedelta(minutes=3)
    api.down = False

    post.clock.now += timedelta(minutes=1)
    await sender.drain()

    assert texts(mother) == ["第 0 封", "第 1 封", "第 2 封"]


async def test_telegram_down_at_the_start_holds_up_nothing_else(
    ground: Ground, post: Post, api: BotApi
) -> None:
    mother = api.person()
    await post.put(1, await post.chat(mother))
    api.world.updates.drop()
    api.down = True

    async with ground.desk(plain=True) as journey:
        async with open_page(journey.base) as page:
            await page.sees("候鸟服务台")
            await page.says("我不想活了")
            await page.sees("12356")
        api.down = False
        journey.clock.on(minutes=1)
        journey.desk.house.woken.set()
        await mother.sees("第 1 封")
    assert await post.states() == {SENT: 1}


async def test_sixty_letters_keep_the_pace(post: Post) -> None:
    """By the clock of the server, which would answer 429 from the thirty-first in a second on."""
    arrivals: list[float] = []

    def seconds() -> float:
        arrivals.append(time.monotonic())
        return arrivals[-1]

    async with BotApi(seconds=seconds) as api:
        api.enforce_rates = True
        post.api = api
        people = [api.person() for _ in range(60)]
        for number, person in enumerate(people):
            await post.put(number, await post.chat(person))

        await post.drain(post.sender())

        assert [len(texts(person)) for person in people] == [1] * 60
        assert len(api.calls_of("sendMessage")) == len(arrivals) == 60
    assert max(sum(at <= other < at + 1 for other in arrivals) for at in arrivals) <= 25
    assert arrivals[-1] - arrivals[0] < 4


async def person_of(post: Post) -> PersonId:
    async with post.house.database.write() as tx:
        return await add_person(tx, "王秀兰", post.clock())
