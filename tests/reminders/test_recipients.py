"""Who is told: the order, as a table."""

import pytest

from reminders.recipients import around, director_of, seated, told
from reminders.steps import Step
from storage.access import Role
from storage.ids import PersonId
from storage.notices import Seat

CITY, COUNTY, TOWN = "13/1301", "13/1301/130123", "13/1301/130123/130123100"
VILLAGE = f"{TOWN}/130123100001"

WANG, MA, ZHAO, QIAN, SUN, ZHOU = (PersonId(number) for number in range(1, 7))

ONE_DIRECTOR = [Seat(WANG, Role.DIRECTOR, VILLAGE)]
TWO_DIRECTORS = [*ONE_DIRECTOR, Seat(MA, Role.DIRECTOR, VILLAGE)]
SUPERVISOR = [Seat(ZHAO, Role.SUPERVISOR, TOWN)]
COUNTY_DESK = [Seat(SUN, Role.ADMINISTRATOR, COUNTY)]
CITY_DESK = [Seat(ZHOU, Role.ADMINISTRATOR, CITY)]
ALL = [*ONE_DIRECTOR, *SUPERVISOR, *COUNTY_DESK, *CITY_DESK]


@pytest.mark.parametrize(
    ("seats", "assigned", "step", "people"),
    [
        (ALL, None, Step.BEFORE_14, (WANG,)),
        (ALL, None, Step.AFTER_3, (WANG,)),
        (ALL, None, Step.SUPERVISOR_7, (ZHAO,)),
        (ALL, None, Step.COUNTY_30, (SUN,)),
        ([*TWO_DIRECTORS, *SUPERVISOR], MA, Step.ON_DAY, (MA,)),
        (
            [*TWO_DIRECTORS, *SUPERVISOR],
            None,
            Step.ON_DAY,
            (ZHAO,),
        ),  # unclear whose: the next one up
        ([*ONE_DIRECTOR, *SUPERVISOR], MA, Step.ON_DAY, (WANG,)),  # the assigned one left office
        ([*SUPERVISOR, *COUNTY_DESK], None, Step.BEFORE_3, (ZHAO,)),  # no director at all
        ([*ONE_DIRECTOR, *COUNTY_DESK], None, Step.SUPERVISOR_7, (SUN,)),  # no supervisor
        (CITY_DESK, None, Step.BEFORE_14, (ZHOU,)),
        (CITY_DESK, None, Step.COUNTY_30, (ZHOU,)),
        ([*SUPERVISOR, Seat(QIAN, Role.SUPERVISOR, TOWN)], None, Step.SUPERVISOR_7, (ZHAO, QIAN)),
        ([*SUPERVISOR, Seat(QIAN, Role.SUPERVISOR, COUNTY)], None, Step.SUPERVISOR_7, (ZHAO,)),
        (ONE_DIRECTOR, None, Step.SUPERVISOR_7, ()),  # nobody sits above: counted as unheard
        ([], None, Step.ON_DAY, ()),
    ],
)
def test_the_first_rung_with_anybody_on_it_is_told(
    seats: list[Seat], assigned: PersonId | None, step: Step, people: tuple[PersonId, ...]
) -> None:
    assert told(around(VILLAGE, assigned, seated(seats)), step) == people


@pytest.mark.parametrize(
    ("seats", "assigned", "director"),
    [
        ([Seat(MA, Role.DIRECTOR, TOWN)], MA, MA),  # in office for the whole township
        ([Seat(MA, Role.DIRECTOR, TOWN)], None, None),  # but not the village's own
        ([Seat(MA, Role.DIRECTOR, f"{TOWN}/130123100002")], MA, None),
        ([Seat(WANG, Role.DIRECTOR, VILLAGE), Seat(WANG, Role.DIRECTOR, VILLAGE)], None, WANG),
    ],
)
def test_an_assignment_counts_at_or_below_the_directors_place(
    seats: list[Seat], assigned: PersonId | None, director: PersonId | None
) -> None:
    assert director_of(VILLAGE, assigned, seated(seats)) == director
