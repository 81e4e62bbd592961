"""One spelling for one question: width, case, Traditional characters, dialect, ages in digits."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from content.search.pinyin import syllables
from content.table import Table, read

LONGEST_QUESTION = 400
"""Characters read of a question: the rest of a long letter seldom changes what it is about."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COUNTED = re.compile(r"\d{1,2}(?=岁|年级|个月)")
_DIGITS = "零一二三四五六七八九"


def normal(text: str) -> str:
    """At most LONGEST_QUESTION characters, lower case, simplified, in standard words."""
    shown = unicodedata.normalize("NFKC", text[:LONGEST_QUESTION]).lower()[:LONGEST_QUESTION]
    told = _COUNTED.sub(lambda number: _in_words(int(number[0])), simplified(shown))
    return in_standard_words(told)


def bare(text: str) -> str:
    """As `normal`, letters, characters and digits only: the same for the same words."""
    return "".join(filter(str.isalnum, normal(text)))


def in_standard_words(told: str) -> str:
    """Dialect as words.toml reads it, the longest entry first."""
    return _dialect_pattern().sub(lambda said: dialect()[said[0]], told)


def simplified(text: str) -> str:
    """Loads the converter only if a character outside GB 2312 shows that it may be needed."""
    if all(character in syllables() for run in _HAN.findall(text) for character in run):
        return text
    return _HAN.sub(lambda run: _converter()(run[0]), text)


@cache
def dialect() -> Mapping[str, str]:
    """Said in the villages → the standard word."""
    said = written_words().table("dialect")
    return {entry: said.word(entry) for entry in said.values}


@cache
def written_words() -> Table:
    """words.toml. MalformedContent names what is wrong in it, here and in its tables."""
    return Table.parsed("words.toml", read(files("content.search").joinpath("words.toml")))


def _in_words(number: int) -> str:
    """As it is said before a unit, 两 for 2; from 20 on digit by digit: no child is so old."""
    if number == 2:
        return "两"
    if 10 <= number < 20:
        return f"十{_DIGITS[number - 10]}".removesuffix("零")
    return "".join(_DIGITS[int(digit)] for digit in str(number))


@cache
def _dialect_pattern() -> re.Pattern[str]:
    longest_first = sorted(dialect(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


@cache
def _converter() -> Callable[[str], str]:
    # Here and not above: its dictionaries are needed for Traditional characters only.
    from opencc import OpenCC  # noqa: PLC0415

    convert: Callable[[str], str] = OpenCC("tw2sp").convert
    return convert
