"""How people say the names of places: 裕华 for 裕华区, 石家庄高新区 for the long name of a zone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from content.region_table import Level, Region, RegionCode, region, regions, upper_regions
from content.table import Table, data, read

_COUNTY = re.compile(r"(?P<stem>.{2,}?)(?:满族蒙古族自治县|满族自治县|回族自治县|矿区|区|县|市)$")
_TOWNSHIP = re.compile(
    r"(?P<stem>.{2,}?)(?:(?:回族|满族|蒙古族)?(?:满族|回族)?乡|镇|街道办事处|街道|办事处)$"
)
_ZONE_KINDS = (
    ("高新技术产业开发区", ("高新区", "高新", "高新技术开发区", "高新开发区", "开发区")),
    ("经济技术开发区", ("经济开发区", "经开区", "经开", "开发区")),
    ("经济开发区", ("经开区", "经开", "开发区")),
    ("管理区", ("区",)),
    ("循环化工园区", ("化工园区", "循环化工园")),
)
ZONE_WORDS = frozenset(word for long, short in _ZONE_KINDS for word in (long, *short))
_COMMITTEE = re.compile(r"(?:(?:村民|居民)?委员会|(?:村|居)委会)$")


class Fit(IntEnum):
    """EXACT is the official name or a former one, SHORT its stem, LOOSE what it nearly was."""

    EXACT = 0
    SHORT = 1
    LOOSE = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one form may mean; `former` when it is a name of the past."""

    code: RegionCode
    fit: Fit
    former: bool = False


@cache
def upper_forms() -> Mapping[str, tuple[Spoken, ...]]:
    """Every way to say the province, a city, a county or a zone; zones also without their city.

    Areas that editors added are here too, whatever level their codes have.
    """
    found: dict[str, list[Spoken]] = {}
    for place in upper_regions():
        for form, fit in _forms(place):
            found.setdefault(form, []).append(Spoken(place.code, fit))
    for form, meant in _added_names():
        found.setdefault(form, []).append(meant)
    return {form: _nearest(meanings) for form, meanings in found.items()}


@cache
def township_forms() -> Mapping[str, tuple[Spoken, ...]]:
    """A township, town or subdistrict by its name or the stem of it: 南牛镇, 南牛."""
    found: dict[str, list[Spoken]] = {}
    for place in regions():
        if place.level is Level.TOWNSHIP:
            for form, fit in _forms(place):
                found.setdefault(form, []).append(Spoken(place.code, fit))
    return {form: _nearest(meanings) for form, meanings in found.items()}


def village_names(name: str) -> frozenset[str]:
    """What is left of a village's name without its committee, then without 村 or 社区.

    东街村民委员会, 东街村委会 and 东街村 share 东街. Two places may be one if they share a name.
    """
    bare = _COMMITTEE.sub("", name) or name
    return frozenset({bare, re.sub(r"(?<=..)(?:社区|村)$", "", bare)})


def _nearest(meanings: list[Spoken]) -> tuple[Spoken, ...]:
    """One meaning a place, the best fit of it."""
    best: dict[RegionCode, Spoken] = {}
    for meaning in sorted(meanings, key=lambda one: (one.fit, one.former)):
        best.setdefault(meaning.code, meaning)
    return tuple(best.values())


def _forms(place: Region) -> Iterator[tuple[str, Fit]]:
    yield place.name, Fit.EXACT
    match place.level:
        case Level.PROVINCE | Level.CITY:
            stem = place.name[:-1]
            yield stem, Fit.SHORT
            yield stem + "地区", Fit.LOOSE
        case Level.COUNTY:
            yield from _county_forms(place.name)
        case Level.ZONE:
            yield from _zone_forms(_without_city(place))
        case Level.TOWNSHIP:
            yield from _township_forms(place)
        case Level.VILLAGE:
            pass


def _county_forms(name: str) -> Iterator[tuple[str, Fit]]:
    if parts := _COUNTY.match(name):
        stem = parts["stem"]
        if name.endswith("矿区"):  # 井陉 is 井陉县, and 井陉矿区 beside it
            yield stem + "矿", Fit.SHORT
            yield stem, Fit.LOOSE
        else:
            yield stem, Fit.SHORT
        for kind in "区县市":
            yield stem + kind, Fit.SHORT if "自治县" in name and kind == "县" else Fit.LOOSE


def _township_forms(place: Region) -> Iterator[tuple[str, Fit]]:
    if parts := _TOWNSHIP.match(place.name):
        yield parts["stem"], Fit.SHORT
    elif place.name.endswith("开发区"):  # 辛集开发区 is said under 辛集
        county = region(place.code[:6]).name
        bare = place.name.removeprefix("河北").removeprefix(county).removeprefix(county[:-1])
        yield from ((form, fit) for form, fit in _zone_forms(bare) if fit is not Fit.LOOSE)


def _without_city(zone: Region) -> str:
    city = region(zone.code[:4]).name
    return zone.name.removeprefix("河北").removeprefix(city).removeprefix(city[:-1])


def _zone_forms(name: str) -> Iterator[tuple[str, Fit]]:
    """Of 海港经济开发区: itself, 海港经开区, 海港开发区 and, loosely, 海港."""
    yield name, Fit.EXACT
    for long, shorts in _ZONE_KINDS:
        if name.endswith(long):
            stem = name.removesuffix(long)
            yield from ((stem + short, Fit.SHORT) for short in shorts if stem + short != "区")
            if len(stem) > 1:
                yield stem, Fit.LOOSE
            return
    if stem := re.sub(r"新区$|新城$", "", name):
        yield stem, Fit.LOOSE


def _added_names() -> Iterator[tuple[str, Spoken]]:
    """Former names, with their stems, and areas: data/regions/spoken_names.toml."""
    added = Table.parsed("spoken_names.toml", read(data("regions", "spoken_names.toml")))
    added.allow("former", "area")
    for name, code in _codes_by_name(added.table("former")):
        yield name, Spoken(code, Fit.EXACT, former=True)
        if len(name) > 2:
            yield name[:-1], Spoken(code, Fit.SHORT, former=True)
    for name, code in _codes_by_name(added.table("area")):
        yield name, Spoken(code, Fit.EXACT)


def _codes_by_name(names: Table) -> Iterator[tuple[str, RegionCode]]:
    """Raises UnknownRegion for a code that the table of divisions lacks."""
    for name in names.values:
        for code in names.words(name):
            yield name, region(code).code
