"""A stored screen becomes calls of the channel: plain text with entities, never a parse mode."""

import re
from functools import cache

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
)

from content.lines import numbers
from dialogs.screen import Button, Link, Screen
from storage.access import Channel

LONGEST = 4096
LONGEST_TOAST = 200


async def show(bot: Bot, chat: int, screen: Screen, channel: Channel) -> Message:
    """The screen as a new message."""
    return await bot(sending(chat, screen, channel))


def sending(chat: int, screen: Screen, channel: Channel) -> SendMessage:
    text = fitting(screen.text)
    return SendMessage(
        chat_id=chat, text=text, entities=entities(text), reply_markup=keyboard(screen, channel)
    )


def editing(old: Message, screen: Screen, channel: Channel) -> EditMessageText:
    text = fitting(screen.text)
    return EditMessageText(
        chat_id=old.chat.id,
        message_id=old.message_id,
        text=text,
        entities=entities(text),
        reply_markup=keyboard(screen, channel),
    )


def answering(query: CallbackQuery, screen: Screen) -> AnswerCallbackQuery:
    toast = screen.toast[:LONGEST_TOAST] if screen.toast else None
    return AnswerCallbackQuery(callback_query_id=query.id, text=toast)


async def reply(bot: Bot, query: CallbackQuery, screen: Screen, channel: Channel) -> None:
    """The pressed card shows the screen, or a new card where the old one can't be edited."""
    if not isinstance(query.message, Message) or not await _edited(
        bot, query.message, screen, channel
    ):
        chat = query.message.chat.id if query.message else query.from_user.id
        await show(bot, chat, screen, channel)
    try:
        await bot(answering(query, screen))
    except TelegramBadRequest:
        return  # the query is too old to be answered; its card is right already


async def _edited(bot: Bot, old: Message, screen: Screen, channel: Channel) -> bool:
    try:
        await bot(editing(old, screen, channel))
    except TelegramBadRequest as error:
        return "not modified" in error.message
    return True


def fitting(text: str) -> str:
    """At most LONGEST UTF-16 units, cut at a line's end."""
    while _units(text) > LONGEST:
        head, _, _ = text[: LONGEST - 2].rpartition("\n")
        text = (head or text[: LONGEST // 2 - 1]) + "\n…"
        if _units(text) > LONGEST:
            text = text[: LONGEST // 2]
    return text or "…"


def entities(text: str) -> list[MessageEntity]:
    """The first of several lines stands out; the lines' numbers can be tapped."""
    found = []
    title, broken, _ = text.partition("\n")
    if broken and title:
        found.append(MessageEntity(type="bold", offset=0, length=_units(title)))
    for match in _phone().finditer(text):
        start = _units(text[: match.start()])
        found.append(MessageEntity(type="phone_number", offset=start, length=len(match.group())))
    return found


def keyboard(screen: Screen, channel: Channel) -> InlineKeyboardMarkup | None:
    """Telegram takes no tel: buttons; there the numbers in the text can be tapped."""
    rows = [[_key(each) for each in row if _fits(each, channel)] for row in screen.rows]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _fits(each: Button | Link, channel: Channel) -> bool:
    if not isinstance(each, Link) or channel is Channel.WEB:
        return True
    return each.url.startswith("https://")


def _key(each: Button | Link) -> InlineKeyboardButton:
    if isinstance(each, Link):
        return InlineKeyboardButton(text=each.text, url=each.url)
    return InlineKeyboardButton(text=each.text, callback_data=each.press)


@cache
def _phone() -> re.Pattern[str]:
    longest_first = sorted(numbers(), key=len, reverse=True)
    return re.compile(rf"(?<!\d)(?:{'|'.join(map(re.escape, longest_first))})(?!\d)")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
