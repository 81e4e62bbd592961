"""The answer to one update as the body of the webhook's response: one method, done by Telegram itself.

Whether Telegram could do it nobody learns, so nothing that must arrive goes there.
"""

import json
from dataclasses import dataclass

from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import Message

from bot.came import Came
from bot.render import answering, editing, sending
from dialogs.screen import Screen


@dataclass
class InBody:
    """`beside`: what a press needs as well, and goes by a call of its own."""

    method: SendMessage | EditMessageText | None = None
    beside: AnswerCallbackQuery | None = None

    def put(self, came: Came, screen: Screen) -> None:
        """A new message for a message; for a press the edited card, or a new one where it is out of reach."""
        channel, press = came.at.channel, came.press
        if press is not None and isinstance(press.message, Message):
            self.method = editing(press.message, screen, channel)
        else:
            self.method = sending(came.chat.id, screen, channel)
        if press is not None:
            self.beside = answering(press, screen)

    def written(self) -> bytes:
        """As JSON; empty where there is nothing to say."""
        if self.method is None:
            return b""
        told = self.method.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        return json.dumps(
            {"method": self.method.__api_method__, **told}, ensure_ascii=False
        ).encode()
