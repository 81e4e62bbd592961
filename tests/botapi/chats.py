"""Chats as Telegram keeps them: who may be written to, and the messages that stand there."""

from dataclasses import dataclass, field
from enum import Enum
from typing import NewType

from . import refusals
from .bell import Bell
from .wire import Wire

ChatId = NewType("ChatId", int)
MessageId = NewType("MessageId", int)

CONTENT = ("text", "entities", "reply_markup", "link_preview_options")  # what an edit replaces


class Standing(Enum):
    """Whether the bot may write to the chat; the value is Telegram's refusal."""

    OPEN = (200, "")
    NEVER_WROTE = (400, refusals.CHAT_NOT_FOUND)
    BLOCKED = (403, refusals.BLOCKED)
    LEFT = (403, refusals.NOT_IN_GROUP)


@dataclass(frozen=True)
class Toast:
    """What answerCallbackQuery showed; `alert` had to be closed by a tap."""

    text: str
    alert: bool


@dataclass
class Press:
    """A callback query; `answered` from the first answerCallbackQuery on."""

    label: str
    answered: bool = False


@dataclass
class Chat:
    """`shown` is the chat as a Bot API object; `changed` rings when something new is seen in it."""

    shown: Wire
    standing: Standing
    messages: dict[MessageId, Wire] = field(default_factory=dict)
    keyboard: Wire | None = None
    toasts: list[Toast] = field(default_factory=list)
    presses: dict[str, Press] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    changed: Bell = field(default_factory=Bell)
    _written: int = 0

    @property
    def id(self) -> ChatId:
        return ChatId(self.shown["id"])

    def put(self, sender: Wire, at: int, content: Wire) -> Wire:
        """Add a message under the chat's next number and return it."""
        self._written += 1
        message_id = MessageId(self._written)
        message = {
            "message_id": message_id,
            "from": sender,
            "chat": self.shown,
            "date": at,
            **content,
        }
        self.messages[message_id] = message
        self.changed.ring()
        return message

    def change(self, message_id: MessageId, content: Wire, at: int) -> Wire:
        """Put other content under a message's head; what it said before is gone."""
        old = self.messages[message_id]
        head = {name: value for name, value in old.items() if name not in CONTENT}
        self.messages[message_id] = head | {"edit_date": at} | content
        self.changed.ring()
        return self.messages[message_id]

    def remove(self, message_id: MessageId) -> None:
        del self.messages[message_id]
        self.changed.ring()

    def check_open(self) -> None:
        """Raise Telegram's refusal unless the bot may write here."""
        if self.standing is not Standing.OPEN:
            raise refusals.Refused(*self.standing.value)
