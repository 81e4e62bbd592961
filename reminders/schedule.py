"""The stored reminders of a child, made equal to what its entries and its care ask for.

The same function after every event: an entry, its undoing, a change of care, entering or leaving the
ledger. Redoing what was undone leads to the same reminders, with the notices they had.
"""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from content.intervals import Intervals
from content.regional_rules import intervals_under
from reminders.due import (
    COUNTED_ONLY,
    KEY_CARE,
    DueDate,
    Entry,
    Kind,
    due_dates,
    due_on,
    grown_up_on,
    in_care_period,
    plain_due,
)
from reminders.morning import asked_for
from storage.database import Database, Transaction
from storage.facts import Facts, facts_of
from storage.ids import ChildId
from storage.reminders import Change, children_within, lock_child, set_reminders

OF_CARE = frozenset(KEY_CARE) - frozenset(COUNTED_ONLY)
CHUNK = 100


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

    What was asked for and stays open of the `touched` kinds counts as acknowledged today. What stays
    keeps its planned day, its promises and its nudge.
    """
    facts = await facts_of(tx, child)
    intervals = intervals_under(facts.rules)
    owed = owed_next(facts, intervals, today)
    wanted = {(due.kind.value, due.due) for due in owed}
    standing = set(facts.open)
    closed = [Change(kind, due, now) for kind, due in sorted(standing - wanted)]
    opened = [
        Change(kind, due, None, ask_on=_still_planned(facts, kind, due, today))
        for kind, due in sorted(wanted - standing)
    ]
    seen = [
        Change(kind, due, None, today)
        for kind, due in sorted(standing & wanted)
        if Kind(kind) in touched
        and asked_for(facts.planned.get(kind, due), today, intervals.steps, facts.exceptions)
    ]
    await set_reminders(tx, child, [*closed, *opened, *seen], now)
    return owed


async def reschedule_within(
    database: Database, scope: str, now: datetime, today: date, *, pause: float = 0
) -> int:
    """Every child of a place and below it, after its rules or the plan's intervals changed; how many.

    Some at a time, each in a transaction of its own: it may be stopped and run again. A process beside
    the serving one lets it go on for `pause` seconds in between.
    """
    after, count = None, 0
    while True:
        async with database.write() as tx:
            some = await children_within(tx, scope, after, CHUNK)
            for child in some:
                await reschedule(tx, child, now, today)
        if not some:
            return count
        after, count = some[-1], count + len(some)
        await asyncio.sleep(pause)


def owed_next(facts: Facts, intervals: Intervals, today: date) -> tuple[DueDate, ...]:
    """Nothing for a child who left or is 16; refresh only, unless in key care.

    What was done before key care began counts, but nothing of it falls due before it began: then
    the interval runs from that day. Nothing falls due after the 16th birthday.
    """
    if facts.entered_on is None or _grown(facts, today):
        return ()
    entries = [Entry(Kind(kind), day, reached=True) for kind, day in facts.done]
    kinds = COUNTED_ONLY if facts.care_since is None else KEY_CARE
    owed = due_dates(facts.entered_on, entries, intervals, kinds)
    all_due = (_within_care(due, facts, facts.entered_on, intervals) for due in owed)
    return tuple(due for due in all_due if not _grown(facts, due.due))


def _grown(facts: Facts, on: date) -> bool:
    return facts.under_16_until is not None and on >= grown_up_on(facts.under_16_until)


def _within_care(due: DueDate, facts: Facts, entered: date, intervals: Intervals) -> DueDate:
    """Of what key care asks for: not due before it began; a contact earlier inside a care period."""
    since = facts.care_since
    if since is None or due.kind not in OF_CARE:
        return due
    before = due.last_done is None or due.due < since
    plain = plain_due(due.kind, since, intervals) if before else due.due
    if due.kind is not Kind.CONTACT or facts.close_months is None:
        return replace(due, due=plain)
    close = min(facts.close_months, intervals.close_contact_months)
    base = due.last_done or since
    start = due_on(base, close)
    if start < since:
        start = due_on(since, close)
    return replace(due, due=in_care_period(start, plain, entered, facts.path))


def _still_planned(facts: Facts, kind: str, due: date, today: date) -> date | None:
    """An older entry that leaves an item of the backlog overdue leaves it in the backlog."""
    return facts.planned.get(kind) if due < today else None
