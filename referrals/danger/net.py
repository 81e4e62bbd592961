"""The net: what the phrases find in one reading, and what the traps let go."""

from collections.abc import Iterator
from dataclasses import dataclass

from referrals.danger.phrasebook import Sign, signs, traps
from referrals.danger.signs import Family
from referrals.danger.traps import Trap
from referrals.danger.words import Classed

WINDOW = 600
MARGIN = 80
"""A longer text is read in windows, so that its time grows no faster than its length. A match counts in the window
that also shows what stands around it: no nearer than MARGIN to a cut."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match that no trap silenced: where in `text`, a window of the reading."""

    sign: Sign
    text: str
    core: int
    end: int


def gravest_in(reading: Classed, already: int = 0) -> Iterator[Found]:
    """The gravest match of each window; matches that end before `already` don't count."""
    for start in range(0, max(1, len(reading.text) - 2 * MARGIN), WINDOW - 2 * MARGIN):
        stop = start + WINDOW
        text = reading.text[start:stop]
        harmless = frozenset(at - start for at in reading.harmless if start <= at < stop)
        first = start + MARGIN if start else 0
        last = stop - MARGIN if stop < len(reading.text) else stop
        window = Window(text, harmless, range(first - start, last - start), already - start)
        found = _gravest(window)
        if found:
            yield found


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a reading: where a core may lie, and before which place an end doesn't count."""

    text: str
    harmless: frozenset[int]
    cores: range
    already: int


def _gravest(window: Window) -> Found | None:
    """The signs come in the order of their gravity, so the first that stands is the gravest."""
    held = frozenset(window.text)
    near = _Near(held)
    for sign in signs():
        if not sign.phrase.cue.isdisjoint(held):
            match = _first(sign, window, near)
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


def _first(sign: Sign, window: Window, near: _Near) -> Found | None:
    for _, core, end in sign.phrase.found_in(window.text):
        counts = core in window.cores and end > window.already and core not in window.harmless
        if counts and not near.silence(sign, window.text, core, end):
            return Found(sign, window.text, core, end)
    return None
