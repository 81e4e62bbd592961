"""What a county is shown of its places: numbers, small ones hidden, and how the half-year stands.

A number from 1 to 4 says too much of so few children: it is shown as "below 5". None is none. The sum of
a column with a hidden number is only "at least", so that subtracting doesn't find it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from content.intervals import Closing
from reminders.morning import MORNING
from storage.access import Role
from storage.county_counts import LateAt, Place, Pulse, RefreshedAt
from storage.townships import Official

SMALL = 5
PATIENCE = timedelta(minutes=15)
"""How long a letter that may go waits, and a plan that is due, before the machine counts as late."""


class Shown(StrEnum):
    EXACTLY = "exactly"
    BELOW = "below"
    AT_LEAST = "at_least"


@dataclass(frozen=True)
class Count:
    """A number as it may be shown; `number` is SMALL where it is hidden."""

    number: int
    shown: Shown = Shown.EXACTLY


@dataclass(frozen=True)
class LateIn:
    """The items of one place (its path) open for so long, and the longest in days."""

    path: str
    items: Count
    days: int


@dataclass(frozen=True)
class Refreshed:
    """How many of a group are there, refreshed and left; None where it would tell a hidden number."""

    children: Count
    refreshed: Count | None
    left: Count | None


@dataclass(frozen=True)
class ClosingIn:
    path: str
    in_care: Refreshed
    counted: Refreshed


class Answering(StrEnum):
    """Whether somebody answers for a place."""

    REACHED = "reached"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    ON_LEAVE = "on_leave"


class Machine(StrEnum):
    RUNNING = "running"
    NEVER_PLANNED = "never_planned"
    NOT_PLANNED = "not_planned"
    NOT_SENDING = "not_sending"


def shown(number: int) -> Count:
    return Count(SMALL, Shown.BELOW) if 0 < number < SMALL else Count(number)


def total(counts: Collection[Count]) -> Count:
    """Of one column: exact only where nothing in it is hidden. Each hidden number is at least 1."""
    hidden = sum(count.shown is not Shown.EXACTLY for count in counts)
    least = sum(count.number for count in counts if count.shown is Shown.EXACTLY) + hidden
    if not hidden:
        return Count(least)
    if hidden == 1 and least == 1:
        return Count(SMALL, Shown.BELOW)
    return Count(least, Shown.AT_LEAST)


def part_of(path: str, scope: str) -> str:
    """The place right below a scope on the way to `path`; the scope itself for what lies in it directly."""
    below = path.removeprefix(scope).strip("/").partition("/")[0]
    return f"{scope}/{below}" if below else scope


def late_in(found: Iterable[LateAt], scope: str, today: date) -> tuple[LateIn, ...]:
    """By place right below the scope, the longest first."""
    items: dict[str, int] = {}
    oldest: dict[str, date] = {}
    for late in found:
        path = part_of(late.path, scope)
        items[path] = items.get(path, 0) + late.items
        oldest[path] = min(oldest.get(path, late.oldest), late.oldest)
    made = (
        LateIn(path, shown(number), (today - oldest[path]).days) for path, number in items.items()
    )
    return tuple(sorted(made, key=lambda each: (-each.days, each.path)))


def closing_in(found: Iterable[RefreshedAt], scope: str) -> tuple[ClosingIn, ...]:
    """By place right below the scope."""
    sums: dict[str, dict[bool, tuple[int, int]]] = {}
    for each in found:
        here = sums.setdefault(part_of(each.path, scope), {True: (0, 0), False: (0, 0)})
        children, done = here[each.in_care]
        here[each.in_care] = (children + each.children, done + each.refreshed)
    return tuple(
        ClosingIn(path, refreshed(*here[True]), refreshed(*here[False]))
        for path, here in sorted(sums.items())
    )


def refreshed(children: int, done: int) -> Refreshed:
    """Two of the three numbers give the third, so next to a hidden one only one more is shown.

    Of a few children not even that: where one part is small, the other has hardly a choice.
    """
    everybody, done_, left = shown(children), shown(done), shown(children - done)
    hidden = Shown.BELOW in {done_.shown, left.shown}
    if everybody.shown is Shown.BELOW or (hidden and children < 2 * SMALL):
        return Refreshed(everybody, None, None)
    if left.shown is Shown.BELOW:
        return Refreshed(everybody, None, left)
    if done_.shown is Shown.BELOW:
        return Refreshed(everybody, done_, None)
    return Refreshed(everybody, done_, left)


def half_year(today: date, closings: Sequence[Closing]) -> tuple[date, date]:
    """The first and the last day of the part of the year that holds today."""
    days = sorted(
        each.of(year) for year in range(today.year - 1, today.year + 2) for each in closings
    )
    last = next(day for day in days if day >= today)
    return max(day for day in days if day < today) + timedelta(days=1), last


def answering(place: Place, officials: Iterable[Official]) -> Answering:
    """Who sits at the place itself: its supervisors, or where it has townships its administrators."""
    held = [each for each in officials if each.path == place.path]
    if not held:
        return Answering.MISSING
    if any(each.reached and (each.away_until is None or each.cover) for each in held):
        return Answering.REACHED
    if any(each.reached for each in held):
        return Answering.ON_LEAVE
    return Answering.UNREACHABLE


def answering_role(place: Place) -> Role:
    """Townships have a supervisor; what is above them an administrator."""
    return Role.SUPERVISOR if len(place.code) >= TOWNSHIP_DIGITS else Role.ADMINISTRATOR


TOWNSHIP_DIGITS = 9


def machine(pulse: Pulse, planned_by: datetime, now: datetime) -> Machine:
    """`planned_by`: the instant of the last plan that should have been made by now."""
    if pulse.planned_at is None:
        return Machine.NEVER_PLANNED
    if pulse.waiting_since is not None and now - pulse.waiting_since > PATIENCE:
        return Machine.NOT_SENDING
    if pulse.planned_at < planned_by and now - planned_by > PATIENCE:
        return Machine.NOT_PLANNED
    return Machine.RUNNING


def last_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """When the last plan should have been made."""
    here = now.astimezone(zone)
    morning = here.replace(hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0)
    return morning if morning <= here else morning - timedelta(days=1)
