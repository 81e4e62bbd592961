"""What a text says, as terms that can be counted: meanings, characters, sounds, English words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal

from content.search.lexicon import Group, groups_in, lexicon, sounds, stem, unimportant
from content.search.normal import normal
from content.search.pinyin import blurred, spelt

Kind = Literal["meaning", "age", "character", "sound", "word"]
Term = tuple[Kind, str]

LETTERS_IN_PINYIN = 0.75
"""From this share of letters in syllables on, a question without characters is pinyin."""

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z]+|\d{3,}")


@dataclass(frozen=True, slots=True)
class Wording:
    """`of_child`: a child is spoken of. `elsewhere`: how many matters of other counters are."""

    terms: Mapping[Term, int]
    of_child: bool
    elsewhere: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """Runs of characters, runs of syllables typed as letters, stems of English words."""

    han: Sequence[str]
    pinyin: Sequence[tuple[str, ...]]
    english: tuple[str, ...]

    def groups(self) -> Iterator[Group]:
        known = lexicon()
        for run in self.han:
            yield from groups_in(run, known.written)
        for syllables in self.pinyin:
            yield from groups_in(syllables, known.spoken)
        yield from groups_in(self.english, known.english)

    def terms(self) -> Iterator[Term]:
        yield from (("character", character) for run in self.han for character in run)
        for syllables in chain(map(sounds, self.han), self.pinyin):
            for pair in pairwise(map(blurred, syllables)):
                yield "sound", " ".join(pair)
        yield from (("word", word) for word in self.english if word not in unimportant())


def wording(text: str) -> Wording:
    """Never fails: what can't be read counts for nothing."""
    parts = _parts(normal(text))
    groups = set(parts.groups())
    terms = Counter(parts.terms())
    terms.update(("meaning", group.name) for group in groups if group.table == "meaning")
    terms.update(("age", group.name) for group in groups if group.table == "age")
    return Wording(
        terms,
        of_child=any(group.table == "child" for group in groups),
        elsewhere=sum(group.table == "elsewhere" for group in groups),
    )


def _parts(said: str) -> _Parts:
    han, words = _HAN.findall(said), _WORD.findall(said.replace("'", ""))
    in_pinyin = _pinyin(words, among_characters=bool(han))
    typed = [in_pinyin[word] for word in words if word in in_pinyin]
    english = tuple(stem(word) for word in words if word not in in_pinyin)
    return _Parts(han, typed if han else [tuple(chain.from_iterable(typed))], english)


def _pinyin(words: Sequence[str], *, among_characters: bool) -> Mapping[str, tuple[str, ...]]:
    """The words meant as syllables. Among characters a known word is English: hukou is both."""
    syllables = {word: found for word in words if (found := spelt(word))}
    if among_characters:
        known = lexicon().english
        return {word: found for word, found in syllables.items() if (stem(word),) not in known}
    letters = sum(len(word) for word in words)
    in_syllables = sum(len(word) for word in words if word in syllables)
    return syllables if in_syllables >= LETTERS_IN_PINYIN * letters else {}
