"""Rates, errors on demand, and connections that break."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.botapi import BotApi, Person

from .conftest import Ask


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[BotApi]:
    async with BotApi(seconds=lambda: clock.seconds) as running:
        yield running


async def crowd(api: BotApi, number: int) -> list[Person]:
    people = [api.person() for _ in range(number)]
    for person in people:
        await person.says("/start")
    return people


async def test_without_rates_nobody_waits(mei: Person, ask: Ask) -> None:
    for _ in range(40):
        assert (await ask("sendMessage", chat_id=mei.chat.id, text="一")).status == 200


async def test_30_messages_a_second_pass_and_the_31st_waits(
    api: BotApi, clock: Clock, ask: Ask
) -> None:
    api.enforce_rates = True
    people = await crowd(api, 31)
    statuses = [
        (await ask("sendMessage", chat_id=person.chat.id, text="一")).status for person in people
    ]
    assert statuses == [200] * 30 + [429]

    late = people[-1].chat.id
    clock.seconds += 0.75
    reply = await ask("sendMessage", chat_id=late, text="一")
    assert reply.refusal == (429, "Too Many Requests: retry after 1")
    assert reply.body["parameters"] == {"retry_after": 1}

    clock.seconds += 0.25
    assert (await ask("sendMessage", chat_id=late, text="一")).status == 200
    assert api.violations == []


async def test_one_chat_takes_a_short_burst_and_then_one_a_second(
    api: BotApi, clock: Clock, mei: Person, ask: Ask
) -> None:
    api.enforce_rates = True

    async def sent() -> bool:
        return (await ask("sendMessage", chat_id=mei.chat.id, text="一")).status == 200

    assert [await sent() for _ in range(4)] == [True, True, True, False]
    clock.seconds += 0.75
    assert not await sent()
    clock.seconds += 0.25
    assert [await sent(), await sent()] == [True, False]
    clock.seconds += 10
    assert [await sent() for _ in range(4)] == [True, True, True, False]


async def test_an_ordered_error_comes_once_each_time_it_was_ordered(
    api: BotApi, mei: Person, ask: Ask
) -> None:
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 5", retry_after=5, times=2)
    api.fail_next("sendmessage", 500, "Internal Server Error")

    replies = [await ask("sendMessage", chat_id=mei.chat.id, text="一") for _ in range(4)]

    assert [reply.status for reply in replies] == [429, 429, 500, 200]
    assert replies[0].body["parameters"] == {"retry_after": 5}
    assert len(mei.messages) == 1
    assert len(api.calls_of("sendMessage")) == 4


async def test_a_fault_of_no_method_is_refused(api: BotApi) -> None:
    with pytest.raises(ValueError, match="sendTelegram"):
        api.reset_next("sendTelegram")


async def test_a_dropped_reply_has_been_done(api: BotApi, mei: Person, ask: Ask) -> None:
    api.drop_reply_next("sendMessage")

    with pytest.raises(aiohttp.ClientError):
        await ask("sendMessage", chat_id=mei.chat.id, text="一")

    assert mei.screen.text == "一"
    assert (await ask("sendMessage", chat_id=mei.chat.id, text="二")).status == 200


async def test_a_reset_call_has_not_been_done(api: BotApi, mei: Person, ask: Ask) -> None:
    api.reset_next("sendMessage")

    with pytest.raises(aiohttp.ClientError):
        await ask("sendMessage", chat_id=mei.chat.id, text="一")

    assert mei.messages == []
    assert len(api.calls) == 1


async def test_a_proxys_page_is_no_json(api: BotApi, mei: Person) -> None:
    api.html_next("sendMessage", 502)

    url = f"{api.base}/bot{api.token}/sendMessage"
    params = {"chat_id": str(mei.chat.id), "text": "一"}
    async with aiohttp.ClientSession() as session, session.get(url, params=params) as reply:
        assert (reply.status, reply.content_type) == (502, "text/html")
        assert "<h1>502</h1>" in await reply.text()
    assert mei.messages == []


async def test_while_down_connections_are_refused(api: BotApi, mei: Person, ask: Ask) -> None:
    for _ in range(3):
        assert (await ask("getMe")).status == 200
        api.down = True
        assert api.down
        with pytest.raises(aiohttp.ClientError):
            await ask("getMe")  # over the connection that was just cut
        with pytest.raises(aiohttp.ClientConnectorError):
            await ask("getMe")
        await mei.says("还在吗")
        api.down = False

    assert len((await ask("getUpdates")).result) == 3


async def test_down_and_up_within_one_breath(api: BotApi, ask: Ask) -> None:
    for _ in range(3):
        api.down = True
        api.down = False
    assert (await ask("getMe")).status == 200
