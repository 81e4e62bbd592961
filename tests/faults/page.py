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
    _acted: int = 0

    @property
    def texts(self) -> list[str]:
        """The desk's words since the page's last act."""
        since = self.frames[self._acted :]
        return [each["text"] for each in since if each.get("text") and not each.get("mine")]

    async def says(self, text: str) -> None:
        await self._acts({"type": "text", "text": text})

    async def presses(self, part: str) -> None:
        """The newest button with these words, or whose data begins so; waits until there is one."""
        async with asyncio.timeout(PATIENCE):
            while (press := self.button(part)) is None:
                await self._read()
        await self._acts({"type": "press", **press})

    async def is_offered(self, part: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.button(part) is None:
                await self._read()

    def button(self, part: str) -> dict[str, Any] | None:
        for frame in reversed(self.frames):
            for button in (each for row in frame.get("rows") or () for each in row):
                if part in button["text"] or button.get("data", "").startswith(part):
                    return {"message": frame["message"], "data": button["data"]}
        return None

    async def _read(self) -> None:
        self.frames.append(json.loads((await self.line.receive()).data))

    async def sees(self, part: str) -> str:
        """The first words of the desk with these in them since the page's last act; waits for them."""
        async with asyncio.timeout(PATIENCE):
            while (found := next((each for each in self.texts if part in each), None)) is None:
                await self._read()
        return found

    async def _acts(self, act: dict[str, Any]) -> None:
        self._acted = len(self.frames)
        await self.line.send_json({**act, "key": f"key-{next(self.keys):06}"})


@asynccontextmanager
async def open_page(base: str) -> AsyncIterator[Page]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of a bare address too
    async with aiohttp.ClientSession(base, cookie_jar=jar) as http:
        async with http.get("/chat") as answer:
            assert answer.status == 200
        async with http.ws_connect("/chat/ws", headers={"Origin": base}) as line:
            await line.send_json({"type": "hello", "after": 0})
            yield Page(line)
