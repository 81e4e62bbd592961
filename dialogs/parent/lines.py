"""The lines to call, on one screen and as parts of others."""

from collections.abc import Iterable

from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from content.lines import Line, lines
from content.text import Locale
from dialogs.navigation import home_row
from dialogs.screen import Link, Row, Screen, pairs
from dialogs.turn import Turn

router = Router(name="lines")


class Lines(CallbackData, prefix="lines"):
    """All lines."""


@router.message(Command("lines"))
@router.callback_query(Lines.filter())
async def every_line(_: Message | CallbackQuery, turn: Turn) -> Screen:
    head = turn.say("Lines you can call. In danger: 110 or 120 first.")
    shown = "\n\n".join(_entry(line, turn.locale) for line in lines())
    return Screen(f"{head}\n\n{shown}", (*line_links(lines(), turn.locale), home_row(turn)))


def line_text(line: Line, locale: Locale) -> str:
    return f"☎ {line.number} {line.name.in_(locale)}"


def line_links(some: Iterable[Line], locale: Locale) -> tuple[Row, ...]:
    return pairs(Link(line_text(line, locale), f"tel:{line.number}") for line in some)


def _entry(line: Line, locale: Locale) -> str:
    about = [line.what_for.in_(locale), line.hours.in_(locale)]
    if line.note:
        about.append(line.note.in_(locale))
    return "\n".join([line_text(line, locale), *(part for part in about if part)])
