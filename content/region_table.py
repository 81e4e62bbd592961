"""The divisions of Hebei as the statistics office lists them: data/regions/README.md."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import takewhile
from typing import NewType

from content.table import ContentError, data

RegionCode = NewType("RegionCode", str)

PROVINCE = RegionCode("13")
_LENGTHS = (2, 4, 6, 9, 12)


class Level(StrEnum):
    """ZONE is a development zone: six digits like a county, but in the statistics code only."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ZONE = "zone"
    TOWNSHIP = "township"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Region:
    """One division; `name` is the official one, `parent` None for the province only."""

    code: RegionCode
    name: str
    level: Level
    parent: RegionCode | None


class UnknownRegion(ContentError, LookupError):
    """No division of Hebei has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def regions() -> tuple[Region, ...]:
    """All 56,712 divisions, each after its parent. About 0.1 s at the first call, 15 MB."""
    return tuple(_rows())


@cache
def upper_regions() -> tuple[Region, ...]:
    """Province, cities, counties and zones only: 202 rows, without reading the villages."""
    return tuple(takewhile(lambda row: row.level is not Level.TOWNSHIP, _rows()))


def region(code: str) -> Region:
    """Raises UnknownRegion."""
    held = _upper_by_code() if len(code) <= 6 else _by_code()
    found = held.get(code)
    if found is None:
        raise UnknownRegion(code)
    return found


def is_known(code: str) -> bool:
    """Whether `region` finds it."""
    return code in (_upper_by_code() if len(code) <= 6 else _by_code())


def children(code: RegionCode) -> tuple[Region, ...]:
    """The divisions one level below, in the order of their codes. Raises UnknownRegion."""
    region(code)
    return tuple(region(child) for child in _children().get(code, ()))


def ancestry(code: RegionCode) -> tuple[RegionCode, ...]:
    """From the province down to the code itself, read off the digits: known or not."""
    return tuple(RegionCode(code[:length]) for length in _LENGTHS if length <= len(code))


def default_path(code: RegionCode) -> str:
    """Who supervises whom, by the code alone: "13/1301/130108". A prefix of a path is a scope.

    Raises UnknownRegion.
    """
    return "/".join(ancestry(region(code).code))


def city_of(code: RegionCode) -> Region | None:
    """The prefecture-level city it lies in, or is; None for the province."""
    return region(RegionCode(code[:4])) if len(region(code).code) >= 4 else None


def county_of(code: RegionCode) -> Region | None:
    """The county or zone it lies in, or is; None for a city and the province."""
    return region(RegionCode(code[:6])) if len(region(code).code) >= 6 else None


def full_name(code: RegionCode) -> str:
    """Province and all: 河北省石家庄市裕华区. Raises UnknownRegion."""
    return region(PROVINCE).name + (spoken_name(code) if code != PROVINCE else "")


def spoken_name(code: RegionCode) -> str:
    """The full name without the province: 石家庄市裕华区. Raises UnknownRegion."""
    if code == PROVINCE:
        return region(code).name
    said = ""
    for step in ancestry(region(code).code)[1:]:
        said = _joined(said, region(step))
    return said


def _joined(said: str, place: Region) -> str:
    """A zone's own name may begin with its city's, or with the province's before that."""
    if place.level is not Level.ZONE:
        return said + place.name
    own = place.name.removeprefix("河北")
    return own if own.startswith(said.removesuffix("市")) else said + own


@cache
def _by_code() -> Mapping[str, Region]:
    return {place.code: place for place in regions()}


@cache
def _upper_by_code() -> Mapping[str, Region]:
    return {place.code: place for place in upper_regions()}


@cache
def _children() -> Mapping[RegionCode, tuple[RegionCode, ...]]:
    found: dict[RegionCode, list[RegionCode]] = {}
    for row in regions():
        if row.parent is not None:
            found.setdefault(row.parent, []).append(row.code)
    return {parent: tuple(codes) for parent, codes in found.items()}


def _rows() -> Iterator[Region]:
    levels = {level.value: level for level in Level}
    with (
        data("regions", "hebei.csv.gz").open("rb") as packed,
        gzip.open(packed, "rt", encoding="utf-8") as lines,
    ):
        next(lines)  # the heading
        for line in lines:
            code, name, level, above = line.rstrip("\n").split(",")
            parent = RegionCode(above) if above else None
            yield Region(RegionCode(code), name, levels[level], parent)
