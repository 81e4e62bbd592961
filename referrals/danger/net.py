"""The net: what the phrases find in one reading, and what the traps let go."""

from collections.abc import Iterator
from dataclasses import dataclass

from referrals.danger.phrasebook import Sign, Trap, signs, traps
from referrals.danger.signs import Family
from referrals.danger.words import Classed

WINDOW = 600
OVERLAP = 80
"""A longer text is read in windows, so that its time grows no faster than its length."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match that no trap silenced: where in `text`, a window of the reading."""

    sign: Sign
    text: str
    core: int
    end: int


def gravest_in(reading: Classed, already: int = 0) -> Iterator[Found]:
    """The gravest match of each window; matches that end before `already` don't count."""
    for start in range(0, max(1, len(reading.text) - OVERLAP), WINDOW - OVERLAP):
        text = reading.text[start : start + WINDOW]
        harmless = reading.harmless
        if start or len(text) < len(reading.text):
            harmless = frozenset(at - start for at in harmless if start <= at < start + WINDOW)
        found = _gravest(Classed(text, harmless), already - start)
        if found:
            yield found


def _gravest(reading: Classed, already: int) -> Found | None:
    """The signs come in the order of their gravity, so the first that stands is the gravest."""
    held = frozenset(reading.text)
    near = _Near(held)
    for sign in signs():
        if not sign.phrase.cue.isdisjoint(held):
            match = _first(sign, reading, near, already)
            if match:
                return match
    return None


class _Near:
    """The traps that these characters allow, by family, chosen when the first match asks for them."""

    def __init__(self, held: frozenset[str]) -> None:
        self._held = held
        self._chosen: dict[Family, list[Trap]] = {}

    def silence(self, sign: Sign, text: str, core: int, end: int) -> bool:
        chosen = self._chosen.get(sign.family)
        if chosen is None:
            chosen = [
                trap for trap in traps() if sign.family in trap.families and trap.fits(self._held)
            ]
            self._chosen[sign.family] = chosen
        return any(trap.silences(text, core, end) for trap in chosen)


def _first(sign: Sign, reading: Classed, near: _Near, already: int) -> Found | None:
    for _, core, end in sign.phrase.found_in(reading.text):
        if (
            end > already
            and core not in reading.harmless
            and not near.silence(sign, reading.text, core, end)
        ):
            return Found(sign, reading.text, core, end)
    return None
