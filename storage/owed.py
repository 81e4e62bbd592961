"""What is open of the children an actor sees: one named query, narrowed as all over children."""

from datetime import date

import sqlalchemy as sa

from storage.access import Actor
from storage.care import assigned_now, seen_by
from storage.database import Transaction
from storage.digests import Line
from storage.ids import ChildId, ReminderId
from storage.tables.ledger import assignment, care, child, reminder
from storage.tables.people import region


async def owed_to(tx: Transaction, actor: Actor, today: date, through: date) -> list[Line]:
    """What is due up to `through`, oldest first; what the backlog plans for later is left out."""
    statement = (
        sa.select(reminder, region.c.path, assignment.c.person, care.c.id.label("care"))
        .join_from(reminder, child, child.c.id == reminder.c.child)
        .join(region, region.c.code == child.c.region)
        .outerjoin(care, sa.and_(care.c.child == child.c.id, care.c.until.is_(None)))
        .outerjoin(assignment, assigned_now(today))
        .where(
            reminder.c.closed_at.is_(None),
            reminder.c.due <= through,
            sa.or_(reminder.c.ask_on.is_(None), reminder.c.ask_on <= through),
            seen_by(actor, today),
        )
        .order_by(reminder.c.due, reminder.c.id)
    )
    return [
        Line(
            ChildId(row.child),
            row.kind,
            row.due,
            row.path,
            row.person,
            reminder=ReminderId(row.id),
            asked=row.ask_on or row.due,
            counted=row.care is None,
        )
        for row in await tx.execute(statement)
    ]
