"""Whether a child is a migrant child in the sense of the Hebei plan of 2024-10-30.

Under 16, moved with a parent or other guardian out of the county of household registration, six
months or more in another one. Moves inside the central area of one city do not count. Whoever is
not covered still gets every answer of the desk; only no file is opened.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from content.central_area import CentralAreas, standard_areas
from content.region_table import PROVINCE, Level, is_known, region

GuardiansWith = Literal["both", "one", "none"]

SHORTEST_STAY_MONTHS = 6
AGE_LIMIT_YEARS = 16
# The codes of the provinces, then those of a county in it, so never 00 at the end.
_ELSEWHERE = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{2}(?!00)[0-9]{2}"
)


class Answer(StrEnum):
    """ASK: the desk cannot tell and hands the question to a person."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


class Because(StrEnum):
    """Stable codes: a screen has a sentence for each."""

    COVERED = "covered"

    SIXTEEN = "sixteen"
    SAME_COUNTY = "same_county"
    CENTRAL_AREA = "central_area"
    TOO_SHORT = "too_short"
    NOBODY_CAME = "nobody_came"

    BIRTH_DATE_MISSING = "birth_date_missing"
    ON_DATE_MISSING = "on_date_missing"
    IMPOSSIBLE_BIRTH_DATE = "impossible_birth_date"
    HOME_COUNTY_MISSING = "home_county_missing"
    LIVE_COUNTY_MISSING = "live_county_missing"
    UNKNOWN_HOME_COUNTY = "unknown_home_county"
    UNKNOWN_LIVE_COUNTY = "unknown_live_county"
    LIVES_OUTSIDE_HEBEI = "lives_outside_hebei"
    CITY_DECIDES = "city_decides"
    ZONE = "zone"
    MONTHS_MISSING = "months_missing"
    IMPOSSIBLE_MONTHS = "impossible_months"
    GUARDIANS_MISSING = "guardians_missing"


@dataclass(frozen=True, slots=True)
class Verdict:
    answer: Answer
    because: Because


_COVERED = Verdict(Answer.YES, Because.COVERED)


def eligible(
    birth_date: date | None,
    on_date: date | None,
    home_county_code: str | None,
    live_county_code: str | None,
    months_here: int | None,
    guardians_with: GuardiansWith | None,
    areas: CentralAreas | None = None,
) -> Verdict:
    """No, if one known fact decides so; else ask, if one is missing or impossible; else yes.

    Codes have six digits. NOBODY_CAME is a case for key care. `areas` are the standard ones
    unless given.
    """
    verdicts = (
        _by_age(birth_date, on_date),
        _by_county(home_county_code, live_county_code, areas or standard_areas()),
        _by_stay(months_here, birth_date, on_date),
        _by_guardians(guardians_with),
    )
    return _first(Answer.NO, verdicts) or _first(Answer.ASK, verdicts) or _COVERED


def _first(answer: Answer, verdicts: Iterable[Verdict]) -> Verdict | None:
    return next((verdict for verdict in verdicts if verdict.answer is answer), None)


def _no(because: Because) -> Verdict:
    return Verdict(Answer.NO, because)


def _ask(because: Because) -> Verdict:
    return Verdict(Answer.ASK, because)


def _by_age(born: date | None, on: date | None) -> Verdict:
    """A year of age is reached on the day after the birthday, as the courts count."""
    if born is None:
        return _ask(Because.BIRTH_DATE_MISSING)
    if on is None:
        return _ask(Because.ON_DATE_MISSING)
    if born > on:
        return _ask(Because.IMPOSSIBLE_BIRTH_DATE)
    # Compared by parts: a child born on 29 February needs no such day sixteen years later.
    reached = (on.year - AGE_LIMIT_YEARS, on.month, on.day) > (born.year, born.month, born.day)
    return _no(Because.SIXTEEN) if reached else _COVERED


def _by_county(home: str | None, live: str | None, areas: CentralAreas) -> Verdict:
    if home is None:
        return _ask(Because.HOME_COUNTY_MISSING)
    if live is None:
        return _ask(Because.LIVE_COUNTY_MISSING)
    if not _is_county(home):
        return _ask(Because.UNKNOWN_HOME_COUNTY)
    if not _is_county(live):
        return _ask(Because.UNKNOWN_LIVE_COUNTY)
    if not live.startswith(PROVINCE):  # its file is opened there, by rules not known here
        return _ask(Because.LIVES_OUTSIDE_HEBEI)
    return _by_codes(home, live, areas)


def _is_county(code: str) -> bool:
    """Known, in Hebei; in other provinces a code that could be one."""
    if code.startswith(PROVINCE):
        return len(code) == 6 and is_known(code)
    return _ELSEWHERE.fullmatch(code) is not None


def _by_codes(home: str, live: str, areas: CentralAreas) -> Verdict:
    """Another county is another six-digit code, be it a district and a county of one city."""
    if home == live:
        return _no(Because.SAME_COUNTY)
    if home[:4] != live[:4]:
        return _COVERED
    pair = (region(home), region(live))
    if any(place.level is Level.ZONE for place in pair):
        return _ask(Because.ZONE)  # only statistics know it: it lies in some county of the city
    if areas.central >= {home, live}:
        return _no(Because.CENTRAL_AREA)
    # Two converted districts may both be in the central area: that too is for the city to say.
    undecided = areas.central | areas.converted >= {home, live}
    return _ask(Because.CITY_DECIDES) if undecided else _COVERED


def _by_stay(months: int | None, born: date | None, on: date | None) -> Verdict:
    """A stay of six months is impossible for a child who has not lived that long."""
    if months is None:
        return _ask(Because.MONTHS_MISSING)
    if months < 0:
        return _ask(Because.IMPOSSIBLE_MONTHS)
    if months < SHORTEST_STAY_MONTHS:
        return _no(Because.TOO_SHORT)
    too_young = born is not None and on is not None and _age_in_months(born, on) < 6
    return _ask(Because.IMPOSSIBLE_MONTHS) if too_young else _COVERED


def _age_in_months(born: date, on: date) -> int:
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def _by_guardians(guardians_with: GuardiansWith | None) -> Verdict:
    match guardians_with:
        case "both" | "one":
            return _COVERED
        case "none":
            return _no(Because.NOBODY_CAME)
        case None:
            return _ask(Because.GUARDIANS_MISSING)
