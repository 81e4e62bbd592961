"""Every sentence for a person is in the catalogue, complete, with the same places to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from content.phrases import known_locale, phrases

ROOT = Path(__file__).parents[2]
FIELD = re.compile(r"\{(\w+)[^}]*\}")


def _said() -> dict[str, str]:
    """Each msgid in the code, with where it stands."""
    found: dict[str, str] = {}
    for room in ("bot", "dialogs"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for line, message, _, _ in extract_from_file("python", file, keywords={"say": None}):
                text = message if isinstance(message, str) else message[0]
                found.setdefault(text, f"{file.relative_to(ROOT)}:{line}")
    return found


def _known() -> dict[str, str]:
    file = ROOT / "content" / "locale" / "zh_Hans" / "houniao.po"
    with file.open("rb") as opened:
        return {str(m.id): str(m.string) for m in read_po(opened) if m.id}


def test_no_sentence_is_missing_in_chinese() -> None:
    known = _known()
    assert {text: place for text, place in _said().items() if not known.get(text)} == {}


def test_no_sentence_is_kept_that_nobody_says() -> None:
    assert set(_known()) - set(_said()) == set()


def test_the_places_to_fill_are_the_same() -> None:
    wrong = {
        msgid: text
        for msgid, text in _known().items()
        if set(FIELD.findall(msgid)) != set(FIELD.findall(text))
    }
    assert wrong == {}


def test_only_literals_are_said() -> None:
    """A sentence built at run time could not be found for translation."""
    pattern = re.compile(r"\bsay\((?!\s*(?:\"|'|#))[^)]")
    wrong = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for room in ("bot", "dialogs")
        for file in (ROOT / room).rglob("*.py")
        for match in pattern.finditer(file.read_text("utf-8"))
        if ".say(self" not in match.group() and "def say" not in match.group()
    ]
    assert [each for each in wrong if "say(self" not in each and "sockets" not in each] == []


@pytest.mark.parametrize(
    ("locale", "says"),
    [("zh_Hans", "返回"), ("en", "Back"), ("zh_Hant", "返回")],
)
def test_each_language_speaks(locale: str, says: str) -> None:
    assert says in phrases(locale)("← Back")  # type: ignore[arg-type]


def test_traditional_is_derived() -> None:
    assert phrases("zh_Hant")("Send") == "傳送" or phrases("zh_Hant")("Send") == "發送"


@pytest.mark.parametrize(
    ("stored", "speaks"), [("en", "en"), ("zh_Hans", "zh_Hans"), ("xx", "zh_Hans"), ("", "zh_Hans")]
)
def test_an_unknown_language_speaks_chinese(stored: str, speaks: str) -> None:
    assert known_locale(stored) == speaks
