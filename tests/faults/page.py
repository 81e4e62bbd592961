"""An open page of the web chat, without a browser: the socket a page would hold."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

PATIENCE = 10.0


@dataclass
class Page:
    """`frames` is everything the desk told this page, in order."""

    line: aiohttp.ClientWebSocketResponse
    frames: list[dict[str, Any]] = field(default_factory=list)
    keys: Any = field(default_factory=lambda: count(1))

    @property
    def texts(self) -> list[str]:
        """The desk's words; the page shows an event once, though it may be told twice."""
        own = [frame for frame in self.frames if frame.get("text") and not frame.get("mine")]
        return [frame["text"] for frame in own]

    async def says(self, text: str) -> None:
        await self.line.send_json(
            {"type": "text", "key": f"key-{next(self.keys):06}", "text": text}
        )

    async def sees(self, part: str) -> str:
        """Reads on until the desk says these words."""
        async with asyncio.timeout(PATIENCE):
            while (found := next((each for each in self.texts if part in each), None)) is None:
                self.frames.append(json.loads((await self.line.receive()).data))
        return found


@asynccontextmanager
async def open_page(base: str) -> AsyncIterator[Page]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of a bare address too
    async with aiohttp.ClientSession(base, cookie_jar=jar) as http:
        async with http.get("/chat") as answer:
            assert answer.status == 200
        async with http.ws_connect("/chat/ws", headers={"Origin": base}) as line:
            await line.send_json({"type": "hello", "after": 0})
            yield Page(line)
