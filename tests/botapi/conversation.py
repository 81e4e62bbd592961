"""A chat as somebody looking at it sees it: the bot's messages, their buttons, the toasts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from .chats import Chat, MessageId, Toast
from .wire import Wire

PATIENCE = 10.0  # seconds; only a failing test waits so long

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Button:
    """`data` for a button that asks the bot, `url` for a link; neither in a reply keyboard."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Card:
    """One message of the bot, as it looked when the card was taken."""

    message_id: MessageId
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    entities: tuple[tuple[str, str], ...] = ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.buttons]

    def __str__(self) -> str:
        rows = [" ".join(f"[{button.text}]" for button in row) for row in self.rows]
        return "\n".join([self.text, *rows])


class Conversation:
    """`bot_id` tells the bot's messages from those of people."""

    def __init__(self, chat: Chat, bot_id: int) -> None:
        self.chat = chat
        self._bot_id = bot_id
        self._toasts_seen = 0

    @property
    def messages(self) -> list[Card]:
        """The bot's messages that stand in the chat, oldest first, as they look now."""
        everything = self.chat.messages.values()
        return [card_of(one) for one in everything if one["from"]["id"] == self._bot_id]

    @property
    def screen(self) -> Card:
        """The bot's newest message."""
        if not self.messages:
            raise AssertionError("the bot has written nothing here")
        return self.messages[-1]

    @property
    def toasts(self) -> list[Toast]:
        return list(self.chat.toasts)

    @property
    def unanswered(self) -> list[str]:
        """Labels of the pressed buttons that still turn, as the bot hasn't answered the press."""
        return [press.label for press in self.chat.presses.values() if not press.answered]

    async def sees(self, part: str, timeout: float = PATIENCE) -> Card:
        """The newest message of the bot with these words; waits until there is one."""

        def find() -> Card | None:
            return next((card for card in reversed(self.messages) if part in card.text), None)

        return await self._until(find, f"a message with {part!r}", timeout)

    async def sees_toast(
        self,
        part: str = "",
        timeout: float = PATIENCE,
    ) -> Toast:
        """The next toast with these words; it and those before it are not looked at again."""

        def find() -> Toast | None:
            for number, toast in enumerate(self.chat.toasts[self._toasts_seen :], 1):
                if part in toast.text:
                    self._toasts_seen += number
                    return toast
            return None

        return await self._until(find, f"a toast with {part!r}", timeout)

    async def sees_all_answered(self, timeout: float = PATIENCE) -> None:
        """Wait until no pressed button turns any more."""
        await self._until(lambda: not self.unanswered or None, "an answer to each press", timeout)

    async def _until(self, find: Callable[[], Seen | None], what: str, patience: float) -> Seen:
        try:
            async with asyncio.timeout(patience):
                while (seen := find()) is None:
                    await self.chat.changed.rung()
        except TimeoutError:
            raise AssertionError(f"waited for {what}, but saw:\n{self._everything()}") from None
        return seen

    def _everything(self) -> str:
        seen = [str(card) for card in self.messages]
        seen += [f"toast: {toast.text}" for toast in self.chat.toasts]
        seen += [f"not answered: [{label}]" for label in self.unanswered]
        return "\n---\n".join(seen) or "nothing"


def card_of(message: Wire) -> Card:
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
    text = message.get("text", "")
    return Card(
        message_id=MessageId(message["message_id"]),
        text=text,
        rows=tuple(
            tuple(Button(one["text"], one.get("callback_data"), one.get("url")) for one in row)
            for row in keyboard
        ),
        entities=tuple(_marked(text, entity) for entity in message.get("entities", ())),
    )


def _marked(text: str, entity: Wire) -> tuple[str, str]:
    """An entity as (type, the words it covers)."""
    start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
    return entity["type"], text.encode("utf-16-le")[start:end].decode("utf-16-le")
