"""Telegram's courier: python-telegram-bot, for its limiter and its retries; it only delivers."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as a timedelta, without a warning

import asyncio
import logging
import math
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.couriers.base import SENT, Outcome, Verdict
from bot.render import entities, fitting, keyboard
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import Reach
from storage.letter import Letter, Why

A_SECOND = 25
"""Bulk sends that may arrive in any second; five of Telegram's thirty are left for dialogs and alarms."""
BETWEEN = 1 / (A_SECOND - 1)
"""Seconds from one send to the next: 25 gaps are a little more than a second, as some travel faster."""
SENDERS = 4
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Seconds nothing is tried after Telegram could not be reached; twice as long each time it still can't."""
REFUSED_PAUSE = 600.0
NOBODY_THERE = ("chat not found", "peer_id_invalid", "user not found", "user is deactivated")

# It reports each 429 with a traceback; ours says what became of the letter.
logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)


class TelegramCourier:
    """Paced as a bucket of one: a bucket of 30 would let 60 out in the first second.

    The limiter itself never repeats a send: asked for patience, it would keep the letter in memory, and
    with it the round and everybody in it. The courier closes for that long instead, and the outbox keeps
    the letters. `seconds` is any clock that only goes forward.
    """

    def __init__(
        self, token: str, api_base: str, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        limiter: Any = AIORateLimiter(
            overall_max_rate=1, overall_time_period=BETWEEN, max_retries=0
        )
        self.bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{api_base}/bot",
            base_file_url=f"{api_base}/file/bot",
            rate_limiter=limiter,
            request=HTTPXRequest(connection_pool_size=SENDERS),
        )
        self.seconds = seconds
        self._free = asyncio.Semaphore(SENDERS)
        self._closed_until = -math.inf
        self._pause = FIRST_PAUSE

    async def send(self, to: Reach, screen: Screen, _: Letter) -> Verdict:
        async with self._free:
            left = self._closed_until - self.seconds()
            if left > 0:
                return Verdict(Outcome.LATER, Why.AWAY, timedelta(seconds=left))
            found = await self._sent(to, screen)
        self._learn(found)
        return found

    async def close(self) -> None:
        """The bot was never initialized (that would need Telegram up), so its client is closed itself."""
        await self.bot.request.shutdown()

    async def _sent(self, to: Reach, screen: Screen) -> Verdict:
        text = fitting(screen.text)
        marks = [MessageEntity(mark.type, mark.offset, mark.length) for mark in entities(text)]
        try:
            await self.bot.send_message(
                to.chat, text, entities=marks, reply_markup=_keyboard(screen)
            )
        except TelegramError as error:
            return verdict(error)
        return SENT

    def _learn(self, found: Verdict) -> None:
        """What is no fault of the letter closes the channel for all; any other answer shows it is there."""
        match found:
            case Verdict(Outcome.LATER, wait=timedelta() as asked):
                self._close_for(asked.total_seconds())
            case Verdict(Outcome.STOP):
                self._close_for(REFUSED_PAUSE)
            case Verdict(Outcome.LATER):
                if self.seconds() >= self._closed_until:  # of several at once only the first counts
                    self._close_for(self._pause)
                    self._pause = min(self._pause * 2, LONGEST_PAUSE)
            case _:
                self._pause = FIRST_PAUSE

    def _close_for(self, seconds: float) -> None:
        self._closed_until = max(self._closed_until, self.seconds() + seconds)


def verdict(error: TelegramError) -> Verdict:
    """What an error means for the letter and the address. The order matters: see the hierarchy."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return Verdict(Outcome.LATER, Why.ASKED_TO_WAIT, seconds)
        case Forbidden() | ChatMigrated():
            return Verdict(Outcome.UNREACHABLE, Why.BLOCKED)
        case BadRequest() if any(words in error.message.lower() for words in NOBODY_THERE):
            return Verdict(Outcome.UNREACHABLE, Why.NOBODY_THERE)
        case BadRequest():
            return Verdict(Outcome.BROKEN, Why.MALFORMED)
        case InvalidToken() | Conflict():
            return Verdict(Outcome.STOP, Why.REFUSED_US)
        case _:
            return Verdict(Outcome.LATER, Why.AWAY)


def _keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    made = keyboard(screen, Channel.TELEGRAM)
    if made is None:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(k.text, url=k.url, callback_data=k.callback_data) for k in row]
            for row in made.inline_keyboard
        ]
    )
