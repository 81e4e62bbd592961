"""A digest as it stands when it is read: what of it is still open, and why. One named query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.care import assigned_now
from storage.children import Owed
from storage.database import Transaction
from storage.ids import ChildId, DigestId, PersonId, ReminderId
from storage.tables.ledger import assignment, care, child, digest, entry, notice, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Line(Owed):
    """What a digest says of one open reminder, and why it is still open.

    Steps count from `asked`: the due date, or the day an item of the first day's backlog is asked for.
    `counted`: the child is in the ledger without key care. `tries` in a row reached nobody;
    `put_off_why` is a code; `last_contact`: of a contact or a visit; None: none yet.
    """

    reminder: ReminderId
    asked: date
    counted: bool = False
    put_offs: int = 0
    put_off_why: str | None = None
    tries: int = 0
    last_contact: date | None = None


@dataclass(frozen=True)
class Digest:
    """What one person was told on one day, as far as it is still open; each reminder once."""

    id: DigestId
    person: PersonId
    day: date
    acknowledged_at: datetime | None
    lines: tuple[Line, ...]


async def digest_of(tx: Transaction, which: DigestId, of: PersonId, today: date) -> Digest | None:
    """A person's own digest; None when there is no such one. One statement."""
    statement = (
        sa.select(
            digest.c.day,
            digest.c.acknowledged_at,
            reminder,
            region.c.path,
            assignment.c.person,
            care.c.id.label("care"),
            last_contact().label("last_contact"),
        )
        .join_from(digest, notice, notice.c.digest == digest.c.id)
        .outerjoin(
            reminder, sa.and_(reminder.c.id == notice.c.reminder, reminder.c.closed_at.is_(None))
        )
        .outerjoin(child, child.c.id == reminder.c.child)
        .outerjoin(region, region.c.code == child.c.region)
        .outerjoin(care, sa.and_(care.c.child == child.c.id, care.c.until.is_(None)))
        .outerjoin(assignment, assigned_now(today))
        .where(digest.c.id == which, digest.c.person == of)
        .order_by(reminder.c.due, reminder.c.id)
    )
    rows = (await tx.execute(statement)).all()
    if not rows:
        return None
    lines = {row.id: _line(row) for row in rows if row.id is not None}
    return Digest(which, of, rows[0].day, rows[0].acknowledged_at, tuple(lines.values()))


def last_contact() -> sa.ScalarSelect[Any]:
    """For statements over `reminder`."""
    return (
        sa.select(sa.func.max(entry.c.held_on))
        .where(
            entry.c.child == reminder.c.child,
            entry.c.kind.in_(["contact", "visit"]),
            entry.c.reached,
            entry.c.undone_at.is_(None),
        )
        .correlate(reminder)
        .scalar_subquery()
    )


def _line(row: Any) -> Line:
    return Line(
        ChildId(row.child),
        row.kind,
        row.due,
        row.path,
        row.person,
        ReminderId(row.id),
        row.ask_on or row.due,
        row.care is None,
        row.put_offs,
        row.put_off_why,
        row.tries,
        row.last_contact,
    )
