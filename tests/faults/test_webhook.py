"""Telegram's webhook: no foreign hand on it, nothing lost, nothing done twice, in order, never deaf."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
import aiohttp.test_utils
import pytest
import sqlalchemy as sa
import structlog
from aiogram import Bot
from aiogram.types import Update
from aiohttp import web

from bot.assembly import take
from bot.channels import polling
from bot.channels.in_body import InBody
from bot.channels.webhook import LARGEST, PATH, SECRET_HEADER, Webhook
from bot.turns import OneTurn
from storage.access import Channel
from storage.tables.chats import outbox, seen
from tests.botapi import BotApi, Person
from tests.faults.ground import Ground, rows, texts, unreachable
from tests.faults.test_polling_faults import client
from tests.running import Journey

CRY = "我不想活了，想跳楼"
SECRET = "a-Secret_1"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.01)


@asynccontextmanager
async def hooked(ground: Ground) -> AsyncIterator[Journey]:
    async with ground.desk(webhook=SECRET) as journey:
        await ground.api.called("setWebhook")
        yield journey


async def seen_ids(journey: Journey) -> list[int]:
    statement = sa.select(seen.c.update_id).where(seen.c.bot == 1234).order_by(seen.c.update_id)
    return [row.update_id for row in await rows(journey.database, statement)]


async def post(
    journey: Journey, body: bytes, secret: str | None = SECRET
) -> tuple[int, dict[str, Any]]:
    """What a request of one's own is answered: the status, and the method in the body."""
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers[SECRET_HEADER] = secret
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{journey.base}{PATH}", data=BytesIO(body), headers=headers) as reply,
    ):
        told = await reply.read()
    return reply.status, json.loads(told or b"{}")


def written(update_id: int, text: str = "/start", who: int = 7001, **more: Any) -> bytes:
    person = {"id": who, "is_bot": False, "first_name": "梅"}
    chat = {"id": who, "type": "private", "first_name": "梅"}
    message = {"message_id": update_id, "date": 1795395600, "chat": chat, "from": person}
    return json.dumps(
        {"update_id": update_id, "message": {**message, "text": text, **more}}
    ).encode()


async def test_the_desk_says_where_it_is_and_what_it_takes(ground: Ground, api: BotApi) -> None:
    async with hooked(ground):
        (asked,) = api.calls_of("setWebhook")
    assert asked["url"] == f"https://desk.example{PATH}"
    assert asked["secret_token"] == SECRET
    assert asked["drop_pending_updates"] is False
    assert "callback_query" in asked["allowed_updates"]
    assert api.calls_of("getUpdates") == []


@pytest.mark.parametrize("secret", [None, "", "wrong", f"{SECRET}x", SECRET[:-1], "ä"])
async def test_without_the_secret_nothing_is_read_or_told(
    ground: Ground, secret: str | None
) -> None:
    async with hooked(ground) as journey:
        assert await post(journey, written(1), secret) == (403, {})
        assert await seen_ids(journey) == []


async def test_a_desk_without_a_secret_takes_nothing() -> None:
    async def never(bot: Bot, update: Update, body: InBody) -> None:
        raise AssertionError

    assert not Webhook(Bot("1:x"), never, "").secret
    request = aiohttp.test_utils.make_mocked_request("POST", PATH, headers={SECRET_HEADER: ""})
    assert (await Webhook(Bot("1:x"), never, "").receive(request)).status == 403


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"7", b"{", b"\xff\xfe", b'{"message":{}}', b'{"update_id":"x"}', b"[" * 100_000],
    ids=["empty", "list", "number", "cut", "bytes", "no id", "no number", "deep"],
)
async def test_what_is_no_update_is_refused_and_harms_nothing(ground: Ground, body: bytes) -> None:
    async with hooked(ground) as journey:
        assert (await post(journey, body))[0] == 400
        assert (await post(journey, written(1)))[0] == 200


async def test_a_body_without_end_is_cut_off_and_a_long_message_is_not(ground: Ground) -> None:
    async with hooked(ground) as journey:
        assert (await post(journey, b" " * (LARGEST + 1)))[0] == 413
        long = written(1, "喂" * 4096, quoted=["😀" * 20] * 1000)
        assert len(long) > 128 * 1024
        assert (await post(journey, long))[0] == 200


async def test_an_update_the_library_cant_read_is_taken_by_its_words(ground: Ground) -> None:
    async with hooked(ground) as journey:
        odd = {"type": "hidden_user", "date": 1422450181}
        status, told = await post(journey, written(1, forward_origin=odd))
        assert (status, told["method"]) == (200, "sendMessage")
        assert await post(journey, b'{"update_id": 2, "message": {"text": "x"}}') == (200, {})


async def test_a_turn_that_told_nothing_comes_again_and_is_done_once(
    ground: Ground, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn is stored, its answer by call is lost: 500, and Telegram brings it again."""
    child = api.person("小雨")
    async with hooked(ground) as journey:
        for _ in range(1):
            api.reset_next("sendMessage")
        lost = OneTurn._render
        tries: list[int] = []

        async def fails_once(self: OneTurn, screen: Any) -> None:
            tries.append(self.came.update.update_id)
            if len(tries) == 1:
                raise OSError
            await lost(self, screen)

        monkeypatch.setattr(OneTurn, "_render", fails_once)
        update = await child.says(CRY)
        await child.sees("12356")
        await child.sees("R-1")
        assert tries == [update, update]
        assert await seen_ids(journey) == [update]
    assert api.world.updates.pending() == []


async def test_a_locked_database_is_said_and_the_update_confirmed(
    ground: Ground, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    mother = api.person()

    async def locked(self: OneTurn, *_: object) -> None:
        raise TimeoutError

    async with hooked(ground):
        with monkeypatch.context() as patched:
            patched.setattr(OneTurn, "_turn", locked)
            await mother.says("/start")
            await mother.sees("没有存下来")
        await mother.says("/start")
        await mother.sees("候鸟服务台")
    assert len(api.calls_of("sendMessage")) == 2
    assert api.world.updates.pending() == []


async def test_who_blocks_while_the_database_is_locked_is_marked_later(
    ground: Ground, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is told of it, so Telegram says it again."""
    mother = api.person()
    async with hooked(ground) as journey:
        await mother.says("/start")
        await mother.sees("候鸟服务台")
        marking, tries, marked = OneTurn._membership, [], asyncio.Event()

        async def fails_once(self: OneTurn) -> None:
            tries.append(1)
            if len(tries) == 1:
                raise TimeoutError
            await marking(self)
            marked.set()

        monkeypatch.setattr(OneTurn, "_membership", fails_once)
        mother.blocks()
        await asyncio.wait_for(marked.wait(), 10)
        assert len(await unreachable(journey.database)) == 1
    assert len(tries) == 2


async def test_a_redelivered_update_is_answered_again_and_does_nothing(
    ground: Ground, api: BotApi
) -> None:
    async with hooked(ground) as journey:
        first = await post(journey, written(1))
        assert first == await post(journey, written(1))
        assert first[1]["method"] == "sendMessage"
        assert await seen_ids(journey) == [1]


async def test_lines_of_danger_never_travel_in_the_body(ground: Ground, api: BotApi) -> None:
    """A body reports no error: what matters goes by a call, and so does all that follows it."""
    child = api.person("小雨")
    await child.says("/start")
    async with hooked(ground) as journey:
        await child.sees("候鸟服务台")
        assert await post(journey, written(1, CRY, child.chat.id)) == (200, {})
        assert "12356" in texts(child)[1]
        assert "R-1" in texts(child)[2]
        before = len(texts(child))
        assert await post(journey, written(1, CRY, child.chat.id)) == (200, {})
        assert any("110" in text for text in texts(child)[before:])


async def test_lines_that_could_not_go_out_are_in_the_outbox(ground: Ground, api: BotApi) -> None:
    child = api.person("小雨")
    await child.says("/start")
    async with hooked(ground) as journey:
        await child.sees("候鸟服务台")
        api.fail_next("sendMessage", 502, "Bad Gateway")
        await child.says(CRY)
        await child.sees("12356")
        kinds = await rows(journey.database, sa.select(outbox.c.kind))
        assert "danger_lines" in {row.kind for row in kinds}


async def test_parallel_updates_of_one_person_stay_in_order(ground: Ground, api: BotApi) -> None:
    """Each is begun when the one before has been answered; others don't wait for them."""
    made: list[tuple[int, str]] = []
    open_, begun = asyncio.Event(), asyncio.Event()

    async with ground.desk() as journey:
        house = journey.desk.house

        async def slowly(bot: Bot, update: Update, body: InBody) -> None:
            made.append((update.update_id, "begins"))
            if update.update_id == 1:
                begun.set()
                await open_.wait()
            await take(house, Channel.TELEGRAM, bot, update, body)
            made.append((update.update_id, "ends"))

        bot = client(api)
        async with listening(Webhook(bot, slowly, SECRET)) as there:
            first = asyncio.create_task(post(there, written(1)))
            await asyncio.wait_for(begun.wait(), 10)
            others = [asyncio.create_task(post(there, written(n))) for n in (2, 3)]
            status, _ = await post(there, written(4, who=7002))
            assert status == 200
            open_.set()
            assert [(await each)[0] for each in (first, *others)] == [200, 200, 200]
        await bot.session.close()
    assert made[:3] == [(1, "begins"), (4, "begins"), (4, "ends")]
    assert made[3] == (1, "ends")
    rest = made[4:]
    assert [rest[0][0], rest[1]] == [rest[0][0], (rest[0][0], "ends")]
    assert [rest[2][0], rest[3]] == [rest[2][0], (rest[2][0], "ends")]


@asynccontextmanager
async def listening(hook: Webhook) -> AsyncIterator[Any]:
    """The webhook alone on a port of its own."""
    app = web.Application()
    hook.add_to(app)
    async with aiohttp.test_utils.TestServer(app) as server:
        yield Where(str(server.make_url("")).rstrip("/"))
    await hook.end()


class Where:
    def __init__(self, base: str) -> None:
        self.base = base


async def test_a_turn_that_takes_long_is_done_once_though_telegram_hangs_up(
    ground: Ground, api: BotApi
) -> None:
    """It hangs up, brings the update again, and gets the same answer."""
    open_, begun = asyncio.Event(), asyncio.Event()
    async with ground.desk() as journey:
        house = journey.desk.house

        async def slowly(bot: Bot, update: Update, body: InBody) -> None:
            begun.set()
            await open_.wait()
            await take(house, Channel.TELEGRAM, bot, update, body)

        bot = client(api)
        async with listening(Webhook(bot, slowly, SECRET)) as there:
            impatient = asyncio.create_task(post(there, written(1)))
            await asyncio.wait_for(begun.wait(), 10)
            impatient.cancel()
            await asyncio.gather(impatient, return_exceptions=True)
            again = asyncio.create_task(post(there, written(1)))
            open_.set()
            status, told = await again
            assert (status, told["method"]) == (200, "sendMessage")
        assert await seen_ids(journey) == [1]
        await bot.session.close()


async def test_an_answer_that_telegram_refuses_leaves_the_person_able_to_go_on(
    ground: Ground, api: BotApi
) -> None:
    mother = api.person()
    async with hooked(ground):
        api.fail_next("sendMessage", 400, "Bad Request: message is too long")
        await mother.says("/start")
        await api.called("sendMessage")
        await mother.says("孩子怎么转学")
        await mother.sees("您问的是不是这个")
    assert len(texts(mother)) == 1


async def test_the_desk_opens_while_telegram_is_down_and_says_where_it_is_afterwards(
    ground: Ground, api: BotApi
) -> None:
    mother = api.person()
    await mother.says("/start")
    api.down = True
    async with ground.desk(webhook=SECRET) as journey:
        async with (
            aiohttp.ClientSession() as page_of,
            page_of.get(f"{journey.base}/healthz") as page,
        ):
            assert page.status == 200
        api.down = False
        await mother.sees("候鸟服务台")
    assert len(texts(mother)) == 1


@pytest.mark.parametrize("status", [400, 401, 429, 500])
async def test_a_refused_webhook_is_logged_and_stops_nothing(
    ground: Ground, api: BotApi, status: int
) -> None:
    api.fail_next("setWebhook", status, "refused", retry_after=1 if status == 429 else None)
    with structlog.testing.capture_logs() as logs:
        async with ground.desk(webhook=SECRET) as journey:
            await api.called("setWebhook")
            await journey.pass_to("2026-11-23", "09:05")
    assert [each for each in logs if each["log_level"] in ("warning", "error", "critical")] != []
    assert SECRET not in str(logs)
    assert api.token not in str(logs)


async def test_back_to_polling_the_webhook_is_taken_off_and_nothing_is_lost(
    ground: Ground, api: BotApi
) -> None:
    mother = api.person()
    async with hooked(ground):
        await mother.says("/start")
        await mother.sees("候鸟服务台")
    await mother.says("孩子怎么转学")
    async with ground.desk():
        await mother.sees("您问的是不是这个")
    assert api.world.webhook.url == ""
    assert [each.get("drop_pending_updates") for each in api.calls_of("deleteWebhook")] == [False]


async def test_two_pollers_take_no_webhook_off(ground: Ground, api: BotApi) -> None:
    api.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    async with ground.desk():
        await api.called("getUpdates", times=2)
    assert api.calls_of("deleteWebhook") == []


async def test_a_press_is_still_answered_when_the_desk_stops(ground: Ground, api: BotApi) -> None:
    mother = api.person()
    async with hooked(ground):
        await mother.says("/start")
        await mother.sees("候鸟服务台")
        await presses(mother, "查服务")
        await mother.sees("想办哪方面的事")
    assert mother.unanswered == []


async def presses(who: Person, part: str) -> None:
    await who.presses(next(label for label in who.screen.labels if part in label))
