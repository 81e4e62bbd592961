"""What a child is owed, as stored: its reminders.

Named queries only; the rule is `reminders.schedule`. One open reminder a (child, kind) is a constraint.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.access import in_scope
from storage.care import assigned_now
from storage.database import Transaction
from storage.ids import ChildId, PersonId, ReminderId
from storage.tables.ledger import assignment, care, child, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Change:
    """How a child's reminder (kind, due) shall stand.

    An earlier acknowledgement and an earlier planned day (`ask_on`) are kept, and so is what was promised.
    """

    kind: str
    due: date
    closed_at: datetime | None
    acknowledged_on: date | None = None
    ask_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """An open reminder a plan may tell of; `assigned` as in `storage.children.Owed`.

    `counted`: the child is not in key care. `ask_on`: the day an item of the backlog is planned for; its
    steps count from there. `tries` in a row reached nobody; `put_off_why` is a code.
    """

    id: ReminderId
    due: date
    acknowledged_on: date | None
    path: str
    assigned: PersonId | None
    child: ChildId
    kind: str
    counted: bool = False
    ask_on: date | None = None
    put_off_until: date | None = None
    put_off_why: str | None = None
    put_offs: int = 0
    tried_until: date | None = None
    tries: int = 0
    nudged_on: date | None = None


async def lock_child(tx: Transaction, who: ChildId) -> None:
    """Holds the child's row to the end of the transaction: its due dates are computed by one at a time."""
    await tx.execute(sa.select(child.c.id).where(child.c.id == who).with_for_update())


async def children_within(
    tx: Transaction, scope: str, after: ChildId | None, limit: int
) -> list[ChildId]:
    """The next `limit` children in the ledger of a place and below it, by number, behind `after`."""
    statement = (
        sa.select(child.c.id)
        .join(region, region.c.code == child.c.region)
        .where(child.c.left_on.is_(None), in_scope(region.c.path, scope), child.c.id > (after or 0))
        .order_by(child.c.id)
        .limit(limit)
    )
    return [ChildId(found) for found in (await tx.execute(statement)).scalars()]


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
        "ask_on": sa.func.coalesce(reminder.c.ask_on, inserted.excluded.ask_on),
    }
    statement = inserted.on_conflict_do_update(
        index_elements=[reminder.c.child, reminder.c.kind, reminder.c.due], set_=known
    )
    await tx.execute(statement, [_row(who, change, now) for change in changes])


async def acknowledge_child(tx: Transaction, who: ChildId, through: date, today: date) -> int:
    """Marks what is open of a child and due up to `through`; how many were not marked before."""
    statement = unacknowledged(today).where(reminder.c.child == who, reminder.c.due <= through)
    return (await tx.execute(statement)).rowcount


async def nudge(tx: Transaction, some: Collection[ReminderId], today: date, since: date) -> int:
    """Marks what is open of these as nudged by a supervisor; how many were not nudged on `since` or later."""
    statement = sa.update(reminder).where(
        reminder.c.id.in_(some),
        reminder.c.closed_at.is_(None),
        sa.or_(reminder.c.nudged_on.is_(None), reminder.c.nudged_on < since),
    )
    return (await tx.execute(statement.values(nudged_on=today))).rowcount


async def open_through(
    tx: Transaction, through: date, after: Asked | None, limit: int, today: date
) -> list[Asked]:
    """The next `limit` open reminders due up to `through`, by due date and id, behind `after`.

    What the backlog plans for a later day is left out, and who is 16.
    """
    statement = (
        sa.select(reminder, region.c.path, assignment.c.person, care.c.id.label("care"))
        .join_from(reminder, child, child.c.id == reminder.c.child)
        .join(region, region.c.code == child.c.region)
        .outerjoin(assignment, assigned_now(today))
        .outerjoin(care, sa.and_(care.c.child == child.c.id, care.c.until.is_(None)))
        .where(
            reminder.c.closed_at.is_(None),
            reminder.c.due <= through,
            sa.or_(reminder.c.ask_on.is_(None), reminder.c.ask_on <= through),
            sa.or_(child.c.under_16_until.is_(None), child.c.under_16_until >= today),
        )
        .order_by(reminder.c.due, reminder.c.id)
        .limit(limit)
    )
    if after is not None:
        place = sa.tuple_(reminder.c.due, reminder.c.id)
        statement = statement.where(place > sa.tuple_(sa.literal(after.due), sa.literal(after.id)))
    return [_asked(row) for row in await tx.execute(statement)]


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
        "ask_on": change.ask_on,
    }


def _asked(row: Any) -> Asked:
    return Asked(
        id=ReminderId(row.id),
        due=row.due,
        acknowledged_on=row.acknowledged_on,
        path=row.path,
        assigned=row.person,
        child=ChildId(row.child),
        kind=row.kind,
        counted=row.care is None,
        ask_on=row.ask_on,
        put_off_until=row.put_off_until,
        put_off_why=row.put_off_why,
        put_offs=row.put_offs,
        tried_until=row.tried_until,
        tries=row.tries,
        nudged_on=row.nudged_on,
    )
