"""What is typed in pinyin, read as characters: with or without blanks and tone numbers."""

import re
from functools import cache

from referrals.danger.spellings import check_width, rows

RUN = re.compile(r"[a-z][a-z0-9 ]*[a-z0-9]")
SHORTEST_RUN = 4
UNKNOWN = "〇"
LONGEST_SYLLABLE = 6
LONGEST_WORD = 80
"""Longer than this, unbroken, nobody types pinyin; it bounds the time a random string costs."""


def in_characters(text: str) -> str:
    """Each run of Latin letters that is pinyin throughout becomes characters; other runs stay.

    A syllable of no known word becomes `〇`.
    """
    return RUN.sub(lambda run: _read(run[0]) or run[0], text)


def _read(run: str) -> str:
    """Nothing, if the run is not pinyin."""
    if len(run) < SHORTEST_RUN:
        return ""
    spoken: list[str] = []
    for word in re.sub(r"(?<=[a-z])[1-5](?![0-9])", " ", run).split():
        syllables = [word] if word.isdigit() else _syllables_of(word)
        if not syllables:
            return ""
        spoken += syllables
    return "".join(_words_of(spoken))


def _syllables_of(word: str) -> list[str]:
    """The division with the fewest syllables, the longest first where equal; none if it isn't pinyin."""
    known = _syllables()
    if len(word) > LONGEST_WORD:
        return []
    best: list[list[str] | None] = [None] * len(word) + [[]]
    for at in range(len(word) - 1, -1, -1):
        for size in range(min(LONGEST_SYLLABLE, len(word) - at), 0, -1):
            rest = best[at + size]
            if rest is not None and word[at : at + size] in known:
                divided = [word[at : at + size], *rest]
                best[at] = min(best[at] or divided, divided, key=len)
    return best[0] or []


def _words_of(syllables: list[str]) -> list[str]:
    """The longest known word at each place."""
    known, longest = _words()
    out: list[str] = []
    at = 0
    while at < len(syllables):
        for size in range(min(longest, len(syllables) - at), 0, -1):
            word = known.get(tuple(syllables[at : at + size]))
            if word or size == 1:
                out.append(word or (syllables[at] if syllables[at].isdigit() else UNKNOWN))
                at += size
                break
    return out


@cache
def _syllables() -> frozenset[str]:
    return frozenset(one for (row,) in rows("syllables.tsv") for one in row.split())


@cache
def _words() -> tuple[dict[tuple[str, ...], str], int]:
    """Words by their syllables, and the length of the longest."""
    words: dict[tuple[str, ...], str] = {}
    for row in rows("pinyin.tsv"):
        check_width("pinyin.tsv", row, 2)
        words.setdefault(tuple(row[1].split()), row[0])
    return words, max(map(len, words))
