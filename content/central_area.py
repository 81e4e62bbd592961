"""Which districts of a city are its central area: data/central_districts.toml."""

from dataclasses import dataclass
from functools import cache

from content.region_table import region
from content.table import Table, data, read


@dataclass(frozen=True, slots=True)
class CentralAreas:
    """Six-digit codes of districts of all cities.

    Of a `converted` one its city decides whether it belongs to the central area.
    """

    central: frozenset[str]
    converted: frozenset[str]


@cache
def standard_areas() -> CentralAreas:
    """Those of data/central_districts.toml."""
    return parse_areas("central_districts.toml", read(data("central_districts.toml")))


def parse_areas(source: str, toml: str) -> CentralAreas:
    """Raises MalformedContent for a code that stands twice or under another city, UnknownRegion
    for one that the table of divisions lacks.
    """
    central: set[str] = set()
    converted: set[str] = set()
    cities = Table.parsed(source, toml)
    for city in cities.values:
        listed = cities.table(city)
        listed.allow("central", "converted")
        for key, kept in (("central", central), ("converted", converted)):
            for code in listed.words(key):
                if not code.startswith(city) or code in central | converted:
                    raise listed.fault(key, f"districts of {city}, each once: {code}")
                kept.add(region(code).code)
    return CentralAreas(frozenset(central), frozenset(converted))
