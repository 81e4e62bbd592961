"""Every sentence for a person is in the catalogue, complete, with the same places to fill."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from content.phrases import known_locale, phrases
from content.text import Locale

ROOT = Path(__file__).parents[2]
FIELD = re.compile(r"\{(\w+)[^}]*\}")


def _said() -> dict[str, str]:
    """Each msgid in the code, with where it stands; those inside f-strings too."""
    return {text: place for place, call in _calls_of_say() if (text := _text(call)) is not None}


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
    assert [place for place, call in _calls_of_say() if _text(call) is None] == []


def _calls_of_say() -> Iterator[tuple[str, ast.Call]]:
    """The simulator says nothing: it looks for buttons by what the desk says."""
    for room in ("bot", "dialogs"):
        for file in sorted((ROOT / room).rglob("*.py")):
            if file.parent.name == "simulate":
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _named_say(node.func):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def _named_say(func: ast.expr) -> bool:
    """`say(...)`, `turn.say(...)`; the open pages' `sockets.say(chat, frame)` is another thing."""
    if isinstance(func, ast.Attribute):
        return func.attr == "say" and not ast.unparse(func.value).endswith("sockets")
    return isinstance(func, ast.Name) and func.id == "say"


def _text(call: ast.Call) -> str | None:
    """The literal that is said; None where it is made at run time."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


@pytest.mark.parametrize(
    ("locale", "says"),
    [("zh_Hans", "返回"), ("en", "Back"), ("zh_Hant", "返回")],
)
def test_each_language_speaks(locale: Locale, says: str) -> None:
    assert says in phrases(locale)("← Back")


def test_traditional_is_derived() -> None:
    assert phrases("zh_Hant")("Connected") == "已連線"


@pytest.mark.parametrize(
    ("stored", "speaks"), [("en", "en"), ("zh_Hans", "zh_Hans"), ("xx", "zh_Hans"), ("", "zh_Hans")]
)
def test_an_unknown_language_speaks_chinese(stored: str, speaks: str) -> None:
    assert known_locale(stored) == speaks
