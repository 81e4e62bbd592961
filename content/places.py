"""The places of Hebei: the divisions by code, and as people name them. The door to both."""

from content.place_mention import place_in
from content.place_search import find_place
from content.region_table import (
    PROVINCE,
    Level,
    Region,
    RegionCode,
    UnknownRegion,
    ancestry,
    children,
    city_of,
    county_of,
    default_path,
    full_name,
    is_known,
    region,
    regions,
    spoken_name,
    upper_regions,
)

__all__ = [
    "PROVINCE",
    "Level",
    "Region",
    "RegionCode",
    "UnknownRegion",
    "ancestry",
    "children",
    "city_of",
    "county_of",
    "default_path",
    "find_place",
    "full_name",
    "is_known",
    "place_in",
    "region",
    "regions",
    "spoken_name",
    "upper_regions",
]
