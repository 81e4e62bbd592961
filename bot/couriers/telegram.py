"""Telegram's courier: python-telegram-bot, for its limiter and its retries; it only delivers."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as a timedelta, without a warning

import logging
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

A_SECOND = 25
"""Bulk sends a second; five of Telegram's thirty are left for dialogs and alarms."""

logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)


class TelegramCourier:
    """Paced as a bucket of one: a bucket of 30 would let 60 out in the first second."""

    def __init__(self, token: str, api_base: str) -> None:
        limiter: Any = AIORateLimiter(
            overall_max_rate=1, overall_time_period=1 / A_SECOND, max_retries=5
        )
        self.bot: ExtBot[None] = ExtBot(
            token,
            base_url=f"{api_base}/bot",
            base_file_url=f"{api_base}/file/bot",
            rate_limiter=limiter,
            request=HTTPXRequest(connection_pool_size=4),
        )

    async def send(self, to: Reach, screen: Screen) -> Verdict:
        text = fitting(screen.text)
        marks = [MessageEntity(mark.type, mark.offset, mark.length) for mark in entities(text)]
        try:
            await self.bot.send_message(
                to.chat, text, entities=marks, reply_markup=_keyboard(screen)
            )
        except TelegramError as error:
            return verdict(error)
        return SENT

    async def close(self) -> None:
        """The bot was never initialized (that would need Telegram up), so its client is closed itself."""
        await self.bot.request.shutdown()


def verdict(error: TelegramError) -> Verdict:
    """What an error means for the letter and the address. The order matters: see the hierarchy."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return Verdict(Outcome.LATER, "429", seconds)
        case Forbidden() | ChatMigrated():
            return Verdict(Outcome.UNREACHABLE, "403")
        case BadRequest() if "chat not found" in error.message.lower():
            return Verdict(Outcome.UNREACHABLE, "chat_not_found")
        case BadRequest():
            return Verdict(Outcome.BROKEN, "400")
        case InvalidToken() | Conflict():
            return Verdict(Outcome.STOP, "token")
        case _:
            return Verdict(Outcome.LATER, type(error).__name__)


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
