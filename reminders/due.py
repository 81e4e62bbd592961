"""When a contact, a visit or a refresh falls due.

Source: 河北省加强流动儿童关爱保护行动实施方案, 2024-10-30. Measure 1: the record of a migrant child
is refreshed at least every half-year. Measure 2: the child director contacts a child in key care at
least every three months and visits the home at least every half-year. Measure 8: more care around the
entrance exams and the school holidays. The months are data: content/data/intervals.toml, and so are the
care periods. Who is covered is under 16; an age is reached on the day after the birthday.
"""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from content.care_periods import CarePeriods, care_periods
from content.intervals import Intervals


class Kind(StrEnum):
    """What a director owes a child."""

    CONTACT = "contact"
    VISIT = "visit"
    REFRESH = "refresh"


class Standing(StrEnum):
    """SETTLED: nothing is asked for yet."""

    SETTLED = "settled"
    DUE = "due"
    OVERDUE = "overdue"


KEY_CARE = (Kind.CONTACT, Kind.VISIT, Kind.REFRESH)
COUNTED_ONLY = (Kind.REFRESH,)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done of one kind, and whether anybody was reached by it.

    For a refresh `reached` says whether the record could be confirmed.
    """

    kind: Kind
    held_on: date
    reached: bool


@dataclass(frozen=True, slots=True)
class DueDate:
    """`last_done` is None before the first time."""

    kind: Kind
    last_done: date | None
    due: date


def due_on(last: date, months: int) -> date:
    """The same day `months` calendar months later, or the last day of a shorter month."""
    year, month0 = divmod(last.year * 12 + last.month - 1 + months, 12)
    last_day = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(last.day, last_day))


def plain_due(kind: Kind, last_done: date, intervals: Intervals) -> date:
    """When `kind` is due again, counted from the day it was last done."""
    due = due_on(last_done, months_of(kind, intervals))
    if kind is Kind.REFRESH and intervals.refresh_by_closing:
        return min(due, closing_after(last_done, intervals))
    return due


def months_of(kind: Kind, intervals: Intervals) -> int:
    match kind:
        case Kind.CONTACT:
            return intervals.contact_months
        case Kind.VISIT:
            return intervals.visit_months
        case Kind.REFRESH:
            return intervals.refresh_months


def closing_after(last: date, intervals: Intervals) -> date:
    """The closing of the half-year after the one in which the record was last refreshed.

    A child entered in a half-year counts as refreshed in it. With six months this never comes before
    the same day six months later; it does where the plan's months are longer than a half-year.
    """
    years = range(last.year, last.year + 3)
    closings = (each.of(year) for year in years for each in intervals.closings)
    return [closing for closing in closings if closing >= last][1]


def in_care_period(
    start: date, plain: date, entered: date, path: str = "", periods: CarePeriods | None = None
) -> date:
    """When a contact is due where a risk is marked: on the earliest day from `start` on in a care period.

    `start` is the close interval after the last contact. The `plain` due date if that comes first.
    """
    return (periods or care_periods()).first_day(start, plain, entered, path) or plain


def grown_up_on(under_16_until: date) -> date:
    """The first day on which a child is 16, by the courts' reading: the day after the birthday."""
    return under_16_until + timedelta(days=1)


def due_dates(
    entered: date,
    entries: Sequence[Entry],
    intervals: Intervals,
    kinds: Collection[Kind] = KEY_CARE,
) -> tuple[DueDate, ...]:
    """What a child is owed next, one due date a kind; `COUNTED_ONLY` for a child not in key care.

    The latest entry counts, in whatever order they come; before the first one, the day the child
    `entered`. An entry that reached nobody renews nothing. A visit is also a contact where the
    intervals say so. Care periods and the 16th birthday apart: `reminders.schedule.owed_next`.
    """
    return tuple(_due_date(kind, entered, entries, intervals) for kind in kinds)


def last_done(kind: Kind, entries: Sequence[Entry], intervals: Intervals) -> date | None:
    """The latest day on which `kind` was done, or another that counts as it; None if never."""
    counting = {kind}
    if kind is Kind.CONTACT and intervals.visit_counts_as_contact:
        counting.add(Kind.VISIT)
    held = (entry.held_on for entry in entries if entry.reached and entry.kind in counting)
    return max(held, default=None)


def standing(due: date, today: date, notice: timedelta) -> Standing:
    """Due from `notice` before the due date through that date; overdue from the day after."""
    if today > due:
        return Standing.OVERDUE
    return Standing.DUE if today >= due - notice else Standing.SETTLED


def _due_date(kind: Kind, entered: date, entries: Sequence[Entry], intervals: Intervals) -> DueDate:
    done = last_done(kind, entries, intervals)
    return DueDate(kind, done, plain_due(kind, done or entered, intervals))
