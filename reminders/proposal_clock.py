"""How long a proposal may wait, and whom it climbs to when nobody answers. Pure rules.

Five working days a step. A child for the ledger and a child who leaves it are the supervisor's to decide; a
family's wish is the village's director's, then the supervisor's. Above them the county is told how many wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from content.calendar import NO_EXCEPTIONS, add_working_days, is_working_day
from reminders.morning import MORNING
from reminders.recipients import Around, Rung
from storage.ids import PersonId
from storage.proposal_values import ProposalKind

ZONE = ZoneInfo("Asia/Shanghai")
WORKING_DAYS = 5
DAY_ENDS = time(17, 30)
QUIET_FROM = time(18, 0)

FIRST: Mapping[ProposalKind, Rung] = {
    ProposalKind.CHILD: Rung.SUPERVISOR,
    ProposalKind.LEAVING: Rung.SUPERVISOR,
    ProposalKind.CONTACT: Rung.DIRECTOR,
}
"""Whose a proposal is at first."""

TOPS: Mapping[ProposalKind, int] = {kind: Rung.COUNTY - first for kind, first in FIRST.items()}
"""From how many steps up the county knows of it."""


@dataclass(frozen=True)
class Climb:
    """Whom to tell now; nobody where nobody can be told anywhere above."""

    climbed: int
    rung: Rung
    people: tuple[PersonId, ...]


def answer_by(day: date, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> datetime:
    """The end of the fifth working day after `day`: the first instant that is too late."""
    last = add_working_days(day, WORKING_DAYS, exceptions)
    return datetime.combine(last, DAY_ENDS, ZONE)


def may_tell(now: datetime, exceptions: Mapping[date, bool] = NO_EXCEPTIONS) -> bool:
    """Whether it is a time to tell anybody: a working day, from 08:30 until 18:00."""
    at = now.astimezone(ZONE)
    return MORNING <= at.time() < QUIET_FROM and is_working_day(at.date(), exceptions)


def climb(kind: ProposalKind, climbed: int, who: Around) -> Climb:
    """One step up from `climbed`; where nobody can be told there, on to the next."""
    rungs = (who.directors, who.supervisors, who.administrators)
    step = climbed + 1
    wanted = min(FIRST[kind] + step, Rung.COUNTY)
    found = next((rung for rung in Rung if rung >= wanted and rungs[rung]), None)
    if found is None:
        return Climb(climbed, Rung.COUNTY, ())
    return Climb(max(step, found - FIRST[kind]), found, rungs[found])
