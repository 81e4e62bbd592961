"""What a handler answers: a text, rows of buttons, an optional toast. It sends nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiogram.filters.callback_data import CallbackData


@dataclass(frozen=True)
class Button:
    """`press` is packed callback data (at most 64 bytes): what it wants, never what it toggles."""

    text: str
    press: str


@dataclass(frozen=True)
class Link:
    """Opens an address: https, or tel where the channel can."""

    text: str
    url: str


Row = tuple[Button | Link, ...]


@dataclass(frozen=True)
class Screen:
    """`text` is plain; its first line stands out. `toast` is shown briefly over a pressed button."""

    text: str
    rows: tuple[Row, ...] = ()
    toast: str | None = None

    def with_toast(self, toast: str) -> "Screen":
        return replace(self, toast=toast)

    def with_first_row(self, row: Row) -> "Screen":
        return replace(self, rows=(row, *self.rows))


def button(text: str, press: CallbackData) -> Button:
    return Button(text, press.pack())


def column(buttons: Iterable[Button | Link]) -> tuple[Row, ...]:
    """One button a row."""
    return tuple((each,) for each in buttons)


def pairs(buttons: Iterable[Button | Link]) -> tuple[Row, ...]:
    """Two buttons a row, for short labels."""
    every = list(buttons)
    return tuple(tuple(every[at : at + 2]) for at in range(0, len(every), 2))


def to_data(screen: Screen) -> dict[str, Any]:
    rows = [[[each.text, _goes(each)] for each in row] for row in screen.rows]
    return {"text": screen.text, "rows": rows}


def from_data(data: Mapping[str, Any]) -> Screen:
    rows = tuple(tuple(_read(text, goes) for text, goes in row) for row in data["rows"])
    return Screen(data["text"], rows)


def _goes(each: Button | Link) -> str:
    return f"b{each.press}" if isinstance(each, Button) else f"l{each.url}"


def _read(text: str, goes: str) -> Button | Link:
    return Button(text, goes[1:]) if goes[0] == "b" else Link(text, goes[1:])
