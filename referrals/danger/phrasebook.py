"""The phrases and traps of the package data, read once."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from content.table import MalformedContent
from referrals.danger.notation import Phrase, expression
from referrals.danger.signs import Family
from referrals.danger.spellings import check_width, rows
from referrals.danger.words import classed
from referrals.levels import Level


class Place(StrEnum):
    """Where a trap must lie to silence a match."""

    OVER = "over"  # on the core
    BEFORE = "before"  # before the core; nobody real between
    SCENE = "scene"  # before the core: a story, until a new clause names somebody real
    EARLIER = "earlier"  # before the core, in its sentence
    AFTER = "after"  # after the match, in its clause
    LATER = "later"  # after the match, in any sentence


class Voice(StrEnum):
    """What a phrase of `voices.tsv` tells."""

    MINOR = "minor"  # a child writes, for certain
    CHILD = "child"  # a child writes, unless something tells of an adult
    ADULT = "adult"  # an adult writes
    YOUNG = "young"  # a child is meant
    URGENT = "urgent"  # it happens now


PRECEDENCE = tuple(Family)

CONCEPT = re.compile("<([a-z_]+)>")

LONGEST_LEAD = 24
"""How far around a core a trap may begin or end, in characters, beside its reach."""

GAP = {
    Place.BEFORE: "[^,.?IKHYCPSN说哭告真现但可也又再]",
    Place.SCENE: "(?:[^,.?但也现N认]|,(?![IKHYCPS]))",
    Place.EARLIER: "[^.?但也现N]",
    Place.AFTER: "[^,.?但]",
    Place.LATER: r"[\s\S]",
}
"""What may lie between a trap and its match: no new sentence, no turn to something real."""


@dataclass(frozen=True)
class Sign:
    """A phrase of danger."""

    family: Family
    level: Level
    phrase: Phrase

    def gravity(self) -> tuple[Level, int]:
        """Sorts the gravest first: by level, then by the families' precedence."""
        return self.level, PRECEDENCE.index(self.family)


@dataclass(frozen=True)
class Trap:
    """A context that silences phrases of these families; `reach` in characters."""

    families: frozenset[Family]
    place: Place
    reach: int
    phrase: Phrase

    def fits(self, held: frozenset[str]) -> bool:
        """Whether a text of these characters can hold the phrase."""
        return not self.phrase.cue or not self.phrase.cue.isdisjoint(held)

    def silences(self, text: str, core: int, end: int) -> bool:
        """Whether it silences the match in `text` with this core and end."""
        match self.place:
            case Place.OVER:
                return self._covers(text, core)
            case Place.BEFORE | Place.SCENE | Place.EARLIER:
                left = text[max(0, core - self.reach - LONGEST_LEAD) : core]
                return bool(self._gapped.search(left))
            case Place.AFTER | Place.LATER:
                return bool(self._gapped.match(text, end))

    def _covers(self, text: str, core: int) -> bool:
        around = text[max(0, core - LONGEST_LEAD) : core + LONGEST_LEAD]
        at = min(core, LONGEST_LEAD)
        return any(start <= at < end for start, _, end in self.phrase.found_in(around))

    @cached_property
    def _gapped(self) -> re.Pattern[str]:
        """The phrase with the gap that parts it from the match."""
        gap = f"{GAP[self.place]}{{0,{self.reach}}}?"
        inner = f"(?:{expression(self.phrase.written)})"
        return re.compile(
            gap + inner if self.place in (Place.AFTER, Place.LATER) else inner + gap + r"\Z"
        )


def _phrase(written: str) -> Phrase:
    """A phrase is written in plain words; they are put into classes as those of a message are."""
    return Phrase(classed(CONCEPT.sub(lambda name: f"({_concepts()[name[1]]})", written)).text)


@cache
def _concepts() -> dict[str, str]:
    return dict(rows("concepts.tsv"))  # type: ignore[arg-type]


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
