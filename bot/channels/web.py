"""The web chat as a Bot over a session of ours: what it "sends" is stored as numbered events."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncGenerator
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InlineKeyboardMarkup, Message, MessageEntity, Update

from bot.channels.sockets import Sockets
from bot.house import House
from content.phrases import ZH_HANS
from storage.access import Channel
from storage.chats import ChatId, meet
from storage.database import Transaction
from storage.ids import AddressId
from storage.webchat import WebEvent, add_event

log = structlog.get_logger()

TOKEN = "1:web"  # noqa: S105 (aiogram wants the shape of one; bot.id is then 1)
BOT = 1
STORE_WITHIN = 0.3
"""Seconds a chat person waits for the transcript before the words are shown without it."""


class WebChat(BaseSession):
    """Stores what is said and wakes the open pages; a locked database doesn't silence it."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.sockets = Sockets()
        self._late: set[asyncio.Task[None]] = set()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 (aiogram's signature)
    ) -> Any:
        match method:
            case SendMessage():
                return await self._send(bot, method)
            case EditMessageText():
                return await self._edit(method)
            case DeleteMessage(chat_id=chat, message_id=message):
                await self._event(int(chat), "delete", {"message": message})
                return True
            case AnswerCallbackQuery(callback_query_id=query, text=text):
                if isinstance(text, str):
                    self.sockets.say(
                        int(query.partition(":")[0]),
                        {"type": "toast", "text": text, "alert": False},
                    )
                return True
        raise NotImplementedError(type(method).__name__)

    async def close(self) -> None:
        await asyncio.gather(*self._late)

    async def stream_content(self, *args: Any, **more: Any) -> AsyncGenerator[bytes, None]:
        """The web chat has no files."""
        if args or more:
            return
        yield b""

    async def _send(self, bot: Bot, method: SendMessage) -> Message:
        chat = int(method.chat_id)
        body = {"text": method.text, **shape(method.entities, method.reply_markup)}
        number = await self._event(chat, "message", body)
        return Message(
            message_id=number,
            date=self.house.clock(),
            chat=Chat(id=chat, type="private"),
            text=method.text,
        ).as_(bot)

    async def _edit(self, method: EditMessageText) -> bool:
        marks = shape(method.entities, method.reply_markup)
        body = {"message": method.message_id, "text": method.text, **marks}
        await self._event(int(method.chat_id or 0), "edit", body)
        return True

    async def _event(self, chat: int, kind: str, body: dict[str, Any]) -> int:
        """The number of the message. Where storing takes long, the open pages are told before."""
        number = secrets.randbelow(2**40) + 2**40
        storing = asyncio.create_task(self._store(chat, kind, {"message": number, **body}))
        self._late.add(storing)
        storing.add_done_callback(self._late.discard)
        done, _ = await asyncio.wait([storing], timeout=STORE_WITHIN)
        if not done:
            at = self.house.clock().isoformat()
            frame = {
                "type": "event",
                "kind": kind,
                "message": number,
                "at": at,
                "mine": False,
                **body,
            }
            self.sockets.say(chat, frame)
        return int(body.get("message", number))

    async def _store(self, chat: int, kind: str, body: dict[str, Any]) -> None:
        try:
            async with self.house.database.write() as tx:
                address = await address_of(tx, self.house, chat)
                await add_event(tx, address, kind, body, self.house.clock())
        except Exception:
            log.exception("web event not stored", kind=kind)
            return
        self.sockets.wake(chat)


async def address_of(tx: Transaction, house: House, chat: int) -> AddressId:
    now = house.clock()
    today = now.astimezone(house.desk.zone).date()
    met = await meet(tx, ChatId(Channel.WEB, BOT, chat), ZH_HANS, now, today)
    return met.actor.address


def frame_of(event: WebEvent) -> dict[str, Any]:
    """An event as the page reads it."""
    mine = event.kind == "mine"
    kind = "message" if mine else event.kind
    frame = {
        "type": "event",
        "seq": event.seq,
        "kind": kind,
        "at": event.at.isoformat(),
        "mine": mine,
    }
    return {**event.body, **frame}


def text_update(bot: Bot, chat: int, key: str, text: str, at: int) -> Update:
    """What the browser typed; `at` in seconds since the epoch."""
    message = {**_message(chat, at), "from": _person(chat), "text": text}
    return _update(bot, chat, key, {"message": message})


def press_update(bot: Bot, chat: int, key: str, press: str, message: int, at: int) -> Update:
    query = {
        "id": f"{chat}:{key}",
        "from": _person(chat),
        "chat_instance": str(chat),
        "data": press,
        "message": {**_message(chat, at), "message_id": message, "text": "…"},
    }
    return _update(bot, chat, key, {"callback_query": query})


def update_id(chat: int, key: str) -> int:
    """The same for an action sent again, and no other's: 62 bits of a hash over chat and key."""
    return int.from_bytes(hashlib.sha256(f"{chat}:{key}".encode()).digest()[:8]) >> 2


def _update(bot: Bot, chat: int, key: str, content: dict[str, Any]) -> Update:
    made = {"update_id": update_id(chat, key), **content}
    return Update.model_validate(made, context={"bot": bot})


def _message(chat: int, at: int) -> dict[str, Any]:
    return {"message_id": 1, "date": at, "chat": {"id": chat, "type": "private"}}


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "web"}


def shape(marks: list[MessageEntity] | None, markup: Any) -> dict[str, Any]:
    rows: list[list[dict[str, str | None]]] = []
    if isinstance(markup, InlineKeyboardMarkup):
        rows = [
            [
                {"text": key.text, "url": key.url}
                if key.url
                else {"text": key.text, "data": key.callback_data}
                for key in row
            ]
            for row in markup.inline_keyboard
        ]
    found = [
        {"type": mark.type, "offset": mark.offset, "length": mark.length} for mark in marks or []
    ]
    return {"entities": found, "rows": rows}
