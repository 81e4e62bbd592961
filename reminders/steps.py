"""Who is told next of something that falls due: the director, then the supervisor, then the county.

The days are data: content/data/intervals.toml, and what a place set otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from content.intervals import NoticeDays


class Step(StrEnum):
    """The steps of telling. Those of `LADDER` follow each other; AGAIN and NUDGE come when asked for.

    AGAIN: on the day the director put it off to, or wanted to try again. NUDGE: a supervisor asks.
    """

    BEFORE_14 = "before_14"
    BEFORE_3 = "before_3"
    ON_DAY = "on_day"
    RESEND = "resend"
    AFTER_3 = "after_3"
    SUPERVISOR_7 = "supervisor_7"
    COUNTY_30 = "county_30"
    AGAIN = "again"
    NUDGE = "nudge"


LADDER = (
    Step.BEFORE_14,
    Step.BEFORE_3,
    Step.ON_DAY,
    Step.RESEND,
    Step.AFTER_3,
    Step.SUPERVISOR_7,
    Step.COUNTY_30,
)
"""In the order in which they begin."""
OWN = LADDER[: LADDER.index(Step.SUPERVISOR_7)]
"""The director's."""
ASKED_BEFORE = LADDER[: LADDER.index(Step.RESEND)]
"""Counted from the working day by which it is asked for; the others from the due date itself."""


class State(StrEnum):
    """How it stands with what is open, for the steps.

    PUT_OFF and TRIED hold before the day promised; from that day on it is ACKNOWLEDGED. Who is on leave
    changes no step, only who is told (`reminders.recipients`).
    """

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    PUT_OFF = "put_off"
    TRIED = "tried"


@dataclass(frozen=True)
class Call:
    """A step that applies. `code` is what a notice keeps: the step, or the step and which time of it."""

    step: Step
    code: str


_YES, _NO = True, False
SENT: Mapping[Step, Mapping[State, bool]] = MappingProxyType(
    {
        step: dict(zip(State, sent, strict=True))
        for step, sent in {
            # ................... new, acknowledged, put off, tried
            Step.BEFORE_14: (_YES, _NO, _NO, _NO),
            Step.BEFORE_3: (_YES, _YES, _NO, _NO),
            Step.ON_DAY: (_YES, _YES, _NO, _NO),
            Step.RESEND: (_YES, _NO, _NO, _NO),
            Step.AFTER_3: (_YES, _YES, _NO, _NO),
            Step.SUPERVISOR_7: (_YES, _YES, _YES, _YES),
            Step.COUNTY_30: (_YES, _YES, _YES, _YES),
            Step.AGAIN: (_YES, _YES, _NO, _NO),
            Step.NUDGE: (_YES, _YES, _YES, _YES),
        }.items()
    }
)
"""Step × state: whether it is sent. Putting off never silences who answers for the director."""

_MOST_DAYS_OFF = 31


def state_of(
    today: date, acknowledged_on: date | None, put_off_until: date | None, tried_until: date | None
) -> State:
    """The days promised are those by which it is asked for again: working days."""
    if tried_until is not None and today < tried_until:
        return State.TRIED
    if put_off_until is not None and today < put_off_until:
        return State.PUT_OFF
    known = acknowledged_on is not None and acknowledged_on <= today
    return State.ACKNOWLEDGED if known else State.NEW


def begins_on(step: Step, due: date, days: NoticeDays) -> date:
    """The first day on which a `step` of the ladder applies to what is due on `due`."""
    return due + timedelta(days=_day(step, days))


def asked_by(due: date, is_working: Callable[[date], bool]) -> date:
    """The working day by which it is asked for: the due date, or the last one before a day off.

    The due date itself where no day of the month before it is worked.
    """
    days = (due - timedelta(days=back) for back in range(_MOST_DAYS_OFF))
    return next((day for day in days if is_working(day)), due)


def _day(step: Step, days: NoticeDays) -> int:
    """The fields of the days are named as the steps of the ladder; ValueError for another step."""
    if step not in LADDER:
        raise ValueError(step.value)
    return int(getattr(days, step.value))
