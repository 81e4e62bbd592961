"""When people are told."""

from datetime import date, datetime

import pytest

from reminders.hours import may_tell, tells_at

FREE = {date(2026, 5, 12): False}


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-05-11T08:29", "2026-05-11T08:40"),
        ("2026-05-11T08:30", "2026-05-11T08:30"),
        ("2026-05-11T19:59", "2026-05-11T19:59"),
        ("2026-05-11T20:00", "2026-05-13T08:40"),  # the 12th was taken off
        ("2026-05-12T12:00", "2026-05-13T08:40"),
        ("2026-05-15T20:00", "2026-05-18T08:40"),  # over the weekend
        ("2026-05-16T12:00", "2026-05-18T08:40"),
        ("2026-05-09T12:00", "2026-05-09T12:00"),  # a Saturday that is worked
        ("2026-09-30T20:00", "2026-10-08T08:40"),  # over the national holiday
    ],
)
def test_quiet_time_waits_for_the_next_working_morning(at: str, told: str) -> None:
    instant = datetime.fromisoformat(at)

    assert tells_at(instant, FREE) == datetime.fromisoformat(told)
    assert may_tell(instant, FREE) is (at == told)
