"""Sounds: the syllable of a character, and the syllables in a run of letters."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from content.table import read

LONGEST_SYLLABLE = 6
LONGEST_WORD = 60


@cache
def syllables() -> Mapping[str, str]:
    """Character → syllable for every character of GB 2312. What is missing may be Traditional."""
    lines = read(files("content.search").joinpath("pinyin.tsv")).splitlines()
    pairs = (line.split("\t") for line in lines)
    return {character: syllable for syllable, of in pairs for character in of}


def spelt(word: str) -> tuple[str, ...] | None:
    """The fewest syllables that make up a lower-case word; None if none do: that isn't pinyin."""
    if len(word) > LONGEST_WORD:
        return None
    known = _known_syllables()
    best: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
    for start in range(len(word)):
        so_far = best[start]
        if so_far is None:
            continue
        for end in range(start + 1, min(start + LONGEST_SYLLABLE, len(word)) + 1):
            reached = best[end]
            if word[start:end] in known and (reached is None or len(reached) > len(so_far) + 1):
                best[end] = (*so_far, word[start:end])
    return best[-1]


def blurred(syllable: str) -> str:
    """zh, ch, sh as z, c, s and -ng as -n: many speakers and keyboards don't tell them apart."""
    if syllable[1:2] == "h":
        syllable = syllable[0] + syllable[2:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@cache
def _known_syllables() -> frozenset[str]:
    return frozenset(syllables().values())
