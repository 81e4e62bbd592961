"""Numbers of a county: small ones hidden, also from who subtracts; half-years; who answers; the machine."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from content.intervals import standard_intervals
from reminders.county import (
    SMALL,
    Answering,
    ClosingIn,
    Count,
    Machine,
    Refreshed,
    Shown,
    answering,
    answering_role,
    closing_in,
    half_year,
    last_morning,
    late_in,
    machine,
    part_of,
    refreshed,
    shown,
    total,
)
from storage.access import Role
from storage.county_counts import LateAt, Place, Pulse, RefreshedAt
from storage.ids import PersonId
from storage.townships import Official
from tests.village import NEXT_VILLAGE, OTHER_TOWN, PATHS, VILLAGE, ZONE, at

TODAY = date(2026, 11, 23)
COUNTY = PATHS["130123"]
TOWNSHIP = Place("130123100", "城关镇", PATHS["130123100"])
HIDDEN = Count(SMALL, Shown.BELOW)


@pytest.mark.parametrize(
    ("number", "as_shown"),
    [(0, Count(0)), (1, HIDDEN), (4, HIDDEN), (5, Count(5)), (6, Count(6))],
)
def test_one_to_four_are_below_five_and_none_is_none(number: int, as_shown: Count) -> None:
    assert shown(number) == as_shown


@pytest.mark.parametrize(
    ("column", "sum_shown"),
    [
        ((), Count(0)),
        ((0, 0), Count(0)),
        ((6, 7), Count(13)),
        ((3,), HIDDEN),
        ((0, 3), HIDDEN),
        ((6, 3), Count(7, Shown.AT_LEAST)),  # exact, it would tell the 3
        ((3, 3), Count(2, Shown.AT_LEAST)),
        ((6, 0, 1, 4), Count(8, Shown.AT_LEAST)),
    ],
)
def test_a_sum_is_exact_only_where_nothing_in_it_is_hidden(
    column: tuple[int, ...], sum_shown: Count
) -> None:
    assert total([shown(number) for number in column]) == sum_shown


def test_no_hidden_number_follows_from_its_column() -> None:
    """Every column of three numbers: what is shown fits more than one value of each hidden one."""
    columns: dict[tuple[Count, ...], set[tuple[int, ...]]] = {}
    for column in product(range(9), repeat=3):
        counts = tuple(shown(number) for number in column)
        columns.setdefault((*counts, total(counts)), set()).add(column)
    for counts, fitting in columns.items():
        for place, count in enumerate(counts[:-1]):
            values = {column[place] for column in fitting}
            assert (count.shown is Shown.EXACTLY) is (len(values) == 1), (counts, values)


@pytest.mark.parametrize(
    ("children", "done", "told"),
    [
        (0, 0, Refreshed(Count(0), Count(0), Count(0))),
        (4, 4, Refreshed(HIDDEN, None, None)),
        (40, 40, Refreshed(Count(40), Count(40), Count(0))),
        (40, 20, Refreshed(Count(40), Count(20), Count(20))),
        (40, 38, Refreshed(Count(40), None, HIDDEN)),  # the 38 would tell the 2
        (40, 2, Refreshed(Count(40), HIDDEN, None)),
        (6, 3, Refreshed(Count(6), None, None)),
        (6, 5, Refreshed(Count(6), None, None)),
        (9, 5, Refreshed(Count(9), None, None)),
        (10, 6, Refreshed(Count(10), None, HIDDEN)),
    ],
)
def test_next_to_a_hidden_number_only_one_more_is_told(
    children: int, done: int, told: Refreshed
) -> None:
    assert refreshed(children, done) == told


def test_no_hidden_number_follows_from_the_other_two() -> None:
    fitting: dict[Refreshed, set[tuple[int, int]]] = {}
    for children in range(30):
        for done in range(children + 1):
            fitting.setdefault(refreshed(children, done), set()).add((children, done))
    for told, pairs in fitting.items():
        lefts = {children - done for children, done in pairs}
        for count, values in (
            (told.children, {children for children, _ in pairs}),
            (told.refreshed or HIDDEN, {done for _, done in pairs}),
            (told.left or HIDDEN, lefts),
        ):
            assert count.shown is Shown.EXACTLY or len(values) > 1, (told, pairs)


def test_items_are_added_up_below_the_scope_the_longest_first() -> None:
    found = [
        LateAt(PATHS[VILLAGE], 4, TODAY - timedelta(days=31)),
        LateAt(PATHS[NEXT_VILLAGE], 3, TODAY - timedelta(days=40)),
        LateAt(PATHS[OTHER_TOWN], 2, TODAY - timedelta(days=90)),
    ]
    assert [(each.path, each.items, each.days) for each in late_in(found, COUNTY, TODAY)] == [
        (PATHS["130123001"], HIDDEN, 90),
        (TOWNSHIP.path, Count(7), 40),
    ]
    (city,) = late_in(found, PATHS["1301"], TODAY)
    assert (city.path, city.items) == (COUNTY, Count(9))


@pytest.mark.parametrize(
    ("path", "scope", "part"),
    [
        (PATHS[VILLAGE], COUNTY, TOWNSHIP.path),
        (TOWNSHIP.path, COUNTY, TOWNSHIP.path),
        (COUNTY, COUNTY, COUNTY),
        (PATHS[VILLAGE], "13", "13/1301"),
    ],
)
def test_the_place_right_below_a_scope(path: str, scope: str, part: str) -> None:
    assert part_of(path, scope) == part


def test_key_care_and_counted_children_are_apart() -> None:
    found = [
        RefreshedAt(PATHS[VILLAGE], True, 6, 6),
        RefreshedAt(PATHS[VILLAGE], False, 30, 10),
        RefreshedAt(PATHS[NEXT_VILLAGE], False, 20, 20),
    ]
    assert closing_in(found, COUNTY) == (
        ClosingIn(TOWNSHIP.path, refreshed(6, 6), refreshed(50, 30)),
    )


@pytest.mark.parametrize(
    ("today", "begins", "ends"),
    [
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 1), date(2027, 6, 30)),
    ],
)
def test_the_half_year_a_day_lies_in(today: date, begins: date, ends: date) -> None:
    assert half_year(today, standard_intervals().closings) == (begins, ends)


def _supervisor(path: str = TOWNSHIP.path, **how: object) -> Official:
    known: dict[str, object] = {"reached": True, "away_until": None, "cover": None} | how
    return Official(
        PersonId(3), Role.SUPERVISOR, "130123100", "城关镇", path, None,
        unreached_since=None, leave=None, **known,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "state"),
    [
        ([], Answering.MISSING),
        ([_supervisor(PATHS["130123001"])], Answering.MISSING),
        ([_supervisor()], Answering.REACHED),
        ([_supervisor(reached=False)], Answering.UNREACHABLE),
        ([_supervisor(away_until=TODAY)], Answering.ON_LEAVE),
        ([_supervisor(away_until=TODAY, cover=PersonId(9))], Answering.REACHED),
        ([_supervisor(reached=False), _supervisor()], Answering.REACHED),
    ],
)
def test_whether_somebody_answers_for_a_place(people: list[Official], state: Answering) -> None:
    assert answering(TOWNSHIP, people) is state


def test_a_township_has_a_supervisor_and_a_county_an_administrator() -> None:
    assert answering_role(TOWNSHIP) is Role.SUPERVISOR
    assert answering_role(Place("130123", "正定县", COUNTY)) is Role.ADMINISTRATOR


NOW = at("2026-11-23", "09:00")
MORNING = at("2026-11-23", "08:30")
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("planned", "waiting", "now", "state"),
    [
        (None, None, NOW, Machine.NEVER_PLANNED),
        (MORNING, None, NOW, Machine.RUNNING),
        (MORNING - timedelta(days=1), None, MORNING + 15 * MINUTE, Machine.RUNNING),
        (MORNING - timedelta(days=1), None, MORNING + 16 * MINUTE, Machine.NOT_PLANNED),
        (MORNING, NOW - 15 * MINUTE, NOW, Machine.RUNNING),
        (MORNING, NOW - 16 * MINUTE, NOW, Machine.NOT_SENDING),
    ],
)
def test_when_the_machine_is_late(
    planned: datetime | None, waiting: datetime | None, now: datetime, state: Machine
) -> None:
    assert machine(Pulse(planned, waiting), MORNING, now) is state


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (at("2026-11-23", "08:29"), at("2026-11-22", "08:30")),
        (MORNING, MORNING),
        (at("2026-11-23", "23:59"), MORNING),
    ],
)
def test_the_last_morning(now: datetime, morning: datetime) -> None:
    assert last_morning(now, ZONE).astimezone(UTC) == morning
