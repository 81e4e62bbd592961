"""How urgent a request is, and how soon a person owes it a word.

Sources: the desk's design, "Referrals"; the order of the times follows the Victorian triage scale (2 h, 8 h, 72 h).
Rules raise a level; only a person lowers it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Level(StrEnum):
    """P0 imminent, P1 high, P2 moderate, P3 routine. Sorted, the most urgent comes first."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Answer(StrEnum):
    """What was said to "is the child hurting themselves" or "does somebody hurt the child"."""

    NO = "no"
    THOUGHTS = "thoughts"
    NOW = "now"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class SafetyAnswers:
    """The safety step of the intake; `danger` is what the danger net found in the words written."""

    hurting_self: Answer = Answer.UNKNOWN
    hurt_by_someone: Answer = Answer.UNKNOWN
    danger: Level | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """A time allowed. Minutes and hours run day and night, working days by the calendar."""

    count: int
    unit: Unit

    @property
    def real_time(self) -> timedelta | None:
        """None for working days: they need the calendar."""
        match self.unit:
            case Unit.MINUTES:
                return timedelta(minutes=self.count)
            case Unit.HOURS:
                return timedelta(hours=self.count)
            case Unit.WORKING_DAYS:
                return None


LEAST_LEVEL = {Answer.NO: Level.P3, Answer.THOUGHTS: Level.P1, Answer.NOW: Level.P0}
"""The least level by a safety answer; "unknown" is a doubt and handled in `level_of`."""

FIRST_RESPONSE = {
    Level.P0: Within(2, Unit.HOURS),
    Level.P1: Within(8, Unit.HOURS),
    Level.P2: Within(72, Unit.HOURS),
    Level.P3: Within(10, Unit.WORKING_DAYS),
}


def more_urgent(a: Level, b: Level) -> Level:
    """The more urgent of the two."""
    return min(a, b)


def one_up(level: Level) -> Level:
    """One level more urgent; P0 stays."""
    return tuple(Level)[max(0, tuple(Level).index(level) - 1)]


def level_of(worries: Iterable[Level], safety: SafetyAnswers) -> Level:
    """The level of a request: `worries` are the least levels of the worries chosen.

    The most urgent of worries, safety answers and danger found. In doubt one up, once: where a safety answer is
    unknown and no answer decides, the worries count one level higher.
    """
    answers = (safety.hurting_self, safety.hurt_by_someone)
    told = min(worries, default=Level.P3)
    doubted = one_up(told) if Answer.UNKNOWN in answers else told
    known = (LEAST_LEVEL[answer] for answer in answers if answer is not Answer.UNKNOWN)
    return min(doubted, safety.danger or Level.P3, *known)


def acknowledge_within(level: Level) -> Within | None:
    """How soon a person must have claimed it; None: no clock of its own besides the first response."""
    return Within(15, Unit.MINUTES) if level is Level.P0 else None


def first_response_within(level: Level) -> Within:
    """How soon the first message to the family must be delivered or a call entered."""
    return FIRST_RESPONSE[level]
