"""The couriers: messages a second and processor time each, Telegram's for a minute at its own pace."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.assembly import build_house
from bot.channels.web import WebChat
from bot.couriers.base import Courier, Outcome, Verdict
from bot.couriers.hook import HookCourier, Hooks
from bot.couriers.telegram import TelegramCourier
from bot.couriers.web import WebCourier
from bot.house import House
from bot.pace import token_name
from bot.sending import Sender
from dialogs.letters import Sending
from dialogs.screen import Screen
from dialogs.turn import Desk
from storage.access import Channel
from storage.chats import ChatId, Reach, meet
from storage.database import Database
from storage.ids import AddressId
from storage.letter import Letter
from storage.outbox import Priority, To, put
from tests.benches.children import child
from tests.benches.databases import migrated
from tests.benches.telling import Spent, rate, say, spent

A_MINUTE = 60.0
PEOPLE = 2000
FIRST_PERSON = 5_000_000_001
TOKEN, BOT = "1234:TEST", 1234
MANY = 2000
WORDS = Screen("早上好，这几件事该办了。\nC-12 · 联系 · 最晚11月25日")
ZONE = ZoneInfo("Asia/Shanghai")


def main() -> None:
    asyncio.run(_all())


async def _all() -> None:
    async with migrated("SQLite") as (database, _):
        house = build_house(database, Desk(ZONE, public_url="https://desk.example"), _morning)
        to = [await _met(database, Channel.TELEGRAM, BOT, FIRST_PERSON + n) for n in range(PEOPLE)]
        await _telegram(house, to)
    async with migrated("SQLite") as (database, _):
        house = build_house(database, Desk(ZONE, public_url="https://desk.example"), _morning)
        session = WebChat(house)
        to = [await _met(database, Channel.WEB, 1, n + 1) for n in range(200)]
        await _bulk(house, "web chat", Channel.WEB, WebCourier(session), to)
    async with migrated("SQLite") as (database, _), _gateway() as url:
        house = build_house(database, Desk(ZONE, public_url="https://desk.example"), _morning)
        courier = HookCourier(Hooks("secret", url), "https://desk.example", _morning)
        to = [await _met(database, Channel.TELEGRAM, BOT, n + 1) for n in range(200)]
        await _bulk(house, "signed hook", Channel.TELEGRAM, courier, to)


def _morning() -> datetime:
    """A working morning that goes on as the machine's clock does: digests are held at night."""
    return MORNING + (datetime.now(UTC) - BEGAN)


BEGAN = datetime.now(UTC)
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE).astimezone(UTC)


async def _telegram(house: House, to: list[AddressId]) -> None:
    async with child("tests.benches.api_server", "full", str(PEOPLE)) as api:
        courier = Counting(TelegramCourier(TOKEN, api.first))
        sender = Sender(house, {Channel.TELEGRAM: courier}, token_name(BOT))
        sender.composers = {"note": _worded}
        await _fill(house.database, to)
        stop = asyncio.Event()
        with spent() as minute:
            running = asyncio.create_task(sender.run(stop))
            await asyncio.sleep(A_MINUTE)
            stop.set()
            await running
        await courier.close()
    most = max(courier.by_second.values(), default=0)
    say(f"Telegram: {courier.sent} in {minute}: {rate(courier.sent, minute.wall)}, "
        f"{_each(minute, courier.sent)}")  # fmt: skip
    say(f"  at most {most} in a second (aim ≤ 30), told to wait {courier.waits} times; "
        f"the server counted {api.told['sent']}, {api.told['violations']} calls a bot must not make")  # fmt: skip


async def _bulk(
    house: House, name: str, channel: Channel, courier: Courier, to: list[AddressId]
) -> None:
    sender = Sender(house, {channel: courier})
    sender.composers = {"note": _worded}
    await _fill(house.database, to[:200], MANY // 200)
    with spent() as bulk:
        await sender.drain()
    say(f"{name}: {MANY} in {bulk}: {rate(MANY, bulk.wall)}, {_each(bulk, MANY)}")
    await courier.close()


def _each(found: Spent, many: int) -> str:
    return f"{found.cpu / max(many, 1) * 1000:.2f} ms CPU each"


async def _worded(_: Sending) -> Screen:
    return WORDS


async def _fill(database: Database, to: list[AddressId], each: int = 1) -> None:
    async with database.write() as tx:
        for number, address in enumerate(to * each):
            where = To(address=address)
            key = f"note:{number}"
            await put(tx, key, "note", where, {}, priority=Priority.DIGEST, now=_morning())


async def _met(database: Database, channel: Channel, bot: int, chat: int) -> AddressId:
    async with database.write() as tx:
        met = await meet(tx, ChatId(channel, bot, chat), "zh_Hans", _morning(), _morning().date())
    return met.actor.address


class Counting:
    """Another courier, counted."""

    def __init__(self, inner: Courier) -> None:
        self.inner = inner
        self.sent = self.waits = 0
        self.by_second: Counter[int] = Counter()

    async def send(self, to: Reach, screen: Screen, letter: Letter) -> Verdict:
        found = await self.inner.send(to, screen, letter)
        if found.outcome is Outcome.SENT:
            self.sent += 1
            self.by_second[int(time.monotonic())] += 1
        self.waits += found.outcome is Outcome.LATER
        return found

    async def close(self) -> None:
        await self.inner.close()


@asynccontextmanager
async def _gateway() -> AsyncIterator[str]:
    """A gateway that takes everything."""

    async def taken(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    app = web.Application()
    app.router.add_post("/", taken)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()
