"""One open socket of the web chat: takes what the person does, shows what is stored."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Bot
from aiogram.types import Update
from aiohttp import WSMsgType, web

from bot.assembly import take
from bot.channels.sockets import Page
from bot.channels.web import (
    BOT,
    STORE_WITHIN,
    WebChat,
    address_of,
    frame_of,
    press_update,
    text_update,
)
from bot.pages.frames import FrameWrong, Hello, Pressed, Said, Seen, read_frame
from content.phrases import ZH_HANS, phrases
from storage.access import Channel
from storage.chats import ChatId, address_of_chat
from storage.webchat import add_event, events_after, shown

log = structlog.get_logger()


class Line:
    """One open socket: a reader that takes what the person does, a writer that shows what is stored."""

    def __init__(
        self, bot: Bot, session: WebChat, socket: web.WebSocketResponse, chat: int
    ) -> None:
        self.bot = bot
        self.session = session
        self.house = session.house
        self.socket = socket
        self.chat = chat
        self.at = ChatId(Channel.WEB, BOT, chat)
        self.last = 0

    async def serve(self) -> None:
        sockets = self.session.sockets
        page = sockets.open(self.chat)
        writing: asyncio.Task[None] | None = None
        try:
            async for message in self.socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                greeted = await self._hear(message.data)
                if greeted and writing is None:
                    writing = asyncio.create_task(self._write(page))
        finally:
            sockets.close(self.chat, page)
            if writing is not None:
                writing.cancel()

    async def _hear(self, text: str) -> bool:
        """True once the page has said how far it has read."""
        try:
            frame = read_frame(text)
        except FrameWrong:
            say = phrases(ZH_HANS)
            await self._tell(
                {"type": "error", "text": say("That could not be read. At most 4000 characters.")}
            )
            return False
        match frame:
            case Hello(after=after):
                self.last = after
                return await self._greet()
            case Seen(seq=seq):
                await self._shown(seq)
            case Said(key=key, text=said):
                await self._said(key, said)
            case Pressed(key=key, message=message, data=data):
                at = int(self.house.clock().timestamp())
                await self._take(press_update(self.bot, self.chat, key, data, message, at), key)
        return False

    async def _greet(self) -> bool:
        """A browser that comes for the first time sees Home."""
        async with self.house.database.write() as tx:
            address = await address_of(tx, self.house, self.chat)
            new = not await events_after(tx, address, 0)
        if new:
            at = int(self.house.clock().timestamp())
            update = text_update(self.bot, self.chat, "hello", "/start", at)
            await take(self.house, Channel.WEB, self.bot, update)
        return True

    async def _said(self, key: str, text: str) -> None:
        """The own words are stored first, so that they stand before the answer; if that takes
        long, the answer doesn't wait: there may be danger in them."""
        storing = asyncio.create_task(self._store_mine(key, text))
        await asyncio.wait([storing], timeout=STORE_WITHIN)
        at = int(self.house.clock().timestamp())
        await self._take(text_update(self.bot, self.chat, key, text, at), key)
        await storing

    async def _store_mine(self, key: str, text: str) -> None:
        try:
            async with self.house.database.write() as tx:
                address = await address_of(tx, self.house, self.chat)
                now = self.house.clock()
                await add_event(tx, address, "mine", mine(key, text), now, key)
        except Exception:
            log.exception("own words not stored")
            return
        self.session.sockets.wake(self.chat)

    async def _take(self, update: Update, key: str) -> None:
        await take(self.house, Channel.WEB, self.bot, update)
        await self._tell({"type": "taken", "key": key})

    async def _shown(self, seq: int) -> None:
        async with self.house.database.write() as tx:
            address = await address_of_chat(tx, self.at)
            if address is not None:
                await shown(tx, address, seq, self.house.clock())

    async def _write(self, page: Page) -> None:
        """Sends what is new whenever the page is woken, until it is closed; first what there is."""
        await self._news()
        await self._tell({"type": "caught_up"})
        while not self.socket.closed:
            await page.news.wait()
            page.news.clear()
            passing, page.passing = page.passing, []
            for frame in passing:
                await self._tell(frame)
            await self._news()

    async def _news(self) -> None:
        async with self.house.database.read() as tx:
            address = await address_of_chat(tx, self.at)
            events = [] if address is None else await events_after(tx, address, self.last)
        for event in events:
            await self._tell(frame_of(event))
            self.last = event.seq

    async def _tell(self, frame: dict[str, Any]) -> None:
        with suppress(ConnectionResetError):
            await self.socket.send_str(json.dumps(frame, ensure_ascii=False))


def mine(key: str, text: str) -> dict[str, Any]:
    """An echo of the person's own words. The code of an invite is a secret and isn't kept."""
    kept = "/start" if text.lstrip().startswith("/start") else text
    number = int.from_bytes(key.encode()[:6])
    return {"message": number, "key": key, "text": kept, "entities": [], "rows": []}
