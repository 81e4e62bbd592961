"""One way of writing for what people type: the readings of a text that the phrases are held against.

A reading consists of Chinese characters, lower-case words and digits, `,` between clauses, `:` before what is told,
`.` or `?` between sentences, and one blank between two Latin words.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from unicodedata import normalize

from referrals.danger.pinyin import in_characters
from referrals.danger.spellings import Spellings, check_width, rows

NEUTRAL = "〇"
"""Stands where something harmless was taken out, so that its neighbours don't touch."""

HIDDEN = re.compile(
    "[\u0300-\u036f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\u00ad\ufeff\u20e3\ud800-\udfff]+"
)
ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
TITLE = re.compile("《[^《》]{1,30}》|<<[^<>]{1,30}>>")
HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
PIECE = re.compile(f"([{HAN}]+|[a-z0-9]+)")
ONE_OF_HAN = re.compile(f"[{HAN}]")
THREE_ALIKE = re.compile(r"([^0-9])\1{2,}")
ENDS = re.compile(r"[。!！]|\.\s")
ASKS = re.compile("[?？]")
COLON = re.compile("[:：]")
PARTS = re.compile(r"[,，;；、\n…]|\.{2,}|。")


def readings(text: str) -> tuple[str, ...]:
    """The ways to read a text, one to three, never none.

    First with its clause borders; then, where it differs, with characters joined that somebody parted; then, where
    Latin letters spell pinyin, in characters.
    """
    pieces = PIECE.split(cleaned(text))
    kept = _spelled(THREE_ALIKE.sub(r"\1", "".join(_bordered(pieces))))
    joined = _spelled(THREE_ALIKE.sub(r"\1", "".join(_joined(pieces))))
    spoken = in_characters(joined)
    found = (kept, joined) if spoken == joined else (kept, joined, _spelled(spoken))
    return tuple(dict.fromkeys(found))


def cleaned(text: str) -> str:
    """Compatibility forms, case, hidden marks, accents, pictures, book titles and traditional characters evened out."""
    text = normalize("NFKC", HIDDEN.sub("", text.translate(_pictures()))).lower()
    text = HIDDEN.sub("", text).replace("'", "").replace("’", "")
    if ACCENTED.search(text):
        text = HIDDEN.sub("", normalize("NFKD", text))
    return _simplified(TITLE.sub(NEUTRAL, text))


def _bordered(pieces: list[str]) -> Iterator[str]:
    for at, piece in enumerate(pieces):
        if at % 2:
            yield piece
        elif 0 < at < len(pieces) - 1:
            yield _border(piece) or _blank(piece, pieces[at - 1], pieces[at + 1])
        else:
            yield _border(piece).strip()


def _border(gap: str) -> str:
    """The border a gap makes between two pieces, or nothing."""
    if ASKS.search(gap):
        return "?"
    if ENDS.search(gap):
        return "."
    if PARTS.search(gap):
        return ","
    return ":" if COLON.search(gap) else ""


def _blank(gap: str, left: str, right: str) -> str:
    """What a gap without punctuation means: a border between two longer Chinese pieces, else next to nothing."""
    chinese = bool(ONE_OF_HAN.match(left)), bool(ONE_OF_HAN.match(right))
    if chinese == (False, False):
        return " "
    if chinese == (True, True) and len(left) > 1 and len(right) > 1 and gap.strip() != gap:
        return ","
    return ""


def _joined(pieces: list[str]) -> Iterator[str]:
    for at, piece in enumerate(pieces):
        if at % 2:
            yield piece
        elif 0 < at < len(pieces) - 1:
            left, right = pieces[at - 1], pieces[at + 1]
            short = len(left) == 1 or len(right) == 1
            if ONE_OF_HAN.match(left) or ONE_OF_HAN.match(right):
                yield "" if short else _border(piece)
            else:
                yield _border(piece) or ("" if len(left) == len(right) == 1 else " ")


def _spelled(text: str) -> str:
    return _forms().put_into(text)


def _simplified(text: str) -> str:
    """What the simplified set GB 2312 can write is left alone: the converter is slow to load."""
    try:
        "".join(ONE_OF_HAN.findall(text)).replace(NEUTRAL, "").encode("gb2312")
    except UnicodeEncodeError:
        return _converter()(text)
    return text


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 (slow to load, needed for traditional characters only)

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _pictures() -> dict[int, str]:
    return {ord(picture): word for picture, word in rows("pictures.tsv")}


@cache
def _forms() -> Spellings:
    """Each word's other spellings and its mixtures of characters and pinyin."""
    pairs: list[tuple[str, str]] = []
    for row in rows("forms.tsv"):
        check_width("forms.tsv", row, 3)
        word, spoken, others = row
        pairs += [(other, word) for other in others.split()]
        if spoken != "-":
            mixed = product(*zip(word, spoken.split(), strict=True))
            pairs += [("".join(one), word) for one in mixed if not "".join(one).isascii()]
    return Spellings.of(pairs)
