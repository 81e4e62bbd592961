"""Words that count alike become one capital letter; harmless words that hold a dangerous character are marked."""

from dataclasses import dataclass
from functools import cache

from referrals.danger.spellings import Spellings, check_width, rows


@dataclass(frozen=True, slots=True)
class Classed:
    """A reading with its words in classes: "我儿子被他爸打" is "IK被L打"."""

    text: str
    harmless: frozenset[int]
    """The places of `text` that belong to a harmless word."""


def classed(reading: str) -> Classed:
    out: list[str] = []
    harmless: list[int] = []
    at = 0
    shields = _shields()
    for found, put in _words().parts(reading):
        if found in shields:
            harmless += range(at, at + len(put))
        out.append(put)
        at += len(put)
    return Classed("".join(out), frozenset(harmless))


@cache
def _words() -> Spellings:
    pairs: list[tuple[str, str]] = [(shield, shield) for shield in _shields()]
    for row in rows("words.tsv"):
        check_width("words.tsv", row, 2)
        pairs += [(word, row[0]) for word in row[1].split()]
    return Spellings.of(pairs)


@cache
def _shields() -> frozenset[str]:
    return frozenset(word for row in rows("shields.tsv") for word in row[0].split())
