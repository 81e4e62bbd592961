"""The notation of phrases (content/data/danger/README.md) and what it compiles to.

It knows no unbounded repetition, so a phrase costs bounded time at each place of a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

NUMBER = "[0-9一二两三四五六七八九十几半]{1,3}"
CHILDS_AGE = "(?<![0-9一二三四五六七八九十])(?:1[0-7]|[5-9](?![0-9])|十[一二三四五六七](?!几)|[五六七八九十])"
TOGETHER = "[^.?]{0,24}?"
"""What may lie between the two parts of `a & b`."""

SIGNS = {
    "#": NUMBER,
    "@": CHILDS_AGE,
    "^": "(?<![^,.?:])",
    "$": "(?![^,.?:])",
    "'": "()",
}
GAPS = {1: "[^,.?]{0,3}?", 2: "[^,.?]{0,8}?", 3: "[^.?]{0,16}?"}
WIDER = {"K": "KCP", "G": "GM"}
"""A phrase's K means every child, babies and pupils too; its G also bosses and creditors. C, P and M are for the
phrases about them alone."""

ZERO_WIDTH = ("(?!", "(?<!")
EVERYWHERE = frozenset("IKCPHFTNYSGML的了不我是在有一个上到着过这那就都也要会说人来去给又还家,.?")
"""Too frequent to choose phrases by."""

NO_CUE: frozenset[str] = frozenset()

TOKEN = re.compile(r"~{1,3}|\(\?<?!|[()|?#@$'^]|\[\^?[^\]]*\]|[^~()|?\[\]#@$'^]+(?!\?)|[^~]")


class MalformedPhrase(ValueError):
    """A phrase breaks the notation."""


@dataclass(frozen=True)
class Phrase:
    """One phrase of the notation. Compiled when first needed: most messages need few."""

    written: str

    @cached_property
    def cue(self) -> frozenset[str]:
        """Characters of which a match holds at least one; empty if none is certain."""
        return cue(self.written)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(expression(self.written))

    def search(self, text: str) -> bool:
        return self._pattern.search(text) is not None

    def found_in(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, core and end of each match; matches that begin inside another are found too."""
        at = 0
        while found := self._pattern.search(text, at):
            yield found.start(), found.start(found.lastindex or 0), found.end()
            at = found.start() + 1


def expression(written: str) -> str:
    """The regular expression of a phrase; MalformedPhrase for signs the notation doesn't know."""
    if re.search(r"[*+{}\\.<>]|~\?", written.replace("(?<!", "(")) or written.count("&") > 1:
        raise MalformedPhrase(written)
    parts = ["".join(map(_meaning, TOKEN.findall(part))) for part in _parts(written)]
    if len(parts) == 1:
        return parts[0]
    one, other = (f"(?:{part})" for part in parts)
    return f"{one}{TOGETHER}{other}|{other}{TOGETHER}{one}"


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split("&")]


def _meaning(sign: str) -> str:
    if sign[0] == "~":
        return GAPS[len(sign)]
    if sign[0] == "[":
        return _widened(sign)
    return "(?:" if sign == "(" else SIGNS.get(sign, _widened(sign, "[%s]"))


def _widened(written: str, form: str = "%s") -> str:
    for narrow, wide in WIDER.items():
        written = written.replace(narrow, form % wide)
    return written


def cue(written: str) -> frozenset[str]:
    """The rarest set of characters that every match must hold one of."""
    return min(
        (found for found in map(_cue, _parts(written)) if found), key=_weight, default=NO_CUE
    )


def _cue(part: str) -> frozenset[str]:
    signs = TOKEN.findall(part)
    found, at = _alternatives(signs, 0)
    if at != len(signs):
        raise MalformedPhrase(part)
    return found


def _alternatives(signs: list[str], at: int) -> tuple[frozenset[str], int]:
    """Up to the closing bracket or the end: of each alternative's cue one character is certain."""
    cues: list[frozenset[str]] = []
    while True:
        found, at = _sequence(signs, at)
        cues.append(found)
        if at >= len(signs) or signs[at] == ")":
            return (frozenset[str]().union(*cues) if all(cues) else frozenset()), at
        at += 1


def _sequence(signs: list[str], at: int) -> tuple[frozenset[str], int]:
    best: frozenset[str] = frozenset()
    while at < len(signs) and signs[at] not in (")", "|"):
        found, at = _atom(signs, at)
        if at < len(signs) and signs[at] == "?":
            at += 1
        elif found and (not best or _weight(found) < _weight(best)):
            best = found
    return best, at


def _atom(signs: list[str], at: int) -> tuple[frozenset[str], int]:
    sign = signs[at]
    if sign == "(" or sign in ZERO_WIDTH:
        found, at = _alternatives(signs, at + 1)
        if at == len(signs):
            raise MalformedPhrase("".join(signs))
        return (frozenset() if sign in ZERO_WIDTH else found), at + 1
    if sign[0] == "[":
        return (frozenset() if sign.startswith("[^") else _certain(sign[1:-1])), at + 1
    if sign in SIGNS or sign[0] == "~":
        return frozenset(), at + 1
    return _certain(min(sign, key=_weight)), at + 1


def _certain(characters: str) -> frozenset[str]:
    return frozenset(_widened(characters))


def _weight(characters: Iterable[str]) -> int:
    return sum(20 if one in EVERYWHERE else 1 for one in characters)
