"""The last messages of each chat within two minutes: people type in bits, and danger may lie across them."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Any

from content.text import Locale
from storage.chats import ChatId

WINDOW = timedelta(minutes=2)
REPEAT = timedelta(minutes=5)
MOST_CHATS = 10_000
MOST_TEXTS = 6


class Recent:
    """Kept in memory only, bounded, and gone with the process."""

    def __init__(self) -> None:
        self._texts: OrderedDict[ChatId, deque[tuple[datetime, str]]] = OrderedDict()
        self._warned: OrderedDict[ChatId, datetime] = OrderedDict()
        self.locales: OrderedDict[ChatId, Locale] = OrderedDict()

    def before(self, chat: ChatId, now: datetime) -> list[str]:
        return [text for at, text in self._texts.get(chat, ()) if now - at <= WINDOW]

    def add(self, chat: ChatId, text: str, now: datetime) -> None:
        self._texts.setdefault(chat, deque(maxlen=MOST_TEXTS)).append((now, text))
        _bound(self._texts, chat)

    def warned(self, chat: ChatId, now: datetime) -> bool:
        """Whether the lines went to this chat within REPEAT; they go now."""
        last = self._warned.get(chat)
        self._warned[chat] = now
        _bound(self._warned, chat)
        return last is not None and now - last <= REPEAT

    def speaks(self, chat: ChatId, locale: Locale) -> None:
        self.locales[chat] = locale
        _bound(self.locales, chat)


def _bound(kept: OrderedDict[ChatId, Any], newest: ChatId) -> None:
    kept.move_to_end(newest)
    while len(kept) > MOST_CHATS:
        kept.popitem(last=False)
