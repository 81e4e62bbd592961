"""A short text in the languages of the desk. Traditional Chinese is derived, never written."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

Locale = Literal["zh_Hans", "en", "zh_Hant"]


@dataclass(frozen=True, slots=True)
class Text:
    """`zh` is written in simplified characters."""

    zh: str
    en: str

    def in_(self, locale: Locale) -> str:
        return self.en if locale == "en" else chinese(self.zh, locale)


def chinese(written: str, locale: Locale) -> str:
    """Simplified text for a reader of `locale`: an English reader gets it as it is."""
    return _traditional(written) if locale == "zh_Hant" else written


@lru_cache(maxsize=4096)
def _traditional(written: str) -> str:
    return _converter()(written)


@cache
def _converter() -> Callable[[str], str]:
    # Here and not above: its dictionaries cost 0.1 s, and most runs never need them.
    from opencc import OpenCC  # noqa: PLC0415

    convert: Callable[[str], str] = OpenCC("s2twp").convert
    return convert
