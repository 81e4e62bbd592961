"""Entering what was done for a child, and undoing it within a day.

A visit is also a contact (a setting of the intervals). Entering counts as acknowledging. The real date
may be earlier, also long after the due date: an older contact entered late moves nothing back.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.intervals import standard_intervals
from reminders.due import DueDate, Kind
from reminders.morning import last_day_asked
from reminders.schedule import settle
from reminders.trying import check_day, tell_of_tries
from storage import audit, corrections, entries, promises
from storage.access import Actor, Deed, may
from storage.care import thing_seen
from storage.children import hold_child
from storage.database import Transaction
from storage.entries import NewEntry
from storage.ids import ChildId, EntryId, PersonId
from storage.promises import Tries

UNDO_WITHIN = timedelta(hours=24)


class Refused(Exception):
    """The ledger didn't take it; nothing was written."""


class NotInYourCare(Refused):
    """No such child, or none this actor may enter anything for: one answer for both."""


class FutureDate(Refused):
    """What has not happened yet can't be entered."""


class UndoTooLate(Refused):
    """More than a day old, somebody else's, a correction, or undone already: it stays as it is."""


@dataclass(frozen=True)
class Held:
    """What was done. `how`, `with_whom` and `outcome` are codes of `content.kinds`; None where not asked.

    `again` is the day of the next try, where nobody was reached.
    """

    kind: Kind
    held_on: date
    reached: bool
    how: str | None = None
    outcome: str | None = None
    words: str | None = None
    with_whom: str | None = None
    again: date | None = None

    @property
    def entry(self) -> NewEntry:
        return NewEntry(
            self.kind.value,
            self.held_on,
            self.reached,
            self.how,
            self.outcome,
            self.words,
            self.with_whom,
        )


@dataclass(frozen=True)
class Recorded:
    """`due` is what the child is owed next, one a kind; of a try its own kind, and how many in a row.

    `told`: the supervisor hears of so many tries.
    """

    entry: EntryId
    due: tuple[DueDate, ...]
    tries: int = 0
    told: bool = False


async def record(
    tx: Transaction, actor: Actor, child: ChildId, held: Held, now: datetime, today: date
) -> Recorded:
    """Enters it. Raises NotInYourCare, FutureDate and, of another try, NotThatDay.

    Five statements, the audit's included; a try that tells the supervisor has two more.
    """
    if held.held_on > today:
        raise FutureDate
    check_day(held.again, today)
    by, path = await allowed(tx, actor, child, today)
    entry = await entries.add_entry(tx, child, by, held.entry, now, renewing(held.kind))
    await audit.note(tx, actor, "record", "child", child, now)
    if held.reached:
        due = await settle(tx, child, now, today, touched=_touched(held.kind))
        return Recorded(entry, due)
    made = await _tried(tx, child, held, today)
    if made is None:
        return Recorded(entry, ())
    told = await tell_of_tries(tx, actor, made, path, now, today)
    return Recorded(entry, _still_due(made), made.tries, told)


async def undo(
    tx: Transaction, actor: Actor, child: ChildId, entry: EntryId, now: datetime, today: date
) -> tuple[DueDate, ...]:
    """Takes one's own entry back, through 24 hours after it was made; what is owed then.

    Raises NotInYourCare, UndoTooLate.
    """
    by, _ = await allowed(tx, actor, child, today)
    undone = await corrections.undo_entry(tx, entry, child, by, now - UNDO_WITHIN, now)
    if undone is None:
        raise UndoTooLate
    due = await settle_without(tx, child, Kind(undone.kind), now, today, reached=undone.reached)
    await audit.note(tx, actor, "undo", "child", child, now)
    return due


async def settle_without(
    tx: Transaction, child: ChildId, kind: Kind, now: datetime, today: date, *, reached: bool
) -> tuple[DueDate, ...]:
    """What is owed once an entry of that kind stands no more, or on another day. At most two statements."""
    if reached:
        return await settle(tx, child, now, today)
    return _still_due(await promises.recount(tx, child, kind.value, renewing(kind)))


async def allowed(
    tx: Transaction, actor: Actor, child: ChildId, today: date
) -> tuple[PersonId, str]:
    """Who acts and where the child lives, its row held for this turn. Raises NotInYourCare."""
    path = await hold_child(tx, actor, child, today)
    if path is None or actor.person is None:
        raise NotInYourCare
    if not may(actor, Deed.RECORD, thing_seen(actor, path)):
        raise NotInYourCare
    return actor.person, path


def renewing(kind: Kind) -> tuple[str, ...]:
    """Which other kinds renew this one."""
    counts = kind is Kind.CONTACT and standard_intervals().visit_counts_as_contact
    return (Kind.VISIT.value,) if counts else ()


async def _tried(tx: Transaction, child: ChildId, held: Held, today: date) -> Tries | None:
    through = last_day_asked(today)
    kind = held.kind
    return await promises.tried(tx, child, kind.value, renewing(kind), held.again, through, today)


def _still_due(tries: Tries | None) -> tuple[DueDate, ...]:
    return () if tries is None else (DueDate(Kind(tries.kind), None, tries.due),)


def _touched(kind: Kind) -> tuple[Kind, ...]:
    return (Kind.VISIT, Kind.CONTACT) if kind is Kind.VISIT else (kind,)
