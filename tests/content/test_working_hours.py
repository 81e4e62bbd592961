"""Hours in which offices are open, as a table: evenings, lunch, weekends, holidays, make-up days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from content.working_hours import after_working_time, next_working

ZONE = ZoneInfo("Asia/Shanghai")
CLOSED_TUESDAY = {date(2026, 11, 24): False}
WORKED_SATURDAY = {date(2026, 11, 28): True}


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "exceptions", "then"),
    [
        ("2026-11-23T08:30", {}, "2026-11-23T10:30"),
        ("2026-11-23T10:00", {}, "2026-11-23T12:00"),  # through the session's end
        ("2026-11-23T10:01", {}, "2026-11-23T13:31"),  # lunch does not count
        ("2026-11-23T12:40", {}, "2026-11-23T15:30"),
        ("2026-11-23T15:30", {}, "2026-11-23T17:30"),
        ("2026-11-23T16:30", {}, "2026-11-24T09:30"),  # over the evening
        ("2026-11-23T22:00", {}, "2026-11-24T10:30"),
        ("2026-11-23T03:00", {}, "2026-11-23T10:30"),
        ("2026-11-27T17:00", {}, "2026-11-30T10:00"),  # Friday to Monday
        ("2026-11-27T17:00", WORKED_SATURDAY, "2026-11-28T10:00"),
        ("2026-11-23T16:30", CLOSED_TUESDAY, "2026-11-25T09:30"),
        ("2026-09-30T17:30", {}, "2026-10-08T10:30"),  # the week of the National Day
        ("2026-10-10T09:00", {}, "2026-10-10T11:00"),  # a Saturday that is worked for it
    ],
)
def test_two_working_hours(at: str, exceptions: dict[date, bool], then: str) -> None:
    assert after_working_time(local(at), timedelta(hours=2), exceptions) == local(then)


@pytest.mark.parametrize(
    ("at", "exceptions", "then"),
    [
        ("2026-11-23T08:39", {}, "2026-11-23T08:40"),
        ("2026-11-23T08:40", {}, "2026-11-24T08:40"),
        ("2026-11-27T20:00", {}, "2026-11-30T08:40"),
        ("2026-11-27T20:00", WORKED_SATURDAY, "2026-11-28T08:40"),
        ("2026-11-23T20:00", CLOSED_TUESDAY, "2026-11-25T08:40"),
    ],
)
def test_the_next_working_morning(at: str, exceptions: dict[date, bool], then: str) -> None:
    assert next_working(local(at), time(8, 40), exceptions) == local(then)
