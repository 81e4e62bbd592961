"""Telegram's updates, also those the library can't read: one odd update must not make the desk deaf.

aiogram refuses a whole batch for one field it doesn't expect, and Telegram hands out the same batch
until it is confirmed (aiogram's issues 1587 and 1840).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import GetUpdates
from aiogram.types import Update
from pydantic import ValidationError

log = structlog.get_logger()

EVENTS = ("message", "edited_message", "callback_query", "my_chat_member")
PLAIN = frozenset({"message_id", "date", "chat", "from", "text", "caption", "id", "data"})
"""What a turn needs of an event: who wrote where, and the words."""


async def updates_of(bot: Bot, asking: GetUpdates) -> list[Update]:
    """In order. Raises what aiogram does, ClientDecodeError only for an answer without any update."""
    try:
        return await bot(asking)
    except ClientDecodeError as error:
        given = error.data.get("result") if isinstance(error.data, dict) else None
        if not isinstance(given, list):
            raise
        return [read_one(bot, each) for each in given]


def read_one(bot: Bot, given: Mapping[str, Any]) -> Update:
    """As much of an update as can be read; at the least its id, so that it can be confirmed.

    Raises ValidationError, KeyError where there is none.
    """
    for shape in _shapes(given):
        try:
            return Update.model_validate(shape, context={"bot": bot})
        except ValidationError:
            continue
    log.error("update passed over, it can't be read", update=given["update_id"])
    return Update(update_id=given["update_id"])


def _shapes(given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield given
    log.warning("update read by its words only", update=given["update_id"])
    plain = {name: _plain(given[name]) for name in EVENTS if name in given}
    yield {"update_id": given["update_id"], **plain}


def _plain(event: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in event.items() if name in PLAIN}
    if "message" in event:  # the card a button was pressed on
        found |= {"message": _plain(event["message"]), "chat_instance": event["chat_instance"]}
    return found
