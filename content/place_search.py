"""A place typed as people say it, found in the table of divisions."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from content.place_mention import place_in
from content.place_readings import Reading, likeliest, nowhere, readings, spellings
from content.region_table import Level, Region, RegionCode, regions
from content.spoken_names import village_names

MOST_CANDIDATES = 8

_LEAD = re.compile(r"(?:我|俺|咱)?们?(?:家|现在|目前|就)*(?:住|搬|来|是)?(?:在|到)?")
_AFTER = re.compile(
    r"(?:[市县]?城[区里关]?|[市区县]里|市区|境内|里|附近|一带|周边|[这那](?:边|里|儿|块))*"
)
_KIND = re.compile(r".*(?:[省市区县镇乡]|街道|街道办|办事处)$")


def find_place(text: str, within: RegionCode | None = None) -> tuple[Region, ...]:
    """The places meant by what someone typed where a place was asked for, the likeliest first.

    One when the text is unambiguous, at most eight when it is not (桥西区), none when no place is
    known by it. What follows a place it knows (a road, an unknown village) is passed over; a whole
    sentence is read as `place_in` reads it. With `within`, only that place and those inside it.
    """
    scope = within or RegionCode("")
    typed = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    for spelling in spellings(typed):
        for told in dict.fromkeys((spelling, _LEAD.sub("", spelling, count=1))):
            if found := _typed(told, scope):
                return found
    return tuple(place for place in place_in(text) if place.code.startswith(scope))


def _typed(text: str, scope: RegionCode) -> tuple[Region, ...]:
    """What the whole text names; else the village it names; else what its firm beginning names."""
    chains = tuple(readings(text))
    inside = [chain for chain in chains if chain.code.startswith(scope)]
    if whole := [chain for chain in inside if _AFTER.fullmatch(text, chain.end)]:
        return likeliest(_below(scope, whole))[:MOST_CANDIDATES]
    if villages := _villages(text, chains, scope):
        return villages[:MOST_CANDIDATES]
    firm = [chain for chain in inside if chain.names > 1 or _KIND.match(text[: chain.end])]
    longest = max((chain.end for chain in firm), default=0)
    return likeliest(chain for chain in firm if chain.end == longest)[:MOST_CANDIDATES]


def _below(scope: RegionCode, chains: Sequence[Reading]) -> Sequence[Reading]:
    """Inside a county its town of the same name is meant, not the county again."""
    return [chain for chain in chains if chain.code != scope] or chains


def _villages(text: str, chains: Iterable[Reading], scope: RegionCode) -> tuple[Region, ...]:
    """The villages that the rest of a chain names inside its last place, by the longest chain."""
    wanted = [
        (chain.end, chain.code, village_names(text[chain.end :]))
        for chain in (nowhere(0), *chains)
        if len(text) - chain.end >= (2 if chain.names else 3)
    ]
    found: dict[int, list[Region]] = {}
    for place in regions():
        if place.level is Level.VILLAGE and place.code.startswith(scope):
            for end, above, names in wanted:
                if place.code.startswith(above) and _is_called(place.name, names):
                    found.setdefault(end, []).append(place)
    return tuple(dict.fromkeys(found[max(found)])) if found else ()


def _is_called(name: str, names: frozenset[str]) -> bool:
    # The first test is for speed: it leaves a handful of 54,000 names for the second.
    return any(said in name for said in names) and not names.isdisjoint(village_names(name))
