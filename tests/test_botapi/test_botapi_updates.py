"""Updates fetched and pushed: until they are confirmed, and not longer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.botapi import BotApi, Person

from .conftest import Ask


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(
    mei: Person, ask: Ask
) -> None:
    first = await mei.says("一")
    await mei.says("二")

    assert texts((await ask("getUpdates")).result) == ["一", "二"]
    assert texts((await ask("getUpdates", offset=first)).result) == ["一", "二"]
    assert texts((await ask("getUpdates", offset=first + 1)).result) == ["二"]
    assert texts((await ask("getUpdates")).result) == ["二"]
    assert (await ask("getUpdates", offset=first + 2)).result == []


async def test_a_negative_offset_forgets_all_but_the_last(mei: Person, ask: Ask) -> None:
    for text in "一二三":
        await mei.says(text)

    assert texts((await ask("getUpdates", offset=-2)).result) == ["二", "三"]
    assert texts((await ask("getUpdates")).result) == ["二", "三"]


@pytest.mark.parametrize(("limit", "number"), [(0, None), (1, 1), (2, 2), (100, 3), (101, None)])
async def test_a_limit_is_1_to_100(limit: int, number: int | None, mei: Person, ask: Ask) -> None:
    for text in "一二三":
        await mei.says(text)

    reply = await ask("getUpdates", limit=limit)

    assert (len(reply.result) if reply.body["ok"] else None) == number


async def test_a_long_poll_ends_when_something_happens(api: BotApi, mei: Person, ask: Ask) -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(ask("getUpdates", timeout=50))
        await api.called("getUpdates")
        await mei.says("一")

    assert texts(poll.result().result) == ["一"]


async def test_a_poll_without_timeout_ends_at_once(ask: Ask) -> None:
    async with asyncio.timeout(10):
        assert (await ask("getUpdates")).result == []


async def test_a_second_poll_ends_the_first_with_a_conflict(
    api: BotApi, mei: Person, ask: Ask
) -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        first = tasks.create_task(ask("getUpdates", timeout=50))
        await api.called("getUpdates")
        second = tasks.create_task(ask("getUpdates", timeout=50))
        await first
        await mei.says("一")

    assert first.result().status == 409
    assert texts(second.result().result) == ["一"]
    assert api.violations == []


async def test_only_wanted_kinds_are_kept(mei: Person, ask: Ask) -> None:
    await ask("getUpdates", allowed_updates=["callback_query"])
    await mei.says("一")
    assert (await ask("getUpdates")).result == []

    await ask("getUpdates", allowed_updates=[])
    await mei.says("二")
    assert texts((await ask("getUpdates")).result) == ["二"]


async def test_a_confirmed_update_can_be_delivered_again(
    api: BotApi, mei: Person, ask: Ask
) -> None:
    first = await mei.says("一")
    last = await mei.says("二")
    await ask("getUpdates", offset=last + 1)

    api.redeliver(first)

    assert texts((await ask("getUpdates", offset=last + 1)).result) == ["一"]
    assert (await ask("getUpdates", offset=last + 1)).result == []


class Desk:
    """A webhook of a few lines. `answers` are given in order, then empty ones with 200."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.arrived = asyncio.Semaphore(0)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.arrived.release()
        return self.answers.pop(0) if self.answers else web.Response()

    async def gets(self, number: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(10):
            for _ in range(number):
                await self.arrived.acquire()
        return self.got


@pytest.fixture
async def desk() -> AsyncIterator[tuple[Desk, str]]:
    made = Desk()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield made, f"http://{host}:{port}"
    await runner.cleanup()


async def test_a_webhook_gets_updates_in_order_with_its_secret(
    mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    hook, origin = desk
    await mei.says("一")

    await ask("setWebhook", url=f"{origin}/hook", secret_token="shh")
    await mei.says("二")

    assert texts(await hook.gets(2)) == ["一", "二"]
    assert hook.secrets == ["shh", "shh"]
    assert (await ask("getUpdates")).status == 409


async def test_a_method_in_the_webhooks_answer_is_done(
    api: BotApi, mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    hook, origin = desk
    message = {"method": "sendMessage", "chat_id": mei.chat.id, "text": "你好"}
    hook.answers = [web.json_response(message)]
    await ask("setWebhook", url=f"{origin}/hook")

    await mei.says("一")

    assert (await mei.sees("你好")).text == "你好"
    assert api.violations == []


async def test_a_wrong_method_in_the_webhooks_answer_is_a_violation(
    api: BotApi, mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    hook, origin = desk
    hook.answers = [web.json_response({"method": "sendMessage", "text": "你好"})]
    await ask("setWebhook", url=f"{origin}/hook")

    await mei.says("一")
    await mei.says("二")
    await hook.gets(2)

    assert [one.problem for one in api.violations] == ["chat_id: missing in sendMessage"]


async def test_a_failed_push_is_repeated_and_told(
    mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    hook, origin = desk
    hook.answers = [web.Response(status=500)]
    await ask("setWebhook", url=f"{origin}/hook")

    await mei.says("一")

    assert texts(await hook.gets(2)) == ["一", "一"]
    told = (await ask("getWebhookInfo")).result
    assert (
        told["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    )


async def test_what_a_webhook_never_took_waits_for_the_next_push(
    api: BotApi, mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    hook, origin = desk
    hook.answers = [web.Response(status=500) for _ in range(3)]
    await ask("setWebhook", url=f"{origin}/hook")
    update_id = await mei.says("一")
    await hook.gets(3)
    assert (await ask("getWebhookInfo")).result["pending_update_count"] == 1

    api.push_again()

    assert [update["update_id"] for update in await hook.gets(1)] == [update_id] * 4


async def test_an_update_is_pushed_twice_on_demand(
    api: BotApi, mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    hook, origin = desk
    await ask("setWebhook", url=f"{origin}/hook")
    update_id = await mei.says("一")
    await hook.gets(1)

    api.redeliver(update_id)

    assert texts(await hook.gets(1)) == ["一", "一"]


async def test_an_https_webhook_is_reached_through_the_tunnel(
    api: BotApi, mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    hook, origin = desk
    await ask("setWebhook", url="https://desk.example/hook")
    await mei.says("一")

    api.tunnel = origin

    assert texts(await hook.gets(1)) == ["一"]
    told = (await ask("getWebhookInfo")).result
    assert told["url"] == "https://desk.example/hook"


async def test_after_the_webhook_is_gone_updates_wait_for_a_poll(
    mei: Person, ask: Ask, desk: tuple[Desk, str]
) -> None:
    await ask("setWebhook", url=f"{desk[1]}/hook")
    await ask("deleteWebhook")
    await mei.says("一")

    assert texts((await ask("getUpdates")).result) == ["一"]
    assert desk[0].got == []


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://desk.example/hook", True),
        ("https://desk.example:8443/hook", True),
        ("https://desk.example:8080/hook", False),
        ("http://desk.example/hook", False),
        ("desk.example", False),
        ("", True),
    ],
)
async def test_webhooks_are_https_on_four_ports(address: str, fits: bool, ask: Ask) -> None:
    assert (await ask("setWebhook", url=address)).body["ok"] is fits


async def test_dropped_updates_are_gone(mei: Person, ask: Ask) -> None:
    await mei.says("一")

    await ask("deleteWebhook", drop_pending_updates=True)

    assert (await ask("getUpdates")).result == []
