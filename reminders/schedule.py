"""The stored reminders of a child, made equal to what its entries and its care ask for.

The same function after every event: an entry, its undoing, a change of care, entering or leaving the
ledger. Redoing what was undone leads to the same reminders, with the notices they had.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from content.intervals import Intervals, standard_intervals
from reminders.due import COUNTED_ONLY, KEY_CARE, DueDate, Entry, Kind, due_dates, plain_due
from reminders.morning import steps_now
from storage.database import Transaction
from storage.ids import ChildId
from storage.reminders import Change, Facts, facts_of, lock_child, set_reminders

OF_CARE = frozenset(KEY_CARE) - frozenset(COUNTED_ONLY)


async def reschedule(
    tx: Transaction, child: ChildId, now: datetime, today: date
) -> tuple[DueDate, ...]:
    """Makes the child's reminders what they should be; what is owed next, one a kind."""
    await lock_child(tx, child)
    return await settle(tx, child, now, today)


async def settle(
    tx: Transaction,
    child: ChildId,
    now: datetime,
    today: date,
    touched: Collection[Kind] = (),
) -> tuple[DueDate, ...]:
    """`reschedule` for who holds the child's row already. Two statements.

    What was asked for and stays open of the `touched` kinds counts as acknowledged today.
    """
    facts = await facts_of(tx, child)
    owed = owed_next(facts, standard_intervals())
    wanted = {(due.kind.value, due.due) for due in owed}
    standing = set(facts.open)
    closed = [Change(kind, due, now) for kind, due in standing - wanted]
    opened = [Change(kind, due, None) for kind, due in wanted - standing]
    seen = [
        Change(kind, due, None, today)
        for kind, due in standing & wanted
        if Kind(kind) in touched and steps_now(due, today)
    ]
    await set_reminders(tx, child, [*closed, *opened, *seen], now)
    return owed


def owed_next(facts: Facts, intervals: Intervals) -> tuple[DueDate, ...]:
    """Nothing for a child who left; refresh only, unless in key care.

    What was done before key care began counts, but nothing of it falls due before it began: then
    the interval runs from that day.
    """
    if facts.entered_on is None:
        return ()
    entries = [Entry(Kind(kind), day, reached=True) for kind, day in facts.done]
    kinds = COUNTED_ONLY if facts.care_since is None else KEY_CARE
    owed = due_dates(facts.entered_on, entries, intervals, kinds)
    return tuple(_within_care(due, facts.care_since, intervals) for due in owed)


def _within_care(due: DueDate, since: date | None, intervals: Intervals) -> DueDate:
    if since is None or due.kind not in OF_CARE:
        return due
    if due.last_done is None or due.due < since:
        return replace(due, due=plain_due(due.kind, since, intervals))
    return due
