"""Levels: their order, the level of an intake, the times allowed."""

from datetime import timedelta
from itertools import pairwise

import pytest

from referrals.levels import (
    Answer,
    Level,
    SafetyAnswers,
    Unit,
    Within,
    acknowledge_within,
    first_response_within,
    level_of,
    more_urgent,
    one_up,
)

P0, P1, P2, P3 = Level
NO, THOUGHTS, NOW, UNKNOWN = Answer


def test_the_most_urgent_level_sorts_first() -> None:
    assert sorted([P3, P0, P2, P1]) == [P0, P1, P2, P3]


@pytest.mark.parametrize(
    ("one", "other", "urgent"), [(P0, P3, P0), (P3, P0, P0), (P1, P2, P1), (P2, P2, P2)]
)
def test_more_urgent_is_the_smaller_number(one: Level, other: Level, urgent: Level) -> None:
    assert more_urgent(one, other) is urgent


@pytest.mark.parametrize(("level", "higher"), [(P3, P2), (P2, P1), (P1, P0), (P0, P0)])
def test_one_up_ends_at_imminent(level: Level, higher: Level) -> None:
    assert one_up(level) is higher


@pytest.mark.parametrize(
    ("hurting_self", "hurt_by_someone", "level"),
    [
        (NO, NO, P3),
        (THOUGHTS, NO, P1),
        (NO, THOUGHTS, P1),
        (NOW, NO, P0),
        (NO, NOW, P0),
        (THOUGHTS, NOW, P0),
        (UNKNOWN, NO, P2),  # in doubt one up
        (NO, UNKNOWN, P2),
        (UNKNOWN, UNKNOWN, P2),  # once, not twice
        (UNKNOWN, THOUGHTS, P1),
        (UNKNOWN, NOW, P0),
    ],
)
def test_a_routine_question_is_raised_by_the_safety_answers(
    hurting_self: Answer, hurt_by_someone: Answer, level: Level
) -> None:
    assert level_of([P3], SafetyAnswers(hurting_self, hurt_by_someone)) is level


@pytest.mark.parametrize(
    ("worries", "level"), [([], P3), ([P3], P3), ([P3, P2], P2), ([P1, P2], P1), ([P0], P0)]
)
def test_the_gravest_worry_counts_when_safety_is_told(worries: list[Level], level: Level) -> None:
    assert level_of(worries, SafetyAnswers(NO, NO)) is level


@pytest.mark.parametrize(("worry", "level"), [(P3, P2), (P2, P1), (P1, P0), (P0, P0)])
def test_a_worry_counts_one_higher_when_safety_is_unknown(worry: Level, level: Level) -> None:
    assert level_of([worry], SafetyAnswers()) is level


@pytest.mark.parametrize(("danger", "level"), [(None, P3), (P2, P2), (P1, P1), (P0, P0)])
def test_a_danger_found_in_the_words_raises(danger: Level | None, level: Level) -> None:
    assert level_of([P3], SafetyAnswers(NO, NO, danger)) is level


def test_no_danger_found_never_lowers() -> None:
    assert level_of([P0], SafetyAnswers(NO, NO, P2)) is P0


def test_only_an_imminent_request_has_a_clock_for_claiming() -> None:
    assert acknowledge_within(P0) == Within(15, Unit.MINUTES)
    assert [acknowledge_within(level) for level in (P1, P2, P3)] == [None, None, None]


@pytest.mark.parametrize(
    ("level", "within"),
    [
        (P0, Within(2, Unit.HOURS)),
        (P1, Within(8, Unit.HOURS)),
        (P2, Within(72, Unit.HOURS)),
        (P3, Within(10, Unit.WORKING_DAYS)),
    ],
)
def test_first_response_by_level(level: Level, within: Within) -> None:
    assert first_response_within(level) == within


def test_hours_run_day_and_night_and_working_days_need_the_calendar() -> None:
    assert Within(15, Unit.MINUTES).real_time == timedelta(minutes=15)
    assert Within(72, Unit.HOURS).real_time == timedelta(days=3)
    assert Within(10, Unit.WORKING_DAYS).real_time is None


def test_a_more_urgent_level_never_waits_longer() -> None:
    times = [first_response_within(level).real_time or timedelta(days=10) for level in Level]
    assert all(sooner < later for sooner, later in pairwise(times))
