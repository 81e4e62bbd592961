"""Times in which a child with a marked risk is contacted more often."""

from datetime import date

import pytest

from content.care_periods import CarePeriods, care_periods, close_months, parse_care_periods
from content.intervals import standard_intervals
from content.kinds import kinds
from content.table import MalformedContent

LONG_AGO = date(2020, 1, 1)
LATE = date(2027, 12, 31)

PERIOD = """
[[period]]
code = "WINTER"
name = { zh = "寒假", en = "Winter holiday" }
from = "01-20"
to = "02-25"
"""
ARRIVAL = """
[arrival]
weeks = 2
"""
IN_2027 = PERIOD.replace("01-20", "01-28") + "year = 2027"
IN_TANGSHAN = PERIOD.replace("01-20", "01-10") + 'region = "1302"'


def read(*parts: str) -> CarePeriods:
    return parse_care_periods("test", "\n".join([*parts, ARRIVAL]))


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(2026, 4, 1), date(2026, 6, 7)),  # the university entrance exam
        (date(2026, 6, 7), date(2026, 6, 7)),
        (date(2026, 6, 9), date(2026, 6, 9)),  # its last day
        (date(2026, 6, 10), date(2026, 6, 20)),  # the senior secondary one
        (date(2026, 6, 23), date(2026, 7, 10)),  # the summer holiday
        (date(2026, 8, 31), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2027, 1, 20)),  # the winter holiday, over the new year
        (date(2027, 2, 25), date(2027, 2, 25)),
    ],
)
def test_the_earliest_day_in_a_care_period(since: date, first: date) -> None:
    assert care_periods().first_day(since, LATE, LONG_AGO) == first


@pytest.mark.parametrize(
    ("before", "first"),
    [
        (date(2026, 6, 6), None),
        (date(2026, 6, 7), None),
        (date(2026, 6, 8), date(2026, 6, 7)),
    ],
)
def test_only_what_comes_before_the_plain_day_counts(before: date, first: date | None) -> None:
    assert care_periods().first_day(date(2026, 4, 1), before, LONG_AGO) == first


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 10, 12), date(2026, 10, 12)),  # the last day of six weeks
        (date(2026, 10, 13), date(2027, 1, 20)),
    ],
)
def test_the_first_six_weeks_after_arrival_are_one(since: date, first: date) -> None:
    assert care_periods().first_day(since, LATE, entered=date(2026, 9, 1)) == first


@pytest.mark.parametrize(
    ("year", "path", "first"),
    [
        (2026, "13/1301/130123", date(2026, 1, 20)),
        (2027, "13/1301/130123", date(2027, 1, 28)),  # set for that year
        (2026, "13/1302/130202", date(2026, 1, 10)),  # set by the city
        (2027, "13/1302/130202", date(2027, 1, 10)),
        (2026, "1302", date(2026, 1, 10)),
    ],
)
def test_a_city_and_a_year_set_their_own(year: int, path: str, first: date) -> None:
    periods = read(PERIOD, IN_2027, IN_TANGSHAN)
    assert periods.first_day(date(year, 1, 1), date(year, 12, 31), LONG_AGO, path) == first


def test_only_the_plain_interval_comes_of_the_reasons() -> None:
    plan = standard_intervals()
    marked = [each.code for each in kinds().key_care_reasons if each.close_contact]
    assert marked == ["K-PSY"]
    assert close_months(["K-POOR", "K-PSY"], plan) == 1
    assert close_months(["K-POOR"], plan) is None
    assert close_months(["unknown"], plan) is None


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (PERIOD.replace("02-25", "01-19"), "to"),
        (PERIOD.replace("02-25", "02-30"), "to"),
        (PERIOD.replace("01-20", "20 January"), "from"),
        (PERIOD + "often = 1", "often"),
        (PERIOD + "year = 'x'", "year"),
    ],
)
def test_a_slip_is_named(wrong: str, key: str) -> None:
    with pytest.raises(MalformedContent) as slip:
        read(wrong)
    assert slip.value.key == key
