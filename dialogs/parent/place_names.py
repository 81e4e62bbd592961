"""A stored place as people say it."""

from content.places import RegionCode, UnknownRegion, full_name


def place_name(code: str) -> str:
    try:
        return full_name(RegionCode(code))
    except UnknownRegion:
        return code
