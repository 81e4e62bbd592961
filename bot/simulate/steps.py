"""When an item has to be told, counted the judge's own way. Days from the due date; before it from the
working day by which it is asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.simulate.days import worked_by
from bot.simulate.history import ADMINISTRATOR, DIRECTOR, SUPERVISOR, Quiet

CLIMBS = ((SUPERVISOR, 7), (ADMINISTRATOR, 30))
AGAIN_EVERY = 30
"""Days; counted from the county's, what stays open is told to both once more."""
FURTHEST = timedelta(days=14 + 12)
"""How far ahead anything can be asked for: two weeks before the last working day before a long holiday."""
FIRST, SECOND = "-14", "+1"
QUIETED = (FIRST, SECOND)
"""What "I know" silences, and nothing else."""


@dataclass(frozen=True)
class Step:
    """It is told once from `since` on, beginning on `rung`. `late`: it may not wait for a quieter week.

    `promised`: the person named the day, or was asked by a supervisor.
    """

    name: str
    rung: int
    since: date
    late: bool
    promised: bool = False


def steps(due: date, day: date, quiet: Quiet) -> tuple[Step, ...]:
    """What has to have been told by the evening of a working day, each once since it began."""
    own = own_step(due, day, quiet)
    return (*([own] if own else []), *_climbed(due, day))


def own_step(due: date, day: date, quiet: Quiet) -> Step | None:
    """The director's step of that day: the last one that has begun. None while it is put off."""
    begun = [step for step in _ladder(due) if step.since <= day]
    if quiet.nudged is not None and quiet.nudged <= day:
        begun.append(Step("nudge", DIRECTOR, quiet.nudged, late=True, promised=True))
    if quiet.promised is not None:
        asked = worked_by(quiet.promised)
        begun.append(Step("promised", DIRECTOR, asked, late=True, promised=True))
        if day < asked:
            begun = [step for step in begun if step.name == "nudge"]
    if quiet.promised is not None or (quiet.seen is not None and quiet.seen <= day):
        begun = [step for step in begun if step.name not in QUIETED]
    return max(begun, key=lambda step: step.since, default=None)


def asked_for(due: date, day: date) -> bool:
    """Whether anything of it may have been told by then."""
    return day >= worked_by(due) - timedelta(days=14)


def window(due: date, day: date, quiet: Quiet) -> date:
    """Since when the step of that day has lasted, on whatever rung."""
    begun = [step.since for step in (*_ladder(due), *_climbed(due, day))]
    begun += [worked_by(each) for each in quiet.asked_again]
    return max((since for since in begun if since <= day), default=day)


def _ladder(due: date) -> list[Step]:
    asked = worked_by(due)
    before = [(days, asked + timedelta(days=days)) for days in (-14, -3, 0)]
    after = [(days, due + timedelta(days=days)) for days in (1, 3)]
    return [Step(f"{days:+d}", DIRECTOR, on, late=days > 0) for days, on in (*before, *after)]


def _climbed(due: date, day: date) -> list[Step]:
    found = []
    for rung, days in CLIMBS:
        if day >= due + timedelta(days=days):
            over = (day - due).days - CLIMBS[-1][1]
            again = CLIMBS[-1][1] + over // AGAIN_EVERY * AGAIN_EVERY
            since = again if over >= AGAIN_EVERY else days
            found.append(Step(f"+{since}", rung, due + timedelta(days=since), late=True))
    return found
