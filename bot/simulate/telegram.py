"""A virtual channel: every phone of the county, what each shows, and a courier with a bad day now and then."""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import Chat, InlineKeyboardMarkup, Message

from bot.couriers.base import SENT, Outcome, Verdict
from bot.render import fitting, keyboard
from bot.simulate.faults import Fuse, Rates, chance
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import Reach
from storage.letter import Letter, Why

KEPT = 12
"""Messages a phone still finds."""
TOKEN = "3:simulated"  # noqa: S105 (aiogram wants the shape of one)


@dataclass
class Shown:
    """A message as its reader sees it; `buttons`: label and what it carries."""

    id: int
    text: str
    buttons: tuple[tuple[str, str], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for label, _ in self.buttons)


@dataclass
class Phone:
    chat: int
    person: int
    shut: bool = False
    toast: str = ""
    """What the last press said in passing."""
    messages: "OrderedDict[int, Shown]" = field(default_factory=OrderedDict)

    def show(self, shown: Shown) -> None:
        self.messages[shown.id] = shown
        while len(self.messages) > KEPT:
            self.messages.popitem(last=False)

    @property
    def newest(self) -> Shown:
        return next(reversed(self.messages.values()))


class Telegram(BaseSession):
    """The session of the conversing bot and, as `courier`, the bulk sender; both reach the same phones."""

    def __init__(self, clock: Callable[[], datetime], dice: Random, rates: Rates) -> None:
        super().__init__()
        self.clock, self.dice, self.rates = clock, dice, rates
        self.phones: dict[int, Phone] = {}
        self.bot = Bot(TOKEN, session=self)
        self.on_push: Callable[[Phone, Shown], None] = lambda _, __: None
        self.on_lost: Callable[[int], None] = lambda _: None
        self._number = count(1)
        self._pushed: list[tuple[datetime, int]] = []

    async def make_request(
        self,
        bot: Bot,  # noqa: ARG002 (aiogram's signature)
        method: Any,
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 (aiogram's signature)
    ) -> Any:
        match method:
            case SendMessage(chat_id=chat, text=text, reply_markup=markup):
                phone = self._open(int(chat), method)
                shown = self._show(phone, text, markup)
                return Message(
                    message_id=shown.id,
                    date=self.clock().astimezone(UTC),
                    chat=Chat(id=phone.chat, type="private"),
                    text=text,
                )
            case EditMessageText(chat_id=chat, message_id=number, text=text, reply_markup=markup):
                phone = self._open(int(chat or 0), method)
                phone.show(Shown(int(number or 0), text or "", _buttons(markup)))
                return True
            case AnswerCallbackQuery(callback_query_id=query, text=text):
                self.phones[int(query.partition(":")[0])].toast = text or ""
                return True
        raise NotImplementedError(type(method).__name__)

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *args: Any, **more: Any) -> AsyncGenerator[bytes, None]:
        """The desk fetches no files."""
        if args or more:
            return
        yield b""

    def push(self, phone: Phone, screen: Screen) -> Shown:
        markup = keyboard(screen, Channel.TELEGRAM)
        shown = self._show(phone, fitting(screen.text), markup)
        if self._pushed and self._pushed[-1][0] != self.clock():
            self._pushed.clear()
        self._pushed.append((self.clock(), phone.person))
        self.on_push(phone, shown)
        return shown

    def power_cut(self) -> None:
        """Of what was sent in this instant no receipt may have been stored."""
        for at, person in self._pushed:
            if at == self.clock():
                self.on_lost(person)

    def _open(self, chat: int, method: Any) -> Phone:
        phone = self.phones[chat]
        if phone.shut:
            raise TelegramForbiddenError(method=method, message="bot was blocked by the user")
        return phone

    def _show(self, phone: Phone, text: str, markup: Any) -> Shown:
        shown = Shown(next(self._number), text, _buttons(markup))
        phone.messages.pop(shown.id, None)
        phone.show(shown)
        return shown


class Courier:
    """What `bot.sending` hands letters to. A message whose receipt is lost was delivered all the same."""

    def __init__(self, channel: Telegram, fuse: Fuse) -> None:
        self.channel, self.fuse = channel, fuse

    async def send(self, to: Reach, screen: Screen, _: Letter) -> Verdict:
        self.fuse.burn()
        channel, rates = self.channel, self.channel.rates
        if chance(channel.dice, rates.waits):
            wait = timedelta(seconds=channel.dice.randint(1, 40))
            return Verdict(Outcome.LATER, Why.ASKED_TO_WAIT, wait)
        if chance(channel.dice, rates.away):
            return Verdict(Outcome.LATER)
        phone = channel.phones[to.chat]
        if phone.shut:
            return Verdict(Outcome.UNREACHABLE, Why.BLOCKED)
        channel.push(phone, screen)
        if chance(channel.dice, rates.receipt_lost):
            channel.on_lost(phone.person)
            return Verdict(Outcome.LATER)
        self.fuse.burn()
        return SENT

    async def close(self) -> None:
        """Nothing is open."""


def _buttons(markup: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return ()
    return tuple(
        (key.text, key.callback_data or key.url or "")
        for row in markup.inline_keyboard
        for key in row
    )
