"""Lists of any length, eight lines a page."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from aiogram.filters.callback_data import CallbackData

from content.phrases import Phrases
from dialogs.screen import Row, button

LINES = 8
T = TypeVar("T")


def page_of(every: Sequence[T], page: int) -> tuple[Sequence[T], int]:
    """The lines of that page and its number; a page that is gone is the last one there is."""
    last = max(0, (len(every) - 1) // LINES)
    page = min(max(page, 0), last)
    return every[page * LINES : (page + 1) * LINES], page


def page_row(
    say: Phrases, page: int, *, more: bool, press: Callable[[int], CallbackData]
) -> tuple[Row, ...]:
    """Earlier and further; no row where there is only one page."""
    earlier = (button(say("↑ Earlier"), press(page - 1)),) if page else ()
    further = (button(say("↓ More"), press(page + 1)),) if more else ()
    row = (*earlier, *further)
    return (row,) if row else ()
