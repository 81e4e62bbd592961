"""Which letters are held back, and until when: quiet hours, and too many to one recipient in a day.

Alarms and the relay are never held.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from content.calendar import is_working_day
from content.working_hours import next_working
from storage.letter import Letter, Priority, To, Why

MOST_A_DAY = 20
"""Four times what a busy supervisor gets: only an error of ours comes near it."""
FIRST, LAST = time(8, 30), time(20, 0)
"""Digests, and other news for staff that can wait, come within these hours of a working day."""
HELD_UNTIL = time(8, 40)
"""After the morning's own plan: what it makes takes the place of what was held."""


@dataclass(frozen=True)
class Hold:
    letter: Letter
    why: Why
    until: datetime


def holds(
    letters: Iterable[Letter],
    open_today: Mapping[To, int],
    at: datetime,
    exceptions: Mapping[date, bool],
) -> list[Hold]:
    """Of letters just claimed, in their order. `open_today`: how many letters each recipient has been
    brought today or is being brought, these included; `at` is a local time."""
    counted = [letter for letter in letters if letter.priority >= Priority.RECEIPT]
    over = _over(counted, open_today)
    found = []
    for letter in counted:
        if letter.priority is Priority.DIGEST and is_quiet(at, exceptions):
            found.append(Hold(letter, Why.QUIET, next_working(at, HELD_UNTIL, exceptions)))
        elif letter in over:
            found.append(Hold(letter, Why.CAPPED, _tomorrow(at)))
    return found


def is_quiet(at: datetime, exceptions: Mapping[date, bool]) -> bool:
    """Outside these hours, or on a day off."""
    return not (
        FIRST <= at.timetz().replace(tzinfo=None) < LAST and is_working_day(at.date(), exceptions)
    )


def day_began(at: datetime) -> datetime:
    return datetime.combine(at.date(), time(), at.tzinfo)


def _over(letters: Iterable[Letter], open_today: Mapping[To, int]) -> list[Letter]:
    """Those there is no room for: the last ones of each recipient."""
    mine: dict[To, list[Letter]] = defaultdict(list)
    for letter in letters:
        mine[letter.to].append(letter)
    return [
        letter
        for to, theirs in mine.items()
        for letter in theirs[max(MOST_A_DAY - open_today.get(to, 0) + len(theirs), 0) :]
    ]


def _tomorrow(at: datetime) -> datetime:
    return datetime.combine(at.date() + timedelta(days=1), HELD_UNTIL, at.tzinfo)
