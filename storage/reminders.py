"""What a child is owed, as stored: the facts its due dates follow from, and its reminders.

Named queries only; the rule is `reminders.schedule`. One open reminder a (child, kind) is a constraint.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.care import assigned_now
from storage.database import Transaction
from storage.ids import ChildId, PersonId, ReminderId
from storage.tables.ledger import assignment, care, child, entry, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Facts:
    """What a child's due dates follow from, and the (kind, due) of its open reminders.

    `entered_on` is None for a child who left; `done` holds the latest day of each kind that reached.
    """

    entered_on: date | None
    care_since: date | None
    done: tuple[tuple[str, date], ...]
    open: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class Change:
    """How a child's reminder (kind, due) shall stand; an earlier acknowledgement is kept."""

    kind: str
    due: date
    closed_at: datetime | None
    acknowledged_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """An open reminder a plan may tell of; `assigned` as in `storage.children.Owed`."""

    id: ReminderId
    due: date
    acknowledged_on: date | None
    path: str
    assigned: PersonId | None


async def lock_child(tx: Transaction, who: ChildId) -> None:
    """Holds the child's row to the end of the transaction: its due dates are computed by one at a time."""
    await tx.execute(sa.select(child.c.id).where(child.c.id == who).with_for_update())


async def facts_of(tx: Transaction, who: ChildId) -> Facts:
    """One statement."""
    none = sa.literal("")
    done = (
        sa.select(sa.literal("done"), entry.c.kind, sa.func.max(entry.c.held_on))
        .where(entry.c.child == who, entry.c.reached, entry.c.undone_at.is_(None))
        .group_by(entry.c.kind)
    )
    parts = sa.union_all(
        sa.select(sa.literal("entered").label("what"), none.label("kind"), child.c.entered_on.label("day"))
        .where(child.c.id == who, child.c.left_on.is_(None)),
        sa.select(sa.literal("care"), none, care.c.since)
        .where(care.c.child == who, care.c.until.is_(None)),
        done,
        sa.select(sa.literal("open"), reminder.c.kind, reminder.c.due)
        .where(reminder.c.child == who, reminder.c.closed_at.is_(None)),
    )  # fmt: skip
    found: dict[str, list[tuple[str, date]]] = {}
    for row in await tx.execute(parts):
        found.setdefault(row.what, []).append((row.kind, row.day))
    return Facts(
        _day(found.get("entered")),
        _day(found.get("care")),
        tuple(found.get("done", ())),
        tuple(found.get("open", ())),
    )


async def set_reminders(
    tx: Transaction, who: ChildId, changes: Sequence[Change], now: datetime
) -> None:
    """Closes, opens and reopens, in this order: closing comes before opening. One statement."""
    if not changes:
        return
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    inserted = make(reminder)
    known = {
        "closed_at": inserted.excluded.closed_at,
        "acknowledged_on": sa.func.coalesce(
            reminder.c.acknowledged_on, inserted.excluded.acknowledged_on
        ),
    }
    statement = inserted.on_conflict_do_update(
        index_elements=[reminder.c.child, reminder.c.kind, reminder.c.due], set_=known
    )
    await tx.execute(statement, [_row(who, change, now) for change in changes])


async def acknowledge_child(tx: Transaction, who: ChildId, through: date, today: date) -> int:
    """Marks what is open of a child and due up to `through`; how many were not marked before."""
    statement = unacknowledged(today).where(reminder.c.child == who, reminder.c.due <= through)
    return (await tx.execute(statement)).rowcount


async def open_through(
    tx: Transaction, through: date, after: Asked | None, limit: int, today: date
) -> list[Asked]:
    """The next `limit` open reminders due up to `through`, by due date and id, behind `after`."""
    statement = (
        sa.select(reminder, region.c.path, assignment.c.person)
        .join_from(reminder, child, child.c.id == reminder.c.child)
        .join(region, region.c.code == child.c.region)
        .outerjoin(assignment, assigned_now(today))
        .where(reminder.c.closed_at.is_(None), reminder.c.due <= through)
        .order_by(reminder.c.due, reminder.c.id)
        .limit(limit)
    )
    if after is not None:
        place = sa.tuple_(reminder.c.due, reminder.c.id)
        statement = statement.where(place > sa.tuple_(sa.literal(after.due), sa.literal(after.id)))
    return [
        Asked(ReminderId(row.id), row.due, row.acknowledged_on, row.path, row.person)
        for row in await tx.execute(statement)
    ]


def unacknowledged(today: date) -> sa.Update:
    """Marks open reminders; the caller says which."""
    return (
        sa.update(reminder)
        .where(reminder.c.closed_at.is_(None), reminder.c.acknowledged_on.is_(None))
        .values(acknowledged_on=today)
    )


def _row(who: ChildId, change: Change, now: datetime) -> dict[str, Any]:
    return {
        "child": who,
        "kind": change.kind,
        "due": change.due,
        "made_at": now,
        "closed_at": change.closed_at,
        "acknowledged_on": change.acknowledged_on,
    }


def _day(found: list[tuple[str, date]] | None) -> date | None:
    return found[0][1] if found else None
