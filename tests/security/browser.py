"""A browser that doesn't keep to the rules: raw requests, any cookie, any origin, any frame."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

from bot.pages.cookies import NAME

PATIENCE = 10.0
KEYS = count(1)
Frame = dict[str, Any]


@dataclass
class Wire:
    """One open socket; `heard` are the frames that came, in order."""

    socket: aiohttp.ClientWebSocketResponse
    heard: list[Frame] = field(default_factory=list)

    async def sends(self, frame: object) -> None:
        await self.socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def says(self, text: str, key: str = "") -> None:
        """Until the desk has taken it."""
        made = key or f"key-{next(KEYS):08}"
        await self.sends({"type": "text", "key": made, "text": text})
        await self.until(lambda frame: frame["type"] == "taken" and frame["key"] == made)

    async def is_answered(self, text: str, key: str = "") -> None:
        """Says it, and waits for the desk's own words if they haven't come by then."""
        before = len(self.heard)
        await self.says(text, key)
        if not any(_from_desk(frame) for frame in self.heard[before:]):
            await self.until(_from_desk)

    async def presses(self, data: str, message: int = 1) -> None:
        key = f"key-{next(KEYS):08}"
        await self.sends({"type": "press", "key": key, "message": message, "data": data})
        await self.until(lambda frame: frame["type"] == "taken" and frame["key"] == key)

    async def until(self, right: Callable[[Frame], bool]) -> Frame:
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = json.loads(await self.socket.receive_str())
                self.heard.append(frame)
                if right(frame):
                    return dict(frame)

    async def sees(self, text: str) -> Frame:
        """Now, or when it comes."""
        found = next((each for each in self.heard if text in str(each.get("text"))), None)
        return found or await self.until(lambda frame: text in str(frame.get("text")))

    async def close_code(self) -> int | None:
        async with asyncio.timeout(PATIENCE):
            while not self.socket.closed:
                await self.socket.receive()
        return self.socket.close_code

    @property
    def all_text(self) -> str:
        return json.dumps(self.heard, ensure_ascii=False)


def _from_desk(frame: Frame) -> bool:
    return frame["type"] == "event" and not frame["mine"]


@asynccontextmanager
async def wire(
    base: str, cookie: str | None, origin: str | None = None, path: str = "/chat/ws"
) -> AsyncIterator[Wire]:
    """`origin` None: our own; "": none is sent."""
    headers = {"Origin": base if origin is None else origin}
    if not headers["Origin"]:
        del headers["Origin"]
    if cookie is not None:
        headers["Cookie"] = cookie if "=" in cookie else f"{NAME}={cookie}"
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.ws_connect(f"{base}{path}", headers=headers, max_msg_size=0) as socket,
    ):
        yield Wire(socket)


@asynccontextmanager
async def chat(base: str, cookie: str | None = None) -> AsyncIterator[Wire]:
    """A browser's open page, Home shown."""
    async with wire(base, cookie or await cookie_of(base)) as opened:
        await opened.sends({"type": "hello", "after": 0})
        await opened.until(lambda frame: frame["type"] == "event")
        yield opened


async def cookie_of(base: str, path: str = "/chat") -> str:
    """The value of the cookie a fresh browser gets."""
    status, headers, _ = await raw(base, f"GET {path} HTTP/1.1")
    assert status == 200
    return headers["set-cookie"].partition(f"{NAME}=")[2].partition(";")[0]


async def raw(base: str, line: str, *more: str, body: str = "") -> tuple[int, dict[str, str], str]:
    """A request exactly as written, without the tidying of a client; the status, headers and body."""
    host = base.removeprefix("http://")
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    lines = [line, *([] if any(each.startswith("Host:") for each in more) else [f"Host: {host}"])]
    head = "\r\n".join([*lines, *more, "Connection: close", f"Content-Length: {len(body)}"])
    writer.write(f"{head}\r\n\r\n{body}".encode("utf-8", "surrogateescape"))
    async with asyncio.timeout(PATIENCE):
        answer = (await reader.read()).decode("utf-8", "replace")
    writer.close()
    top, _, rest = answer.partition("\r\n\r\n")
    first, *others = top.split("\r\n")
    headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in others)}
    return int(first.split(" ")[1]), headers, rest
