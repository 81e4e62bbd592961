"""Who is told: the order, as a table; who is away or out of reach is passed over."""

from dataclasses import replace
from datetime import date

import pytest

from reminders.recipients import around, director_of, rung_told, seated, seers, told
from reminders.steps import Step
from storage.access import Role
from storage.database import Database
from storage.ids import PersonId
from storage.seats import Cover, Seat
from tests.reminders.mornings import away, brought, out_of_reach, planned
from tests.village import NEXT_VILLAGE, Village, at, somebody
from tests.village import VILLAGE as PLACE

CITY, COUNTY, TOWN = "13/1301", "13/1301/130123", "13/1301/130123/130123100"
VILLAGE = f"{TOWN}/130123100001"
TODAY = date(2026, 5, 12)

WANG, MA, ZHAO, QIAN, SUN, ZHOU = (PersonId(number) for number in range(1, 7))

DIRECTOR = Seat(WANG, Role.DIRECTOR, VILLAGE)
ONE_DIRECTOR = [DIRECTOR]
TWO_DIRECTORS = [*ONE_DIRECTOR, Seat(MA, Role.DIRECTOR, VILLAGE)]
SUPERVISOR = [Seat(ZHAO, Role.SUPERVISOR, TOWN)]
COUNTY_DESK = [Seat(SUN, Role.ADMINISTRATOR, COUNTY)]
CITY_DESK = [Seat(ZHOU, Role.ADMINISTRATOR, CITY)]
ABOVE = [*SUPERVISOR, *COUNTY_DESK, *CITY_DESK]
ALL = [*ONE_DIRECTOR, *ABOVE]


def on_leave(seat: Seat, *covers: Cover) -> Seat:
    return replace(seat, away_until=TODAY, covers=covers)


def lost(seat: Seat) -> Seat:
    return replace(seat, reachable=False)


@pytest.mark.parametrize(
    ("seats", "assigned", "step", "people"),
    [
        (ALL, None, Step.BEFORE_14, (WANG,)),
        (ALL, None, Step.RESEND, (WANG,)),
        (ALL, None, Step.AFTER_3, (WANG,)),
        (ALL, None, Step.AGAIN, (WANG,)),
        (ALL, None, Step.NUDGE, (WANG,)),
        (ALL, None, Step.SUPERVISOR_7, (ZHAO,)),
        (ALL, None, Step.COUNTY_30, (SUN,)),
        ([*TWO_DIRECTORS, *SUPERVISOR], MA, Step.ON_DAY, (MA,)),
        # Unclear whose: the next one up.
        ([*TWO_DIRECTORS, *SUPERVISOR], None, Step.ON_DAY, (ZHAO,)),
        ([*ONE_DIRECTOR, *SUPERVISOR], MA, Step.ON_DAY, (WANG,)),  # the assigned one left office
        (ABOVE, None, Step.BEFORE_3, (ZHAO,)),  # no director at all
        ([*ONE_DIRECTOR, *COUNTY_DESK], None, Step.SUPERVISOR_7, (SUN,)),  # no supervisor
        (CITY_DESK, None, Step.BEFORE_14, (ZHOU,)),
        (CITY_DESK, None, Step.COUNTY_30, (ZHOU,)),
        ([*SUPERVISOR, Seat(QIAN, Role.SUPERVISOR, TOWN)], None, Step.SUPERVISOR_7, (ZHAO, QIAN)),
        ([*SUPERVISOR, Seat(QIAN, Role.SUPERVISOR, COUNTY)], None, Step.SUPERVISOR_7, (ZHAO,)),
        (ONE_DIRECTOR, None, Step.SUPERVISOR_7, ()),  # nobody sits above: counted as unheard
        ([], None, Step.ON_DAY, ()),
        # The director is away: the cover, wherever they sit; without one the supervisor.
        ([on_leave(DIRECTOR, Cover(MA)), *ABOVE], None, Step.ON_DAY, (MA,)),
        ([on_leave(DIRECTOR), *ABOVE], None, Step.ON_DAY, (ZHAO,)),
        ([on_leave(DIRECTOR, Cover(MA, reachable=False)), *ABOVE], None, Step.ON_DAY, (ZHAO,)),
        ([on_leave(DIRECTOR, Cover(MA, present=False)), *ABOVE], None, Step.ON_DAY, (ZHAO,)),
        ([on_leave(lost(DIRECTOR), Cover(MA)), *ABOVE], None, Step.ON_DAY, (MA,)),
        ([on_leave(DIRECTOR, Cover(MA)), *ABOVE], None, Step.SUPERVISOR_7, (ZHAO,)),
        # No way to reach the director: the supervisor at once.
        ([lost(DIRECTOR), *ABOVE], None, Step.BEFORE_14, (ZHAO,)),
        # The supervisor away, or out of reach: the county at once.
        ([DIRECTOR, on_leave(SUPERVISOR[0], Cover(QIAN)), *COUNTY_DESK], None, Step.SUPERVISOR_7, (QIAN,)),
        ([DIRECTOR, on_leave(SUPERVISOR[0]), *COUNTY_DESK], None, Step.SUPERVISOR_7, (SUN,)),
        ([DIRECTOR, lost(SUPERVISOR[0]), *COUNTY_DESK], None, Step.SUPERVISOR_7, (SUN,)),
        ([lost(DIRECTOR), lost(SUPERVISOR[0]), *COUNTY_DESK], None, Step.BEFORE_3, (SUN,)),
        # Of two supervisors the one who is there.
        ([lost(SUPERVISOR[0]), Seat(QIAN, Role.SUPERVISOR, TOWN)], None, Step.SUPERVISOR_7, (QIAN,)),
        # The county out of reach: the city; then nobody.
        ([lost(COUNTY_DESK[0]), *CITY_DESK], None, Step.COUNTY_30, (ZHOU,)),
        ([lost(COUNTY_DESK[0]), on_leave(CITY_DESK[0])], None, Step.COUNTY_30, ()),
    ],
)  # fmt: skip
def test_the_first_rung_with_anybody_on_it_is_told(
    seats: list[Seat], assigned: PersonId | None, step: Step, people: tuple[PersonId, ...]
) -> None:
    who = around(VILLAGE, assigned, seated(seats))

    assert told(who, step) == people
    assert (rung_told(who, step)[0] is None) is (not people)


@pytest.mark.parametrize(
    ("seats", "assigned", "director"),
    [
        ([Seat(MA, Role.DIRECTOR, TOWN)], MA, MA),  # in office for the whole township
        ([Seat(MA, Role.DIRECTOR, TOWN)], None, None),  # but not the village's own
        ([Seat(MA, Role.DIRECTOR, f"{TOWN}/130123100002")], MA, None),
        ([Seat(WANG, Role.DIRECTOR, VILLAGE), Seat(WANG, Role.DIRECTOR, VILLAGE)], None, WANG),
        ([on_leave(DIRECTOR, Cover(MA))], None, WANG),  # away, it is theirs still
    ],
)
def test_an_assignment_counts_at_or_below_the_directors_place(
    seats: list[Seat], assigned: PersonId | None, director: PersonId | None
) -> None:
    assert director_of(VILLAGE, assigned, seated(seats)) == director


def test_who_is_away_sees_their_own_and_their_cover_sees_it_too() -> None:
    absent = Cover(MA, present=False, reachable=False)
    seats = seated([on_leave(DIRECTOR, absent), on_leave(SUPERVISOR[0], Cover(QIAN)), *COUNTY_DESK])

    assert seers(VILLAGE, None, Role.DIRECTOR, seats) == {WANG, MA}
    assert seers(VILLAGE, None, Role.SUPERVISOR, seats) == {ZHAO, QIAN}
    assert seers(VILLAGE, None, Role.ADMINISTRATOR, seats) == set()


async def test_leave_moves_the_notices_to_the_cover_from_to(database: Database) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    await village.child("2026-02-15")  # due on Friday 15 May
    wang = village.wang.person
    await away(database, wang, "2026-05-12", "2026-05-14", ma.person)

    readers = {}
    for day in ("2026-05-11", "2026-05-12", "2026-05-14", "2026-05-15"):
        await planned(database, day)
        readers[day[-2:]] = set(await brought(database, day))

    assert readers == {"11": {wang}, "12": {ma.person}, "14": set(), "15": {wang}}


@pytest.mark.parametrize("covered", [False, True])
async def test_leave_without_a_cover_who_is_there_tells_the_supervisor(
    database: Database, *, covered: bool
) -> None:
    village = await Village.founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    await village.child("2026-02-15")
    cover = ma.person if covered else None
    await away(database, village.wang.person, "2026-05-12", "2026-05-12", cover)
    await away(database, ma.person, "2026-05-12", "2026-05-12")

    await planned(database, "2026-05-12")

    assert set(await brought(database, "2026-05-12")) == {village.zhao.person}


async def test_a_supervisor_away_or_out_of_reach_leaves_it_to_the_county(
    database: Database,
) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15")
    await away(database, village.zhao.person, "2026-05-22", "2026-05-31")

    await planned(database, "2026-05-22")

    assert set(await brought(database, "2026-05-22")) == {village.wang.person, village.sun.person}


async def test_nobody_who_can_be_reached_is_nobody(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-02-15", region=PLACE)
    for person in (village.wang, village.zhao, village.sun):
        await out_of_reach(database, person.person, at("2026-05-11"))

    made = await planned(
        database, "2026-06-15"
    )  # the director's step, the supervisor's, the county's

    assert (made.digests, made.unheard) == (0, 3)
