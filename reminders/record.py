"""Entering what was done for a child, and undoing it within a day.

A visit is also a contact (a setting of the intervals). Entering counts as acknowledging. The real date
may be earlier, also long after the due date: an older contact entered late moves nothing back.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reminders.due import DueDate, Kind
from reminders.schedule import settle
from storage import audit, ledger
from storage.access import Actor, Deed, Thing, may
from storage.children import hold_child
from storage.database import Transaction
from storage.ids import ChildId, EntryId, PersonId
from storage.ledger import NewEntry

UNDO_WITHIN = timedelta(hours=24)


class Refused(Exception):
    """The ledger didn't take it; nothing was written."""


class NotInYourCare(Refused):
    """No such child, or none this actor may enter anything for: one answer for both."""


class FutureDate(Refused):
    """What has not happened yet can't be entered."""


class UndoTooLate(Refused):
    """More than a day old, somebody else's, or undone already: it stays as it is."""


@dataclass(frozen=True)
class Held:
    """What was done. `how` and `outcome` are codes of `content.kinds`; None where not asked."""

    kind: Kind
    held_on: date
    reached: bool
    how: str | None = None
    outcome: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class Recorded:
    """`due` is what the child is owed next, one a kind."""

    entry: EntryId
    due: tuple[DueDate, ...]


async def record(
    tx: Transaction, actor: Actor, child: ChildId, held: Held, now: datetime, today: date
) -> Recorded:
    """Enters it. Raises NotInYourCare, FutureDate. Five statements, the audit's included."""
    if held.held_on > today:
        raise FutureDate
    by = await _allowed(tx, actor, child, today)
    new = NewEntry(held.kind.value, held.held_on, held.reached, held.how, held.outcome, held.words)
    entry = await ledger.add_entry(tx, child, by, new, now)
    due = await settle(tx, child, now, today, touched=_touched(held.kind))
    await audit.note(tx, actor, "record", "child", child, now)
    return Recorded(entry, due)


async def undo(
    tx: Transaction, actor: Actor, child: ChildId, entry: EntryId, now: datetime, today: date
) -> tuple[DueDate, ...]:
    """Takes one's own entry back, through 24 hours after it was made; what is owed then.

    Raises NotInYourCare, UndoTooLate.
    """
    by = await _allowed(tx, actor, child, today)
    if not await ledger.undo_entry(tx, entry, child, by, now - UNDO_WITHIN, now):
        raise UndoTooLate
    due = await settle(tx, child, now, today)
    await audit.note(tx, actor, "undo", "child", child, now)
    return due


async def _allowed(tx: Transaction, actor: Actor, child: ChildId, today: date) -> PersonId:
    path = await hold_child(tx, actor, child, today)
    if path is None or actor.person is None or not may(actor, Deed.RECORD, Thing(path=path)):
        raise NotInYourCare
    return actor.person


def _touched(kind: Kind) -> tuple[Kind, ...]:
    return (Kind.VISIT, Kind.CONTACT) if kind is Kind.VISIT else (kind,)
