"""Complaints: the clock with the day before, on and after; and who may see one, level by level."""

from datetime import date

import pytest

from reminders.complaint_clock import after_climb, climbs, promised, working_days_left
from reminders.complaint_owners import (
    About,
    Concern,
    holders,
    levels,
    only_place,
    suspects,
    the_one,
    to_tell,
)
from storage.access import Role
from storage.complaint_seats import Seat
from storage.ids import PersonId

PROVINCE, CITY, COUNTY = "13", "13/1301", "13/1301/130123"
TOWN = f"{COUNTY}/130123100"
VILLAGE, NEXT = f"{TOWN}/130123100001", f"{TOWN}/130123100002"
WROTE = date(2026, 11, 23)
LONG_AGO = date(2024, 1, 1)

SUN, LUO, HAN, WANG, MA, ZHAO, CHEN = map(PersonId, range(1, 8))


def d(day: str) -> date:
    return date.fromisoformat(day)


@pytest.mark.parametrize(
    ("written", "by"),
    [
        ("2026-11-22", "2026-12-04"),  # a Sunday
        ("2026-11-23", "2026-12-07"),
        ("2026-11-24", "2026-12-08"),
        ("2026-09-30", "2026-10-20"),  # over the national holiday, with its make-up Saturday
    ],
)
def test_an_answer_is_promised_within_ten_working_days(written: str, by: str) -> None:
    assert promised(d(written)) == d(by)


def test_a_day_the_county_was_given_off_moves_the_promise() -> None:
    assert promised(WROTE, {d("2026-12-01"): False}) == d("2026-12-08")
    assert promised(WROTE, {d("2026-11-28"): True}) == d("2026-12-04")


@pytest.mark.parametrize(
    ("today", "late"), [("2026-12-06", False), ("2026-12-07", False), ("2026-12-08", True)]
)
def test_it_climbs_from_the_day_after(today: str, late: bool) -> None:
    assert climbs(d("2026-12-07"), d(today)) is late


def test_the_next_ones_up_have_five_working_days() -> None:
    assert after_climb(d("2026-12-08")) == d("2026-12-15")


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-11-23", 10),
        ("2026-12-04", 1),
        ("2026-12-05", 1),
        ("2026-12-06", 1),
        ("2026-12-07", 0),
        ("2026-12-08", 0),
    ],
)
def test_the_days_left_are_working_days(today: str, left: int) -> None:
    assert working_days_left(d(today), d("2026-12-07")) == left


def seat(
    who: PersonId,
    role: Role,
    path: str,
    since: date = LONG_AGO,
    until: date | None = None,
    reachable: bool = True,
) -> Seat:
    return Seat(who, role, path, since, until, reachable)


ADMIN = Role.ADMINISTRATOR
SUN_OF_COUNTY = seat(SUN, ADMIN, COUNTY)
LUO_OF_CITY = seat(LUO, ADMIN, CITY)
HAN_OF_PROVINCE = seat(HAN, ADMIN, PROVINCE)
OVER = (HAN_OF_PROVINCE, SUN_OF_COUNTY, LUO_OF_CITY)


def concern(
    about: About = About.DESK,
    path: str | None = VILLAGE,
    writer: PersonId | None = None,
    person: PersonId | None = None,
) -> Concern:
    return Concern(about, path, WROTE, writer, person)


def people(about: Concern, *seats: Seat, today: date = WROTE) -> list[tuple[PersonId, ...]]:
    return [level.people for level in levels(about, seats, today)]


def test_the_nearest_administrators_answer_and_above_them_city_and_province() -> None:
    assert people(concern(), *OVER) == [(SUN,), (LUO,), (HAN,)]


def test_who_stands_elsewhere_is_no_level() -> None:
    elsewhere = seat(MA, ADMIN, "13/1301/130124")
    assert people(concern(), elsewhere, LUO_OF_CITY) == [(LUO,)]


def test_nor_is_one_whom_nothing_reaches_or_whose_role_has_ended_or_not_begun() -> None:
    gone = seat(MA, ADMIN, COUNTY, until=d("2026-11-22"))
    coming = seat(ZHAO, ADMIN, COUNTY, since=d("2026-11-24"))
    deaf = seat(CHEN, ADMIN, COUNTY, reachable=False)
    assert people(concern(), gone, coming, deaf, LUO_OF_CITY) == [(LUO,)]


def test_where_the_place_is_unknown_nobody_may_see_it() -> None:
    assert people(concern(path=None), *OVER) == []


def test_what_climbed_is_still_for_those_below_and_not_for_those_above() -> None:
    found = levels(concern(), OVER, WROTE)
    assert holders(found, 0) == {SUN}
    assert holders(found, 1) == {SUN, LUO}
    assert to_tell(found, 1) == (LUO,)
    assert to_tell(found, 7) == (HAN,)
    assert to_tell((), 0) == ()


@pytest.mark.parametrize(
    ("about", "also"),
    [
        (About.DIRECTOR, seat(SUN, Role.DIRECTOR, VILLAGE)),
        (About.DIRECTOR, seat(SUN, Role.DIRECTOR, VILLAGE, until=d("2025-01-01"))),
        (About.SUPERVISOR, seat(SUN, Role.SUPERVISOR, TOWN)),
        (About.TRIAGE, seat(SUN, Role.TRIAGE, COUNTY)),
    ],
    ids=["a director", "once a director", "a supervisor", "a triage worker"],
)
def test_nobody_who_may_be_meant_sees_it_in_another_role_either(about: About, also: Seat) -> None:
    assert people(concern(about), *OVER, also) == [(LUO,), (HAN,)]


def test_another_villages_director_is_not_meant() -> None:
    other = seat(SUN, Role.DIRECTOR, NEXT)
    assert people(concern(About.DIRECTOR), *OVER, other)[0] == (SUN,)


def test_where_only_the_county_is_known_any_of_its_directors_may_be_meant() -> None:
    other = seat(SUN, Role.DIRECTOR, NEXT)
    assert people(concern(About.DIRECTOR, COUNTY), *OVER, other)[0] == (LUO,)


def test_the_person_found_out_is_kept_out_whatever_became_of_their_role() -> None:
    assert people(concern(About.DIRECTOR, person=SUN), *OVER) == [(LUO,), (HAN,)]


def test_about_an_administrator_it_goes_one_level_up() -> None:
    assert people(concern(About.ADMINISTRATOR), *OVER) == [(LUO,), (HAN,)]


def test_also_past_the_accused_ones_successor_and_their_second_office() -> None:
    successor = seat(MA, ADMIN, COUNTY, since=d("2026-11-25"))
    both = seat(SUN, ADMIN, CITY)
    found = people(concern(About.ADMINISTRATOR), *OVER, successor, both, today=d("2026-11-26"))
    assert found == [(LUO,), (HAN,)]


def test_a_county_without_administrators_then_accused_the_city() -> None:
    later = seat(SUN, ADMIN, COUNTY, since=d("2026-11-25"))
    about = concern(About.ADMINISTRATOR)
    assert people(about, LUO_OF_CITY, HAN_OF_PROVINCE, later, today=d("2026-11-26")) == [(HAN,)]


def test_the_accused_ones_leaving_takes_it_from_nobody() -> None:
    left = seat(SUN, ADMIN, COUNTY, until=d("2026-11-24"))
    found = people(concern(About.ADMINISTRATOR), left, LUO_OF_CITY, today=d("2026-11-26"))
    assert found == [(LUO,)]


def test_the_only_administrator_accused_leaves_nobody() -> None:
    assert people(concern(About.ADMINISTRATOR), SUN_OF_COUNTY) == []


def test_nobody_answers_themselves() -> None:
    assert people(concern(writer=SUN), *OVER) == [(LUO,), (HAN,)]


def test_the_person_is_found_where_only_one_can_be_meant() -> None:
    seats = [
        *OVER,
        seat(WANG, Role.DIRECTOR, VILLAGE),
        seat(MA, Role.DIRECTOR, NEXT),
        seat(ZHAO, Role.SUPERVISOR, TOWN),
        seat(CHEN, Role.TRIAGE, COUNTY),
    ]
    assert the_one(concern(About.DIRECTOR), seats) == WANG
    assert the_one(concern(About.SUPERVISOR), seats) == ZHAO
    assert the_one(concern(About.TRIAGE), seats) == CHEN
    assert the_one(concern(About.ADMINISTRATOR), seats) == SUN
    assert the_one(concern(About.DESK), seats) is None


def test_and_not_where_it_may_be_one_of_several() -> None:
    two = [seat(WANG, Role.DIRECTOR, VILLAGE), seat(MA, Role.DIRECTOR, VILLAGE)]
    assert the_one(concern(About.DIRECTOR), two) is None
    assert the_one(concern(About.DIRECTOR, COUNTY), two) is None
    assert the_one(concern(About.DIRECTOR, path=None), two) is None
    assert {WANG, MA} <= suspects(concern(About.DIRECTOR), two)


def test_a_colleague_complained_of_is_not_oneself() -> None:
    two = [seat(WANG, Role.DIRECTOR, VILLAGE), seat(MA, Role.DIRECTOR, VILLAGE)]
    assert the_one(concern(About.DIRECTOR, writer=WANG), two) == MA


def test_a_desk_of_one_county_knows_its_place() -> None:
    assert only_place([PROVINCE, COUNTY, CITY]) == COUNTY
    assert only_place([COUNTY, "13/1301/130124"]) is None
    assert only_place([]) is None
