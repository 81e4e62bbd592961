"""Open pages of the web chat: who is to be woken, and short words that are not stored."""

import asyncio
from collections import defaultdict
from typing import Any


class Page:
    """One open page. `news` is set when stored events wait; `passing` holds frames to send as they are."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.passing: list[dict[str, Any]] = []

    def wake(self) -> None:
        self.news.set()


class Sockets:
    def __init__(self) -> None:
        self._pages: dict[int, set[Page]] = defaultdict(set)

    def open(self, chat: int) -> Page:
        page = Page()
        self._pages[chat].add(page)
        return page

    def close(self, chat: int, page: Page) -> None:
        self._pages[chat].discard(page)
        if not self._pages[chat]:
            del self._pages[chat]

    def wake(self, chat: int) -> None:
        for page in self._pages.get(chat, ()):
            page.wake()

    def say(self, chat: int, frame: dict[str, Any]) -> None:
        """A frame for the pages open now, stored nowhere."""
        for page in self._pages.get(chat, ()):
            page.passing.append(frame)
            page.wake()
