"""Which clock runs, and its borders to the second."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from referrals.clocks import (
    ZONE,
    Breach,
    Clock,
    Standing,
    after_climb,
    next_breach,
    opening,
    restarted,
)
from referrals.levels import Level
from storage.referrals import OPEN, State

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
SECOND = timedelta(seconds=1)
ANSWERED = MONDAY + timedelta(hours=1)


def in_care(level: Level, **more: datetime | None) -> Standing:
    """Answered, and nobody waits unless `more` says so."""
    waiting = more.get("waiting_since")
    return replace(
        opening(level, MONDAY),
        state=State.IN_CARE,
        responded_at=ANSWERED,
        moved_at=ANSWERED,
        waiting_since=waiting,
    )


@pytest.mark.parametrize(
    ("level", "clock", "at"),
    [
        (Level.P0, Clock.ACKNOWLEDGE, MONDAY + timedelta(minutes=15)),
        (Level.P1, Clock.FIRST_RESPONSE, MONDAY + timedelta(hours=8)),
        (Level.P2, Clock.FIRST_RESPONSE, MONDAY + timedelta(hours=72)),
        (Level.P3, Clock.FIRST_RESPONSE, datetime(2026, 12, 7, 17, 30, tzinfo=ZONE)),
    ],
)
def test_the_first_clock_of_each_level(level: Level, clock: Clock, at: datetime) -> None:
    assert next_breach(opening(level, MONDAY)) == Breach(clock, MONDAY, at)


@pytest.mark.parametrize(
    ("level", "at"),
    [
        (Level.P0, MONDAY + timedelta(hours=2)),
        (Level.P1, MONDAY + timedelta(hours=8)),
        (Level.P2, MONDAY + timedelta(hours=72)),
    ],
)
def test_claimed_the_first_response_runs_from_the_opening(level: Level, at: datetime) -> None:
    claimed = replace(opening(level, MONDAY), state=State.CLAIMED, moved_at=ANSWERED)

    assert next_breach(claimed) == Breach(Clock.FIRST_RESPONSE, MONDAY, at)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (timedelta(minutes=15) - SECOND, False),
        (timedelta(minutes=15), True),
        (timedelta(minutes=15) + SECOND, True),
    ],
)
def test_the_first_late_instant_is_the_breach(now: timedelta, late: bool) -> None:
    breach = next_breach(opening(Level.P0, MONDAY))

    assert breach is not None
    assert (breach.at <= MONDAY + now) is late


@pytest.mark.parametrize(
    ("opened", "at"),
    [
        # Friday night: Monday is the first working day, the tenth is the Friday after next
        (datetime(2026, 11, 27, 23, 0, tzinfo=ZONE), datetime(2026, 12, 11, 17, 30, tzinfo=ZONE)),
        # over the National Day holiday 2026 (1 to 7 October; Saturday the 10th is worked)
        (datetime(2026, 9, 30, 9, 0, tzinfo=ZONE), datetime(2026, 10, 20, 17, 30, tzinfo=ZONE)),
    ],
)
def test_routine_runs_in_working_days(opened: datetime, at: datetime) -> None:
    breach = next_breach(opening(Level.P3, opened))

    assert breach is not None
    assert breach.at == at


def test_in_care_the_reply_runs_from_the_familys_message() -> None:
    wrote = MONDAY + timedelta(days=2)

    assert next_breach(in_care(Level.P1, waiting_since=wrote)) == Breach(
        Clock.REPLY, wrote, wrote + timedelta(hours=8)
    )


def test_where_nobody_waits_the_holder_is_asked_to_look_again() -> None:
    assert next_breach(in_care(Level.P0)) == Breach(
        Clock.LOOK_AGAIN, ANSWERED, ANSWERED + timedelta(days=7)
    )


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("waiting", [True, False])
def test_open_always_has_a_clock_and_over_never(level: Level, state: State, waiting: bool) -> None:
    standing = replace(in_care(level, waiting_since=MONDAY if waiting else None), state=state)

    assert (next_breach(standing) is not None) is (state in OPEN)


def test_a_deed_that_leaves_the_clock_alone_does_not_restart_it() -> None:
    queued = opening(Level.P2, MONDAY)
    claimed = replace(queued, state=State.CLAIMED, moved_at=ANSWERED)

    assert restarted(queued, claimed) is None


def test_claiming_an_urgent_one_ends_one_clock_and_shows_the_next() -> None:
    queued = opening(Level.P0, MONDAY)
    claimed = replace(queued, state=State.CLAIMED)

    assert restarted(queued, claimed) == next_breach(claimed)


@pytest.mark.parametrize(
    ("level", "clock", "pause"),
    [
        (Level.P0, Clock.ACKNOWLEDGE, timedelta(minutes=15)),
        (Level.P1, Clock.FIRST_RESPONSE, timedelta(hours=1)),
        (Level.P2, Clock.REPLY, timedelta(hours=24)),
        (Level.P3, Clock.FIRST_RESPONSE, timedelta(days=1, hours=8, minutes=30)),
        (Level.P0, Clock.LOOK_AGAIN, timedelta(days=7)),
    ],
)
def test_a_climb_has_its_time_before_the_next(level: Level, clock: Clock, pause: timedelta) -> None:
    assert after_climb(level, clock, MONDAY) == MONDAY + pause
