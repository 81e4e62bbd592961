"""Correcting an entry, however old: it stops standing, and what is right is entered in its place.

A director corrects their own entries, a supervisor any of the township. What is due follows.
"""

from datetime import date, datetime

from reminders.due import DueDate, Kind
from reminders.record import (
    FutureDate,
    Held,
    NotInYourCare,
    Recorded,
    Refused,
    renewing,
    settle_without,
)
from storage import audit, corrections
from storage.access import Actor, Deed, Role, Thing, may
from storage.corrections import Undone, Wrong
from storage.database import Transaction
from storage.ids import ChildId, EntryId, PersonId


class NotStanding(Refused):
    """No such entry stands, or it is not this actor's to correct: one answer for both."""


async def correct(
    tx: Transaction,
    actor: Actor,
    child: ChildId,
    entry: EntryId,
    right: Held,
    now: datetime,
    today: date,
) -> Recorded:
    """Another day or outcome, of the same kind. Raises NotInYourCare, NotStanding, FutureDate. Five statements."""
    if right.held_on > today:
        raise FutureDate
    wrong = Wrong(entry, child, whose(actor), right.kind.value, right.reached)
    by, undone = await _strike(tx, actor, wrong, now, today)
    made = await corrections.add_correction(tx, undone, by, right.entry, now, renewing(right.kind))
    due = await settle_without(tx, child, right.kind, now, today, reached=right.reached)
    await audit.note(tx, actor, "correct", "child", child, now)
    return Recorded(made, due)


async def withdraw(
    tx: Transaction, actor: Actor, child: ChildId, entry: EntryId, now: datetime, today: date
) -> tuple[DueDate, ...]:
    """It did not happen: nothing takes its place. Raises NotInYourCare, NotStanding. Four statements."""
    _, undone = await _strike(tx, actor, Wrong(entry, child, whose(actor)), now, today)
    kind = Kind(undone.kind)
    due = await settle_without(tx, child, kind, now, today, reached=undone.reached)
    await audit.note(tx, actor, "withdraw", "child", child, now)
    return due


def whose(actor: Actor) -> PersonId | None:
    """Whose entries this actor may correct; None: anybody's in their scope."""
    return None if actor.role is Role.SUPERVISOR else actor.person


async def _strike(
    tx: Transaction, actor: Actor, wrong: Wrong, now: datetime, today: date
) -> tuple[PersonId, Undone]:
    if actor.person is None or not may(actor, Deed.RECORD, Thing(path=actor.scope)):
        raise NotInYourCare
    undone = await corrections.strike(tx, actor, wrong, now, today)
    if undone is None:
        raise NotStanding
    return actor.person, undone
