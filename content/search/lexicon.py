"""words.toml read for use: which words lead to the same help, by spelling and by sound."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeVar

from content.search.normal import in_standard_words, written_words
from content.search.pinyin import syllables

LONGEST_ENTRY = 8
"""Characters, syllables or English words of the longest entry of words.toml."""

_ENDINGS = ("ing", "ed", "es", "s")


class Group(NamedTuple):
    """`table`: meaning, age, child or elsewhere."""

    table: str
    name: str


Parts = TypeVar("Parts", str, tuple[str, ...])
Groups = tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Chinese entries by their characters and by their syllables, others by their stems."""

    written: Mapping[str, Groups]
    spoken: Mapping[tuple[str, ...], Groups]
    english: Mapping[tuple[str, ...], Groups]


def groups_in(text: Parts, entries: Mapping[Parts, Groups]) -> Iterator[Group]:
    """The groups of every entry that stands anywhere in the text, inside other words too."""
    for start in range(len(text)):
        for end in range(start + 1, min(start + LONGEST_ENTRY, len(text)) + 1):
            yield from entries.get(text[start:end], ())


def sounds(text: str) -> tuple[str, ...]:
    """A syllable for each character; characters the table doesn't have are left out."""
    known = syllables()
    return tuple(known[character] for character in text if character in known)


def stem(word: str) -> str:
    """An English word without its usual endings: rough, but the same for every text."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


@cache
def unimportant() -> frozenset[str]:
    """Stems of English words that say nothing of what is asked."""
    return frozenset(map(stem, written_words().table("english").word("unimportant").split()))


@cache
def lexicon() -> Lexicon:
    written: dict[str, Groups] = defaultdict(tuple)
    spoken: dict[tuple[str, ...], Groups] = defaultdict(tuple)
    english: dict[tuple[str, ...], Groups] = defaultdict(tuple)
    for group, entry in _entries():
        if entry.isascii():
            english[tuple(map(stem, entry.split("-")))] += (group,)
        else:
            word = in_standard_words(entry)
            written[word] += (group,)
            spoken[sounds(word)] += (group,)
    return Lexicon(dict(written), dict(spoken), dict(english))


def _entries() -> Iterator[tuple[Group, str]]:
    for table in ("meaning", "age", "child", "elsewhere"):
        groups = written_words().table(table)
        for name in groups.values:
            yield from ((Group(table, name), entry) for entry in groups.word(name).split())
