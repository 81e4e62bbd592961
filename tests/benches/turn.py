"""A menu step through the webhook, one read and one committed write, against bare echo bots in the same run."""

import asyncio
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import count
from statistics import median, quantiles
from typing import Any

from aiohttp import ClientSession, TCPConnector

from tests.benches.children import child
from tests.benches.databases import empty_url
from tests.benches.telling import ratio, say
from tests.benches.webhook_bots import PATH, SECRET

UPDATES, WARM_UP = 2000, 400
IN_FLIGHT = 32
PEOPLE = 200
BOTS = (
    ("aiogram echo", "aiogram", None),
    ("python-telegram-bot echo", "ptb", None),
    ("ours on SQLite", "ours", "SQLite"),
    ("ours on PostgreSQL", "ours", "PostgreSQL"),
)
NUMBERS = count(1)
Content = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Found:
    """Milliseconds: of processor time for each update, and to its answer at 32 in flight."""

    cpu: float
    middle: float
    p99: float
    memory: float


def main() -> None:
    asyncio.run(_all())


async def _all() -> None:
    bare: Found | None = None
    for name, kind, database in BOTS:
        async with empty_url(database) if database else nullcontext("") as url:
            async with child("tests.benches.api_server", "plain") as api:
                found = await _measured(kind, api.first, url, _typed)
            bare = bare or found
            _told(f"{name}, a typed word", found, bare)
            if kind == "ours":
                async with child("tests.benches.api_server", "plain") as api:
                    _told(f"{name}, a press", await _measured(kind, api.first, url, _pressed), bare)
    say("aims: SQLite ≤ 1.0× CPU and p99 ≤ 0.5×; PostgreSQL ≤ 1.8× and ≤ 1.0×; memory ≤ 220 MiB")


async def _measured(kind: str, api: str, url: str, content: Content) -> Found:
    async with (
        child("tests.benches.webhook_bots", kind, api, url) as bot,
        ClientSession(connector=TCPConnector(limit=IN_FLIGHT)) as session,
    ):
        await _send(session, bot.first, PEOPLE, _typed)
        await _send(session, bot.first, WARM_UP, content)
        await session.post(f"{bot.first}/mark")
        taken = await _send(session, bot.first, UPDATES, content)
        await session.post(f"{bot.first}/mark")
    begun, ended = bot.told["marks"]
    cpu = (ended - begun) / UPDATES * 1000
    return Found(cpu, median(taken), quantiles(taken, n=100)[98], bot.told["memory"])


async def _send(session: ClientSession, base: str, many: int, content: Content) -> list[float]:
    """Milliseconds each update took, IN_FLIGHT of them at a time."""
    numbers = iter(range(many))
    taken: list[float] = []

    async def one_after_the_other() -> None:
        for number in numbers:
            update = {"update_id": next(NUMBERS), **content(number % PEOPLE + 1)}
            before = time.perf_counter()
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with session.post(f"{base}{PATH}", json=update, headers=headers) as answer:
                await answer.read()
                answer.raise_for_status()
            taken.append((time.perf_counter() - before) * 1000)

    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    return taken


def _typed(person: int) -> dict[str, Any]:
    """The word that brings the first menu; the echo bots say it back."""
    who, chat = _who(person)
    entity = [{"type": "bot_command", "offset": 0, "length": 6}]
    message = {"message_id": 1, "date": 0, "chat": chat, "from": who, "text": "/start"}
    return {"message": {**message, "entities": entity}}


def _pressed(person: int) -> dict[str, Any]:
    who, chat = _who(person)
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    press = {"id": str(person), "from": who, "chat_instance": "1", "data": "home"}
    return {"callback_query": {**press, "message": message}}


def _who(person: int) -> tuple[dict[str, Any], dict[str, Any]]:
    who = {"id": person, "is_bot": False, "first_name": "x"}
    return who, {"id": person, "type": "private", "first_name": "x"}


def _told(name: str, found: Found, bare: Found) -> None:
    say(
        f"{name}: {found.cpu:.2f} ms CPU ({ratio(found.cpu, bare.cpu)}), median {found.middle:.0f} ms, "
        f"p99 {found.p99:.0f} ms at {IN_FLIGHT} in flight ({ratio(found.p99, bare.p99)}), {found.memory:.0f} MiB"
    )
