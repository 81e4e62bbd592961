"""The first day of a county: what is over is spread over working days, the most urgent first."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.calendar import is_working_day, next_working_day
from content.intervals import standard_intervals
from reminders.backlog import begin_backlog, by_urgency, spread
from reminders.due import Kind
from reminders.morning import calls_now
from storage.calendar_days import set_days
from storage.database import Database
from storage.regional_rules import set_rule
from storage.reminders import Asked
from tests.village import NEXT_VILLAGE, OTHER_TOWN, PATHS, VILLAGE, Village, at

START = date(2026, 11, 23)
"""A Monday."""
COUNTY = PATHS["130123"]
NOW = at("2026-11-23")


@dataclass(frozen=True)
class Item:
    number: int
    due: date
    kind: str = Kind.CONTACT.value
    counted: bool = False


items = st.lists(
    st.builds(
        Item,
        st.integers(),
        st.dates(date(2024, 1, 1), START - timedelta(days=1)),
        st.sampled_from([kind.value for kind in Kind]),
        st.booleans(),
    ),
    max_size=150,
)
some_days_off = st.dictionaries(
    st.dates(START, START + timedelta(days=200)), st.booleans(), max_size=20
)


def test_key_care_comes_first_then_the_longest_over_then_what_is_more_than_paper() -> None:
    old, older = date(2026, 8, 1), date(2026, 7, 1)
    refresh = Item(1, old, Kind.REFRESH.value)
    visit = Item(2, old, Kind.VISIT.value)
    longest = Item(3, older, Kind.REFRESH.value)
    counted = Item(4, date(2025, 1, 1), Kind.REFRESH.value, counted=True)

    assert by_urgency([counted, refresh, visit, longest]) == [longest, visit, refresh, counted]


@pytest.mark.parametrize(
    ("count", "days", "planned"),
    [
        (0, 60, []),
        (1, 60, [0]),
        (2, 4, [0, 2]),
        (4, 4, [0, 1, 2, 3]),
        (5, 2, [0, 0, 0, 1, 1]),
    ],
)
def test_items_go_evenly_over_the_days(count: int, days: int, planned: list[int]) -> None:
    old = [Item(number, date(2026, 1, 1)) for number in range(count)]
    found = [day for _, day in spread(old, START, days=days)]
    assert found == [START + timedelta(days=number) for number in planned]


def test_days_off_are_left_out_and_the_first_day_may_be_one() -> None:
    old = [Item(number, date(2026, 1, 1)) for number in range(3)]
    saturday, monday_off = date(2026, 11, 21), {START: False}
    assert [day.day for _, day in spread(old, saturday, days=3)] == [23, 24, 25]
    assert [day.day for _, day in spread(old, saturday, monday_off, days=3)] == [24, 25, 26]


@given(items, some_days_off, st.integers(1, 60))
def test_spreading_loses_nothing_and_keeps_the_order_of_urgency(
    old: list[Item], exceptions: dict[date, bool], days: int
) -> None:
    planned = spread(old, START, exceptions, days)

    assert Counter(item for item, _ in planned) == Counter(old)
    assert [item for item, _ in planned] == by_urgency(old)
    dates = [day for _, day in planned]
    assert dates == sorted(dates)
    assert all(is_working_day(day, exceptions) for day in dates)
    assert not dates or dates[0] == next_working_day(START, exceptions)
    busiest = max(Counter(dates).values(), default=0)
    assert busiest <= -(-len(old) // days)


async def test_what_is_over_waits_for_its_day_and_climbs_from_there(database: Database) -> None:
    village = await Village.founded(database)
    children = [await village.child("2025-11-03") for _ in range(4)]
    for child in children:
        for kind in Kind:
            await village.held(village.wang, child, kind, "2026-02-02", at("2026-02-02"))
    async with database.write() as tx:
        assert await begin_backlog(tx, COUNTY, START) == 12

    open_now = await village.open()
    days = sorted(each.ask_on for each in open_now if each.ask_on)
    assert len(days) == 12
    assert days[0] == START
    assert len(set(days)) == 12
    last = max(open_now, key=lambda each: each.ask_on or START)
    assert _codes(last, START) == ()
    planned = last.ask_on
    assert planned is not None
    assert _codes(last, planned - timedelta(days=15)) == ()
    assert _codes(last, planned) == ("on_day",)
    assert _codes(last, planned + timedelta(days=6)) == ("after_3",)
    assert _codes(last, planned + timedelta(days=7)) == ("after_3", "supervisor_7")


async def test_it_goes_over_sixty_working_days_or_as_many_as_the_place_set(
    database: Database,
) -> None:
    village = await Village.founded(database)
    for place in (VILLAGE, NEXT_VILLAGE):
        for _ in range(2):
            child = await village.child("2025-11-03", region=place)
            await village.held(village.zhao, child, Kind.VISIT, "2026-01-05", at("2026-01-05"))
    async with database.write() as tx:
        await set_rule(tx, NEXT_VILLAGE, "backlog_days", 4, None, NOW)
        await set_days(tx, {date(2026, 11, 24): False}, None, NOW)
        await begin_backlog(tx, COUNTY, START)

    dated = [each for each in await village.open() if each.kind != "refresh"]
    days = {
        place: sorted(each.ask_on for each in dated if each.ask_on and place in each.path)
        for place in (VILLAGE, NEXT_VILLAGE)
    }
    assert [day.isoformat() for day in days[VILLAGE]] == [
        "2026-11-23",
        "2026-12-15",  # fifteen working days on, the 24th being off
        "2027-01-06",
        "2027-01-27",
    ]
    assert [day.day for day in days[NEXT_VILLAGE]] == [23, 25, 26, 27]


async def test_what_has_no_date_is_spread_over_its_interval(database: Database) -> None:
    village = await Village.founded(database)
    for _ in range(6):
        await village.child("2025-03-03")
    async with database.write() as tx:
        await begin_backlog(tx, COUNTY, START)

    planned = {
        kind: sorted(
            each.ask_on for each in await village.open() if each.kind == kind and each.ask_on
        )
        for kind in Kind
    }
    assert [len(days) for days in planned.values()] == [6, 6, 6]
    assert date(2027, 1, 23) < planned[Kind.CONTACT][-1] < date(2027, 2, 23)
    assert date(2027, 4, 1) < planned[Kind.REFRESH][-1] < date(2027, 5, 23)


async def test_only_what_was_due_before_in_that_place_and_once(database: Database) -> None:
    village = await Village.founded(database)
    await village.child("2026-08-22")  # its contact falls due on 22 November
    await village.child("2026-08-23")  # on the first day itself
    await village.child("2026-08-22", region=OTHER_TOWN)
    async with database.write() as tx:
        assert await begin_backlog(tx, PATHS["130123100"], START) == 1
        assert await begin_backlog(tx, PATHS["130123100"], START) == 0

    planned = [(each.due, each.path) for each in await village.open() if each.ask_on is not None]
    assert planned == [(date(2026, 11, 22), PATHS[VILLAGE])]


async def test_what_is_done_leaves_the_backlog(database: Database) -> None:
    village = await Village.founded(database)
    child = await village.child("2026-01-05")
    async with database.write() as tx:
        await begin_backlog(tx, COUNTY, START)
    await village.held(village.wang, child, Kind.VISIT, "2026-11-23", NOW)

    assert {each.kind: each.ask_on is None for each in await village.open()} == {
        "contact": True,
        "visit": True,
        "refresh": False,
    }


def _codes(asked: Asked, today: date) -> tuple[str, ...]:
    days = standard_intervals().steps
    return tuple(call.code for call in calls_now(asked, today, days))
