"""What is open in a township, with what was tried; the children of one director.

Every query is narrowed by a scope. Named queries only; the rules are in `reminders`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.access import in_scope
from storage.care import assigned_now, in_care_of
from storage.database import Transaction
from storage.digests import Line, last_contact
from storage.ids import ChildId, PersonId, ReminderId
from storage.tables.ledger import assignment, care, child, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Late(Line):
    """An open reminder past its day, as a digest knows it; and whether its director was nudged."""

    nudged_on: date | None = None


@dataclass(frozen=True)
class Cared:
    """A child in a director's care, and where."""

    child: ChildId
    region: str
    path: str


@dataclass(frozen=True)
class Owned(Cared):
    """`assigned` as in `storage.children.Owed`."""

    assigned: PersonId | None


async def late_within(tx: Transaction, scope: str, today: date, through: date) -> list[Late]:
    """What was to be done by `through` in a scope and is open; the oldest first. One statement.

    An item of the first day's backlog counts from the day it is asked for.
    """
    asked = sa.func.coalesce(reminder.c.ask_on, reminder.c.due)
    statement = (
        sa.select(
            reminder,
            region.c.path,
            assignment.c.person,
            care.c.id.label("care"),
            last_contact().label("last_contact"),
        )
        .join_from(reminder, child, child.c.id == reminder.c.child)
        .join(region, region.c.code == child.c.region)
        .outerjoin(care, sa.and_(care.c.child == child.c.id, care.c.until.is_(None)))
        .outerjoin(assignment, assigned_now(today))
        .where(
            reminder.c.closed_at.is_(None),
            reminder.c.due <= through,
            asked <= through,
            child.c.left_on.is_(None),
            in_scope(region.c.path, scope),
        )
        .order_by(reminder.c.due, reminder.c.id)
    )
    return [_late(row) for row in await tx.execute(statement)]


async def children_in_care(
    tx: Transaction,
    scope: str,
    director: PersonId | None,
    today: date,
    *,
    held: bool = False,
) -> list[Cared]:
    """The children this director (None: nobody) answers for within a scope; `held`: locked for this turn."""
    statement = (
        sa.select(child.c.id, child.c.region, region.c.path)
        .join_from(child, region, region.c.code == child.c.region)
        .where(in_care_of(director, scope, today))
        .order_by(child.c.id)
    )
    if held:
        statement = statement.with_for_update(of=child)
    return [Cared(ChildId(row.id), row.region, row.path) for row in await tx.execute(statement)]


async def child_held(tx: Transaction, scope: str, who: ChildId, today: date) -> Owned | None:
    """A child within a scope, its row locked for this turn; None as for no child."""
    statement = (
        sa.select(child.c.id, child.c.region, region.c.path, assignment.c.person)
        .join_from(child, region, region.c.code == child.c.region)
        .outerjoin(assignment, assigned_now(today))
        .where(child.c.id == who, child.c.left_on.is_(None), in_scope(region.c.path, scope))
        .with_for_update(of=child)
    )
    row = (await tx.execute(statement)).first()
    return None if row is None else Owned(ChildId(row.id), row.region, row.path, row.person)


async def unassigned_of(
    tx: Transaction, director: PersonId, path: str, today: date
) -> list[ChildId]:
    """The children below a place this director answers for without being assigned to them."""
    statement = (
        sa.select(child.c.id)
        .join_from(child, region, region.c.code == child.c.region)
        .outerjoin(assignment, assigned_now(today))
        .where(
            in_care_of(director, path, today),
            sa.or_(assignment.c.person.is_(None), assignment.c.person != director),
        )
        .order_by(child.c.id)
    )
    return [ChildId(row.id) for row in await tx.execute(statement)]


def _late(row: Any) -> Late:
    return Late(
        child=ChildId(row.child),
        kind=row.kind,
        due=row.due,
        path=row.path,
        assigned=row.person,
        reminder=ReminderId(row.id),
        asked=row.ask_on or row.due,
        counted=row.care is None,
        put_offs=row.put_offs,
        put_off_why=row.put_off_why,
        tries=row.tries,
        last_contact=row.last_contact,
        nudged_on=row.nudged_on,
    )
