"""What was over already when a county began: read for planning, and the days it is planned for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from storage.access import in_scope
from storage.database import Transaction
from storage.ids import ReminderId
from storage.tables.ledger import care, child, entry, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Old:
    """An open reminder from before the first day. `counted`: the child is not in key care.

    `dated`: somebody knows when it was last done; else its due date only counts from the child's entry.
    """

    id: ReminderId
    kind: str
    due: date
    path: str
    counted: bool
    dated: bool


async def old_within(tx: Transaction, scope: str, before: date) -> list[Old]:
    """What is open within a scope, was due before that day and isn't planned yet; the oldest first."""
    done = sa.select(entry.c.id).where(
        entry.c.child == reminder.c.child,
        sa.or_(
            entry.c.kind == reminder.c.kind,
            sa.and_(reminder.c.kind == "contact", entry.c.kind == "visit"),
        ),
        entry.c.reached,
        entry.c.undone_at.is_(None),
    )
    statement = (
        sa.select(
            reminder.c.id,
            reminder.c.kind,
            reminder.c.due,
            region.c.path,
            care.c.id.label("care"),
            done.exists().label("dated"),
        )
        .join_from(reminder, child, child.c.id == reminder.c.child)
        .join(region, region.c.code == child.c.region)
        .outerjoin(care, sa.and_(care.c.child == child.c.id, care.c.until.is_(None)))
        .where(
            reminder.c.closed_at.is_(None),
            reminder.c.due < before,
            reminder.c.ask_on.is_(None),
            in_scope(region.c.path, scope),
        )
        .order_by(reminder.c.due, reminder.c.id)
    )
    return [
        Old(ReminderId(row.id), row.kind, row.due, row.path, row.care is None, bool(row.dated))
        for row in await tx.execute(statement)
    ]


async def plan_for(tx: Transaction, days: Mapping[ReminderId, date]) -> None:
    """Each of these reminders is asked for on its day. One statement."""
    if not days:
        return
    statement = (
        sa.update(reminder)
        .where(reminder.c.id == sa.bindparam("which"))
        .values(ask_on=sa.bindparam("day"))
    )
    await tx.execute(statement, [{"which": which, "day": day} for which, day in days.items()])
