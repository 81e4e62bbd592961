"""Everything Telegram knows in a test: the bot, its chats, its updates."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from . import refusals
from .chats import Chat, ChatId, MessageId, Press
from .pace import Pace
from .updates import UpdateId, Updates
from .wire import Wire


@dataclass
class Webhook:
    """Where updates are pushed; an empty `url` means the bot polls."""

    url: str = ""
    secret: str | None = None
    most_at_once: int = 40
    failed_at: int | None = None
    failure: str | None = None


@dataclass
class World:
    """`now` gives messages their dates."""

    me: Wire
    now: Callable[[], datetime]
    pace: Pace
    enforce_rates: bool = False
    chats: dict[ChatId, Chat] = field(default_factory=dict)
    updates: Updates = field(default_factory=Updates)
    webhook: Webhook = field(default_factory=Webhook)
    commands: dict[tuple[str, str], list[Wire]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def time(self) -> int:
        return int(self.now().timestamp())

    @property
    def author(self) -> Wire:
        """The bot as the sender of a message: without what only getMe tells."""
        return {name: self.me[name] for name in ("id", "is_bot", "first_name", "username")}

    def chat(self, chat_id: Any) -> Chat:
        """The chat a call names, if the bot may write to it; @names are nobody's here."""
        found = self.chats.get(chat_id)
        if found is None:
            raise refusals.Refused(400, refusals.CHAT_NOT_FOUND)
        found.check_open()
        return found

    def membership(self, chat: Chat, by: Wire, before: Wire, after: Wire) -> UpdateId:
        """Tell the bot that its own place in a chat has changed."""
        change = {
            "chat": chat.shown,
            "from": by,
            "date": self.time,
            "old_chat_member": {"user": self.author, **before},
            "new_chat_member": {"user": self.author, **after},
        }
        return self.updates.add("my_chat_member", change)

    def press(self, chat: Chat, by: Wire, label: str, data: str, message: Wire) -> UpdateId:
        query_id = str(4_000_000_000_000_000_000 + next(self.numbers))
        chat.presses[query_id] = Press(label)
        query = {
            "id": query_id,
            "from": by,
            "message": message,
            "chat_instance": str(-chat.id),
            "data": data,
        }
        return self.updates.add("callback_query", query)

    def pressed(self, query_id: str) -> tuple[Chat, Press]:
        for chat in self.chats.values():
            if press := chat.presses.get(query_id):
                return chat, press
        raise refusals.Refused(400, refusals.OLD_QUERY)

    def bot_message(self, chat: Chat, message_id: Any) -> Wire:
        """A message the bot may edit."""
        message = chat.messages.get(MessageId(message_id))
        if message is None:
            raise refusals.Refused(400, refusals.NO_MESSAGE_TO_EDIT)
        if message["from"]["id"] != self.me["id"]:
            raise refusals.Refused(400, refusals.NOT_EDITABLE)
        return message


MEMBER: Wire = {"status": "member"}
OUTSIDE: Wire = {"status": "left"}
KICKED: Wire = {"status": "kicked", "until_date": 0}


def bot_user(token: str) -> Wire:
    """What getMe tells; messages show only the first four fields."""
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": "候鸟",
        "username": "houniao_test_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
