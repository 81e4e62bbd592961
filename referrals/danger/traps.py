"""Contexts that let a matched phrase go: "not", plays, lessons, what is past and settled."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from referrals.danger.notation import Phrase, expression
from referrals.danger.signs import Family


class Place(StrEnum):
    """Where a trap must lie to silence a match."""

    OVER = "over"  # on the core
    BEFORE = "before"  # before the core; nobody real between
    SCENE = "scene"  # before the core: a story, until a new clause names somebody real
    EARLIER = "earlier"  # before the core, in its sentence
    AFTER = "after"  # after the match, in its clause
    LATER = "later"  # after the match, in any sentence


LEADS = (Place.BEFORE, Place.SCENE, Place.EARLIER)


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
        if self.place is Place.OVER:
            return self._covers(text, core)
        if self.place in LEADS:
            left = text[max(0, core - self.reach - LONGEST_LEAD) : core]
            return self._gapped.search(left) is not None
        return self._gapped.match(text, end) is not None

    def _covers(self, text: str, core: int) -> bool:
        around = text[max(0, core - LONGEST_LEAD) : core + LONGEST_LEAD]
        at = min(core, LONGEST_LEAD)
        return any(start <= at < end for start, _, end in self.phrase.found_in(around))

    @cached_property
    def _gapped(self) -> re.Pattern[str]:
        """The phrase with the gap that parts it from the match."""
        gap = f"{GAP[self.place]}{{0,{self.reach}}}?"
        inner = f"(?:{expression(self.phrase.written)})"
        return re.compile(inner + gap + r"\Z" if self.place in LEADS else gap + inner)
