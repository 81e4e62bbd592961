"""The ways to read a text as a chain of places, each inside the one before: 石家庄, 裕华."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from content.region_table import Level, Region, RegionCode, region
from content.spoken_names import Fit, Spoken, township_forms, upper_forms

_LONGEST_FORM = 15
_LONGEST_CHAIN = 5
_DEPTH = {
    Level.PROVINCE: 0,
    Level.CITY: 1,
    Level.COUNTY: 2,
    Level.ZONE: 2,
    Level.TOWNSHIP: 3,
    Level.VILLAGE: 4,
}
_BETWEEN = re.compile(r"(?:市区|城区|市里|县里)?的?(?=.)")
_TOWNSHIP_KIND = re.compile(
    r"镇|(?:(?:回|满|蒙古)族)?(?:(?:回|满|民)族)?乡|街道办事处|街道办|街道|办事处|街办"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the text up to `end`, which is that of the deepest place named.

    `begin` is where that place's own name begins, `fit` the worst fit in the chain, `names` how
    many names the chain has.
    """

    begin: int
    end: int
    code: RegionCode
    fit: Fit = Fit.EXACT
    former: bool = False
    names: int = 0

    @property
    def depth(self) -> int:
        """0 for the province to 4 for a village; a zone stands beside the counties."""
        return _DEPTH[region(self.code).level]


def nowhere(at: int) -> Reading:
    """Before the first name: nothing is known yet, everything may follow."""
    return Reading(at, at, RegionCode(""))


def upper_readings(text: str, since: Reading) -> Iterator[Reading]:
    """Chains that go on from `since` with a province, city, county or zone."""
    for read in _named(text, since, upper_forms()):
        yield read
        yield from upper_readings(text, read)


def readings(text: str) -> Iterator[Reading]:
    """Chains from the first character on, down to a township; villages are not looked for here."""
    start = nowhere(0)
    for above in (start, *upper_readings(text, start)):
        if above.names:
            yield above
        for read in _named(text, above, township_forms()):
            yield read
            kind = _TOWNSHIP_KIND.match(text, read.end)
            if kind and read.fit is not Fit.EXACT:  # 南牛乡 has become 南牛镇
                yield Reading(read.begin, kind.end(), read.code, Fit.LOOSE, names=read.names)


def _named(text: str, since: Reading, forms: Mapping[str, tuple[Spoken, ...]]) -> Iterator[Reading]:
    if since.names == _LONGEST_CHAIN:
        return
    # 雄安新区容城: of the three counties that 雄安新区 may mean, the one that is named again.
    several = len(forms.get(text[since.begin : since.end], ())) > 1
    for begin in _beginnings(text, since):
        for end in range(begin + 2, min(begin + _LONGEST_FORM, len(text)) + 1):
            for meant in forms.get(text[begin:end], ()):
                if meant.code.startswith(since.code) and (several or meant.code != since.code):
                    yield _with(since, begin, end, meant)


def _beginnings(text: str, since: Reading) -> set[int]:
    """Right behind the name before, or behind what people put between: 的, 市区."""
    between = _BETWEEN.match(text, since.end) if since.names else None
    return {since.end, between.end()} if between else {since.end}


def _with(since: Reading, begin: int, end: int, meant: Spoken) -> Reading:
    return Reading(
        begin,
        end,
        meant.code,
        max(since.fit, meant.fit),
        since.former or meant.former,
        since.names + 1,
    )


def likeliest(chains: Iterable[Reading]) -> tuple[Region, ...]:
    """The places of the chains that end highest up, then fit best, then have fewest names.

    Each place once, those called so today before those that were once.
    """
    by_rank: dict[tuple[int, Fit, int], list[Reading]] = {}
    for chain in chains:
        by_rank.setdefault((chain.depth, chain.fit, chain.names), []).append(chain)
    best = by_rank[min(by_rank)] if by_rank else []
    ordered = sorted(best, key=lambda chain: chain.former)
    return tuple(dict.fromkeys(region(chain.code) for chain in ordered))


def spellings(text: str) -> Iterator[str]:
    """The text, then the same in simplified characters if that differs."""
    yield text
    simplified = _simplified(text)
    if simplified != text:
        yield simplified


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    converted: str = _converter()(text)
    return converted


@cache
def _converter() -> Callable[[str], str]:
    # Here and not above: its dictionaries are loaded only for a place not found as it stands.
    from opencc import OpenCC  # noqa: PLC0415

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
