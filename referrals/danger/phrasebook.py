"""The phrases and traps of the package data, read once."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from content.table import MalformedContent
from referrals.danger.notation import Phrase
from referrals.danger.signs import Family
from referrals.danger.spellings import check_width, rows
from referrals.danger.traps import Place, Trap
from referrals.danger.words import classed
from referrals.levels import Level


class Voice(StrEnum):
    """What a phrase of `voices.tsv` tells."""

    MINOR = "minor"  # a child writes, for certain
    CHILD = "child"  # a child writes, unless something tells of an adult
    ADULT = "adult"  # an adult writes
    YOUNG = "young"  # a child is meant
    URGENT = "urgent"  # it happens now


PRECEDENCE = tuple(Family)
CONCEPT = re.compile("<([a-z_]+)>")


@dataclass(frozen=True)
class Sign:
    """A phrase of danger."""

    family: Family
    level: Level
    phrase: Phrase

    def gravity(self) -> tuple[Level, int]:
        """Sorts the gravest first: by level, then by the families' precedence."""
        return self.level, PRECEDENCE.index(self.family)


def _phrase(written: str) -> Phrase:
    """A phrase is written in plain words; they are put into classes as those of a message are."""
    return Phrase(classed(CONCEPT.sub(lambda name: f"({_concepts()[name[1]]})", written)).text)


@cache
def _concepts() -> dict[str, str]:
    return dict(rows("concepts.tsv"))


@cache
def signs() -> tuple[Sign, ...]:
    """All signs, the gravest first."""
    found: list[Sign] = []
    for family in Family:
        source = f"{family}.tsv"
        for row in rows("phrases", source):
            check_width(source, row, 2)
            sign = Sign(family, Level(row[0]), _phrase(row[1]))
            if not sign.phrase.cue:
                raise MalformedContent(source, row[1], "a character that is always there")
            found.append(sign)
    return tuple(sorted(found, key=Sign.gravity))


@cache
def traps() -> tuple[Trap, ...]:
    found = []
    for row in rows("traps.tsv"):
        check_width("traps.tsv", row, 4)
        families, place, reach, written = row
        named = families.split()
        meant = frozenset(Family) if named == ["all"] else frozenset(map(Family, named))
        found.append(Trap(meant, Place(place), int(reach), _phrase(written)))
    return tuple(found)


@cache
def voices(kind: Voice) -> tuple[Phrase, ...]:
    return tuple(_phrase(written) for voice, written in rows("voices.tsv") if voice == kind)


def prepare() -> None:
    """Read and compile everything, so that the first message waits for nothing."""
    for sign in signs():
        sign.phrase.search("")
    for trap in traps():
        trap.silences("", 0, 0)
        trap.fits(frozenset())
    for kind in Voice:
        for phrase in voices(kind):
            phrase.search("")
