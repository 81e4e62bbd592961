"""The place named inside a longer sentence: 我在裕华区租房，娃上学咋办."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from content.place_readings import Reading, likeliest, nowhere, spellings, upper_readings
from content.region_table import Region, RegionCode, region
from content.spoken_names import ZONE_WORDS, Fit
from content.table import Table, data, read

MOST_CANDIDATES = 8
_MOST_MENTIONS = 12  # a pasted page is not read to its end
_LOOK_BACK = 10

_ROAD_OR_HOUSE = re.compile(
    r"大?街|大道|道(?![路教])|路|巷|胡同|小区|[花家嘉]园|新村|公寓|大厦|广场|酒店|宾馆|饭店|超市"
)
_STAYING = re.compile(r".*(?:在|到|来|去|回|住|老家|家是|位于|从|离开)$", re.DOTALL)
_GOING_ON = re.compile(
    r"$|[^\w]|县?城|市里|租|打工|上班|上学|读|念|住|工作|务工|干活|做|生活|买|这|那|有|没|怎|咋|办|人|带|附近|一带|去|了|来"
    r"|的(?:学|幼|医|社|派|孩|娃)"
)
_LEFT_BEFORE = re.compile(
    r".*(?:(?:老家|户口|户籍|原籍|籍贯|出生)[就还都也]?(?:是|在|于|落在)?|从|离开)$", re.DOTALL
)
_LEFT_AFTER = re.compile(r"[市县区]?的?(?:户口|户籍|老家|人(?![民多少才社口家])|来的)")


@dataclass(frozen=True, slots=True)
class _Words:
    """What only looks like a place: data/regions/ordinary_words.toml."""

    hidden: re.Pattern[str]
    weak: frozenset[str]
    elsewhere: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Mention:
    """One place named in a sentence; `left` when it is where somebody comes from.

    `vague` when the word alone names none, so many are called so: 开发区.
    """

    places: tuple[Region, ...]
    left: bool
    vague: bool


def place_in(question: str) -> tuple[Region, ...]:
    """The place a sentence is about, from the province to a county or zone; empty without one.

    Of two places the one lived in now counts, not the one come from; a place named beside its city
    is narrowed by it. Several candidates, at most eight, where the name has several bearers.
    A town known better than its county (燕郊) stands for the county.
    """
    said = re.sub(r"\s+", "", unicodedata.normalize("NFKC", question))
    for spelling in spellings(said):
        if found := _about(spelling):
            return found[:MOST_CANDIDATES]
    return ()


def _about(text: str) -> tuple[Region, ...]:
    words = _words()
    open_text = words.hidden.sub(lambda hit: "_" * len(hit[0]), text)
    mentions = tuple(islice(_mentions(open_text), _MOST_MENTIONS))
    staying = tuple(mention for mention in mentions if not mention.left) or mentions
    narrowed = [_narrowed(mention, staying) for mention in staying]
    codes = [place.code for told in narrowed if not told.vague for place in told.places]
    return tuple(
        dict.fromkeys(
            region(RegionCode(code[:6])) for code in codes if not _holds_another(code, codes)
        )
    )


def _holds_another(code: RegionCode, codes: Sequence[RegionCode]) -> bool:
    return any(other != code and other.startswith(code) for other in codes)


def _narrowed(mention: _Mention, among: Sequence[_Mention]) -> _Mention:
    """Of several bearers of a name, those inside another place that is named."""
    around = {place.code for other in among if other is not mention for place in other.places}
    inside = tuple(
        place
        for place in mention.places
        if any(place.code != code and place.code.startswith(code) for code in around)
    )
    return replace(mention, places=inside, vague=False) if inside else mention


def _mentions(text: str) -> Iterator[_Mention]:
    at = 0
    while at < len(text):
        chains = [one for one in upper_readings(text, nowhere(at)) if _is_meant(text, at, one)]
        if chains:
            end = max(chain.end for chain in chains)
            places = likeliest(chain for chain in chains if chain.end == end)
            yield _Mention(places, _is_left(text, at, end), text[at:end] in ZONE_WORDS)
            at = end
        else:
            at += 1


def _is_left(text: str, begin: int, end: int) -> bool:
    return bool(_LEFT_BEFORE.match(_before(text, begin)) or _LEFT_AFTER.match(text, end))


def _before(text: str, at: int) -> str:
    return text[max(0, at - _LOOK_BACK) : at]


def _is_meant(text: str, at: int, chain: Reading) -> bool:
    """Whether a chain found inside a sentence is a place and not part of other words."""
    words = _words()
    if words.elsewhere.match(_before(text, at)):
        return False
    if text[at : chain.end] in words.weak:
        return bool(_STAYING.match(_before(text, at)) and _GOING_ON.match(text, chain.end))
    if chain.fit is Fit.EXACT:
        return True
    if _ROAD_OR_HOUSE.match(text, chain.end):
        return False
    return chain.names > 1 or chain.fit is Fit.SHORT


@cache
def _words() -> _Words:
    table = Table.parsed("ordinary_words.toml", read(data("regions", "ordinary_words.toml")))
    table.allow("hidden", "weak", "elsewhere")
    outside = "|".join(table.words("elsewhere"))
    return _Words(
        hidden=re.compile("|".join(table.words("hidden"))),
        weak=frozenset(table.words("weak")),
        elsewhere=re.compile(rf".*(?:{outside})[省市]?$", re.DOTALL),
    )
