"""Words for people: English msgids, one catalogue a language.

`zh_Hans` is complete (a test holds it), `en` is the msgids themselves, `zh_Hant` is derived from `zh_Hans`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from content.text import Locale, chinese

ZH_HANS: Locale = "zh_Hans"
OFFERED: tuple[Locale, ...] = ("zh_Hans", "en")
"""The languages a person can choose today."""


@dataclass(frozen=True)
class Phrases:
    """Says a msgid in one language; `{names}` in it are filled from the keywords."""

    locale: Locale
    known: Mapping[str, str]

    def __call__(self, msgid: str, **values: object) -> str:
        return self.known.get(msgid, msgid).format(**values)


@cache
def phrases(locale: Locale) -> Phrases:
    if locale == "en":
        return Phrases(locale, {})
    known = _catalogue()
    return Phrases(locale, {key: chinese(text, locale) for key, text in known.items()})


def known_locale(stored: str) -> Locale:
    """The language of a row or link; one that is not offered any more speaks `zh_Hans`."""
    return next((locale for locale in OFFERED if locale == stored), ZH_HANS)


@cache
def _catalogue() -> Mapping[str, str]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 (commands without a chat need none)

    file = files("content") / "locale" / "zh_Hans" / "houniao.po"
    read = read_po(BytesIO(file.read_bytes()), locale="zh_Hans")
    return {
        str(message.id): str(message.string) for message in read if message.id and message.string
    }
