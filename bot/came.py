"""An update, read once: from which chat it came, and what was typed in it."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Update

from storage.access import Channel
from storage.chats import ChatId


@dataclass(frozen=True)
class Came:
    """One update, read once: where it came from and what was typed in it."""

    bot: Bot
    update: Update
    chat: Chat
    at: ChatId
    text: str

    @property
    def press(self) -> CallbackQuery | None:
        return self.update.callback_query


def read(bot: Bot, update: Update, channel: Channel) -> Came | None:
    """None for an update that is none of ours (no chat in it)."""
    message = update.message or update.edited_message
    text, chat = "", None
    if message is not None:
        chat, text = message.chat, message.text or message.caption or ""
    elif update.callback_query is not None:
        chat = _chat_of(update.callback_query)
    elif update.my_chat_member is not None:
        chat = update.my_chat_member.chat
    if chat is None:
        return None
    return Came(bot, update, chat, ChatId(channel, bot.id, chat.id), text)


def _chat_of(query: CallbackQuery) -> Chat:
    if query.message is not None:
        return query.message.chat
    return Chat(id=query.from_user.id, type="private")
