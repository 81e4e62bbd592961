"""Rules on single objects that the types alone don't say: buttons, keyboards, entities, commands."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from . import refusals
from .complaints import Complaint, Path
from .spec import bot_api

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LABELS = frozenset({"text", "icon_custom_emoji_id", "style"})

# Telegram's own sentence for a broken limit, by (method or type, field): (too little, too much).
PHRASES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("sendMessage", "text"): (refusals.EMPTY_TEXT, refusals.TOO_LONG_TO_SEND),
    ("editMessageText", "text"): (refusals.EMPTY_TEXT, refusals.TOO_LONG),
    ("answerCallbackQuery", "text"): (refusals.TOO_LONG, refusals.TOO_LONG),
    ("InlineKeyboardButton", "callback_data"): (
        refusals.BAD_BUTTON_DATA,
        refusals.BAD_BUTTON_DATA,
    ),
    ("BotCommand", "command"): (refusals.BAD_COMMAND, refusals.BAD_COMMAND),
    ("BotCommand", "description"): (
        refusals.BAD_COMMAND_DESCRIPTION,
        refusals.BAD_COMMAND_DESCRIPTION,
    ),
}


def complaints_of(name: str, value: Any, at: Path) -> Iterator[Complaint]:
    """What the type `name` forbids beyond its fields' kinds; `value` has the right kinds."""
    if rule := RULES.get(name):
        yield from rule(value, at)


def _button(button: Any, at: Path) -> Iterator[Complaint]:
    """Exactly one of the fields beside the label says what pressing does."""
    deeds = sorted(button.keys() - LABELS)
    if not deeds:
        yield Complaint(at, "a button without a deed", refusals.NO_ACTION)
    elif len(deeds) > 1:
        yield Complaint(at, f"a button with several deeds: {', '.join(deeds)}")
    if not button["text"].strip():
        yield Complaint(at, "a button without a label")
    if "url" in button and not _opens(button["url"]):
        yield Complaint((*at, "url"), f"{button['url']!r} is no address Telegram opens")


def _opens(url: str) -> bool:
    """http, https or tg, and a host with a dot in it: `localhost` is refused by Telegram too."""
    parts = urlsplit(url)
    if parts.scheme == "tg":
        return bool(parts.netloc)
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def _keyboard(markup: Any, at: Path) -> Iterator[Complaint]:
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > MOST_BUTTONS:
        yield Complaint(at, f"more than {MOST_BUTTONS} buttons", refusals.TOO_MANY_BUTTONS)
    for number, row in enumerate(rows):
        if len(row) > MOST_IN_A_ROW:
            where = (*at, "inline_keyboard", number)
            yield Complaint(where, f"more than {MOST_IN_A_ROW} buttons in a row")


@cache
def entity_types() -> frozenset[str]:
    """The names the page lists: 'bold' (bold text), 'text_link' (…), …"""
    told = bot_api().types["MessageEntity"].fields["type"].description
    return frozenset(re.findall(r"'(\w+)' \(", told))


def _entity(entity: Any, at: Path) -> Iterator[Complaint]:
    if entity["type"] not in entity_types():
        yield Complaint((*at, "type"), "unknown", refusals.UNKNOWN_ENTITY)
    for kind, field in (("text_link", "url"), ("text_mention", "user")):
        if entity["type"] == kind and field not in entity:
            yield Complaint(at, f"{kind} without {field}")


def _command(command: Any, at: Path) -> Iterator[Complaint]:
    if not re.fullmatch(r"[a-z0-9_]+", command["command"]):
        yield Complaint((*at, "command"), "a-z, 0-9 and _ only", refusals.BAD_COMMAND)


RULES: Mapping[str, Callable[[Any, Path], Iterator[Complaint]]] = {
    "InlineKeyboardButton": _button,
    "InlineKeyboardMarkup": _keyboard,
    "MessageEntity": _entity,
    "BotCommand": _command,
}
