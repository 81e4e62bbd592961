"""Whether a child is a migrant child in the sense of the plan."""

from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import combinations

import pytest

from content.central_area import CentralAreas, parse_areas, standard_areas
from content.eligibility import GuardiansWith, Verdict, eligible
from content.region_table import Level, UnknownRegion, upper_regions
from content.table import MalformedContent

TODAY = date(2026, 11, 23)

YUHUA, CHANGAN, GAOCHENG, LUQUAN = "130108", "130102", "130109", "130110"
ZHENGDING, XINJI, DINGZHOU = "130123", "130181", "130682"
LUBEI, FENGNAN = "130203", "130207"
SHIJIAZHUANG_ZONE, CHEMICAL_ZONE, TANGSHAN_ZONE = "130171", "130172", "130273"
HENAN, BEIJING = "411402", "110105"


@dataclass(frozen=True)
class Facts:
    """A child of eight from a county of Henan, a year in Yuhua, with both parents."""

    birth_date: date | None = date(2018, 5, 1)
    on_date: date | None = TODAY
    home: str | None = HENAN
    live: str | None = YUHUA
    months_here: int | None = 12
    guardians_with: GuardiansWith | None = "both"

    def verdict(self, areas: CentralAreas | None = None) -> Verdict:
        return eligible(
            self.birth_date,
            self.on_date,
            self.home,
            self.live,
            self.months_here,
            self.guardians_with,
            areas,
        )

    @property
    def said(self) -> tuple[str, str]:
        verdict = self.verdict()
        return verdict.answer.value, verdict.because.value


CHILD = Facts()
YES = ("yes", "covered")


def test_a_child_from_elsewhere_with_its_parents_is_covered() -> None:
    assert CHILD.said == YES


@pytest.mark.parametrize(
    ("born", "on", "said"),
    [
        (date(2010, 11, 23), date(2026, 11, 22), YES),
        (date(2010, 11, 23), date(2026, 11, 23), YES),  # the 16th birthday itself
        (date(2010, 11, 23), date(2026, 11, 24), ("no", "sixteen")),
        (date(2010, 12, 31), date(2026, 12, 31), YES),
        (date(2010, 12, 31), date(2027, 1, 1), ("no", "sixteen")),
        (date(2012, 2, 29), date(2028, 2, 28), YES),
        (date(2012, 2, 29), date(2028, 2, 29), YES),
        (date(2012, 2, 29), date(2028, 3, 1), ("no", "sixteen")),
        (date(2084, 2, 29), date(2100, 2, 28), YES),  # 2100 is no leap year
        (date(2084, 2, 29), date(2100, 3, 1), ("no", "sixteen")),
        (date(2012, 2, 28), date(2028, 2, 29), ("no", "sixteen")),
        (date(1950, 1, 1), TODAY, ("no", "sixteen")),
    ],
)
def test_under_sixteen_through_the_sixteenth_birthday(
    born: date, on: date, said: tuple[str, str]
) -> None:
    assert replace(CHILD, birth_date=born, on_date=on).said == said


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, ("no", "too_short")),
        (5, ("no", "too_short")),
        (6, YES),
        (7, YES),
        (96, YES),
        (-1, ("ask", "impossible_months")),
    ],
)
def test_six_months_or_more(months: int, said: tuple[str, str]) -> None:
    assert replace(CHILD, months_here=months).said == said


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2026, 5, 23), YES),
        (date(2026, 5, 24), ("ask", "impossible_months")),
        (TODAY, ("ask", "impossible_months")),
    ],
)
def test_a_child_cannot_have_stayed_longer_than_it_has_lived(
    born: date, said: tuple[str, str]
) -> None:
    assert replace(CHILD, birth_date=born, months_here=6).said == said


@pytest.mark.parametrize(
    ("guardians_with", "said"), [("both", YES), ("one", YES), ("none", ("no", "nobody_came"))]
)
def test_at_least_one_guardian_came_too(
    guardians_with: GuardiansWith, said: tuple[str, str]
) -> None:
    assert replace(CHILD, guardians_with=guardians_with).said == said


@pytest.mark.parametrize(
    ("home", "live", "said"),
    [
        (YUHUA, YUHUA, ("no", "same_county")),
        (ZHENGDING, ZHENGDING, ("no", "same_county")),
        (GAOCHENG, GAOCHENG, ("no", "same_county")),
        (SHIJIAZHUANG_ZONE, SHIJIAZHUANG_ZONE, ("no", "same_county")),
        # inside one city
        (CHANGAN, YUHUA, ("no", "central_area")),
        (YUHUA, CHANGAN, ("no", "central_area")),
        (GAOCHENG, YUHUA, ("ask", "city_decides")),
        (YUHUA, GAOCHENG, ("ask", "city_decides")),
        (GAOCHENG, LUQUAN, ("ask", "city_decides")),
        (ZHENGDING, YUHUA, YES),  # from a county
        (YUHUA, ZHENGDING, YES),
        (GAOCHENG, ZHENGDING, YES),
        (XINJI, YUHUA, YES),  # from a county-level city
        (DINGZHOU, "130602", YES),
        ("130121", "130123", YES),  # between two counties
        # inside one city, one end in a zone that only statistics know
        (YUHUA, SHIJIAZHUANG_ZONE, ("ask", "zone")),
        (SHIJIAZHUANG_ZONE, ZHENGDING, ("ask", "zone")),
        (SHIJIAZHUANG_ZONE, CHEMICAL_ZONE, ("ask", "zone")),
        # between two cities
        (YUHUA, LUBEI, YES),
        (GAOCHENG, FENGNAN, YES),
        (GAOCHENG, LUBEI, YES),
        (SHIJIAZHUANG_ZONE, TANGSHAN_ZONE, YES),
        (DINGZHOU, XINJI, YES),
        # from another province
        (HENAN, YUHUA, YES),
        (BEIJING, SHIJIAZHUANG_ZONE, YES),
        # to another province
        (YUHUA, BEIJING, ("ask", "lives_outside_hebei")),
        (BEIJING, BEIJING, ("ask", "lives_outside_hebei")),
        # no code of a county
        ("130199", YUHUA, ("ask", "unknown_home_county")),
        ("130100", YUHUA, ("ask", "unknown_home_county")),  # a city
        ("1301", YUHUA, ("ask", "unknown_home_county")),
        ("13", YUHUA, ("ask", "unknown_home_county")),
        ("130108001", YUHUA, ("ask", "unknown_home_county")),
        ("410000", YUHUA, ("ask", "unknown_home_county")),
        ("411400", YUHUA, ("ask", "unknown_home_county")),
        ("991402", YUHUA, ("ask", "unknown_home_county")),
        ("41140２", YUHUA, ("ask", "unknown_home_county")),  # a full-width digit
        ("", YUHUA, ("ask", "unknown_home_county")),
        ("裕华区", YUHUA, ("ask", "unknown_home_county")),
        (HENAN, "130199", ("ask", "unknown_live_county")),
        (HENAN, "", ("ask", "unknown_live_county")),
        ("130199", "130199", ("ask", "unknown_home_county")),
    ],
)
def test_another_county(home: str, live: str, said: tuple[str, str]) -> None:
    assert replace(CHILD, home=home, live=live).said == said


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        (replace(CHILD, birth_date=None), "birth_date_missing"),
        (replace(CHILD, on_date=None), "on_date_missing"),
        (replace(CHILD, home=None), "home_county_missing"),
        (replace(CHILD, live=None), "live_county_missing"),
        (replace(CHILD, months_here=None), "months_missing"),
        (replace(CHILD, guardians_with=None), "guardians_missing"),
        (Facts(None, None, None, None, None, None), "birth_date_missing"),
        (replace(CHILD, birth_date=date(2026, 11, 24)), "impossible_birth_date"),
        (replace(CHILD, birth_date=date(2026, 11, 24), months_here=0), "too_short"),
    ],
)
def test_a_needed_fact_missing_or_impossible(facts: Facts, because: str) -> None:
    assert facts.said == ("no" if because == "too_short" else "ask", because)


DECIDED: dict[str, dict[str, object]] = {
    "sixteen": {"birth_date": date(2010, 11, 22), "on_date": TODAY},
    "same_county": {"home": YUHUA, "live": YUHUA},
    "central_area": {"home": CHANGAN, "live": YUHUA},
    "too_short": {"months_here": 5},
    "nobody_came": {"guardians_with": "none"},
}
NAMES = tuple(field.name for field in fields(Facts))


@pytest.mark.parametrize("because", DECIDED)
@pytest.mark.parametrize("count", range(len(NAMES) + 1))
def test_a_known_fact_decides_no_whatever_else_is_missing(because: str, count: int) -> None:
    decided = replace(CHILD, **DECIDED[because])  # type: ignore[arg-type]
    others = [name for name in NAMES if name not in DECIDED[because]]
    for missing in combinations(others, count):
        without = dict.fromkeys(missing)
        assert replace(decided, **without).said == ("no", because)


IMPOSSIBLE: tuple[dict[str, object], ...] = (
    {"birth_date": date(2027, 1, 1)},
    {"home": "999999"},
    {"live": "130199"},
    {"months_here": -3},
)


@pytest.mark.parametrize(
    ("because", "impossible"),
    [
        (because, impossible)
        for because, decided in DECIDED.items()
        for impossible in IMPOSSIBLE
        if decided.keys().isdisjoint(impossible)
    ],
)
def test_a_known_fact_decides_no_whatever_else_is_impossible(
    because: str, impossible: dict[str, object]
) -> None:
    facts = replace(CHILD, **DECIDED[because], **impossible)  # type: ignore[arg-type]
    assert facts.said == ("no", because)


def test_the_first_of_several_reasons_is_given() -> None:
    nothing_fits = Facts(date(2000, 1, 1), TODAY, YUHUA, YUHUA, 0, "none")
    assert nothing_fits.said == ("no", "sixteen")


def test_a_city_that_has_decided_sets_it() -> None:
    moved = replace(CHILD, home=GAOCHENG, live=YUHUA)
    standard = standard_areas()
    inside = replace(standard, central=standard.central | {GAOCHENG})
    outside = replace(standard, converted=standard.converted - {GAOCHENG})

    assert moved.verdict(inside).because == "central_area"
    assert moved.verdict(outside).answer == "yes"


def test_every_district_is_listed_once_and_nothing_else() -> None:
    areas = standard_areas()
    districts = {
        place.code
        for place in upper_regions()
        if place.level is Level.COUNTY and place.name.endswith("区")
    }
    assert areas.central | areas.converted == districts
    assert not areas.central & areas.converted
    assert len(districts) == 49


@pytest.mark.parametrize(
    "wrong",
    [
        '[1301]\ncentral = ["130202"]',  # of another city
        '[1301]\ncentral = ["130102"]\nconverted = ["130102"]',
        '[1301]\nmiddle = ["130102"]',
        "[1301]\ncentral = [130102]",
    ],
)
def test_a_slip_in_the_districts_is_named(wrong: str) -> None:
    with pytest.raises(MalformedContent):
        parse_areas("districts", wrong)


def test_an_unknown_district_is_named() -> None:
    with pytest.raises(UnknownRegion):
        parse_areas("districts", '[1301]\ncentral = ["130199"]')
