"""What a director promised of an open reminder: put off until a day, or another try on a day.

The newest promise holds. Tries in a row are counted anew from the entries, so an undone one doesn't count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import ChildId, ReminderId
from storage.tables.ledger import entry, reminder


@dataclass(frozen=True)
class Tries:
    """An open reminder, and how often in a row nobody was reached."""

    reminder: ReminderId
    child: ChildId
    kind: str
    due: date
    tries: int


async def due_now(tx: Transaction, who: ChildId, kind: str) -> date | None:
    """The due date of what is open of that kind."""
    found = await tx.execute(sa.select(reminder.c.due).where(_open(who, kind)))
    due: date | None = found.scalar_one_or_none()
    return due


async def put_off(
    tx: Transaction, who: ChildId, kind: str, until: date, why: str | None, today: date
) -> bool:
    """Until that day; `why` is a code, None up to the due date. False when it stands so already."""
    another = sa.or_(reminder.c.put_off_until.is_(None), reminder.c.put_off_until != until)
    statement = (
        sa.update(reminder)
        .where(_open(who, kind), another)
        .values(
            put_off_until=until,
            put_off_why=why,
            put_offs=reminder.c.put_offs + 1,
            tried_until=None,
            acknowledged_on=sa.func.coalesce(reminder.c.acknowledged_on, today),
        )
    )
    return bool((await tx.execute(statement)).rowcount)


async def ask_anew(tx: Transaction, some: Collection[ChildId]) -> None:
    """What somebody else acknowledged or promised holds nothing up for who answers now."""
    statement = sa.update(reminder).where(
        reminder.c.child.in_(some), reminder.c.closed_at.is_(None)
    )
    await tx.execute(
        statement.values(
            acknowledged_on=None, put_off_until=None, put_off_why=None, tried_until=None
        )
    )


async def tried(
    tx: Transaction,
    who: ChildId,
    kind: str,
    renewing: Collection[str],
    until: date | None,
    asked_through: date,
    today: date,
) -> Tries | None:
    """After an entry that reached nobody; None when nothing of the kind is owed.

    What is asked for by now, due up to `asked_through`, counts as acknowledged. One statement.
    """
    acknowledged = sa.case(
        (
            reminder.c.due <= asked_through,
            sa.func.coalesce(reminder.c.acknowledged_on, today),
        ),
        else_=reminder.c.acknowledged_on,
    )
    values = {"tried_until": until, "put_off_until": None, "acknowledged_on": acknowledged}
    return await _counted(tx, who, kind, renewing, values)


async def recount(
    tx: Transaction, who: ChildId, kind: str, renewing: Collection[str]
) -> Tries | None:
    """After such an entry stopped standing: its promise does too. One statement."""
    return await _counted(tx, who, kind, renewing, {"tried_until": None})


async def tries_at(tx: Transaction, which: ReminderId) -> Tries | None:
    """How it stands with a reminder; None once it is closed."""
    statement = sa.select(reminder).where(reminder.c.id == which, reminder.c.closed_at.is_(None))
    row = (await tx.execute(statement)).first()
    return None if row is None else _tries(row)


async def _counted(
    tx: Transaction, who: ChildId, kind: str, renewing: Collection[str], values: dict[str, Any]
) -> Tries | None:
    statement = (
        sa.update(reminder)
        .where(_open(who, kind))
        .values(tries=_in_a_row(who, kind, renewing), **values)
        .returning(reminder)
    )
    row = (await tx.execute(statement)).first()
    return None if row is None else _tries(row)


def _in_a_row(who: ChildId, kind: str, renewing: Collection[str]) -> sa.ScalarSelect[int]:
    """The entries that reached nobody and were followed by none that did; on one day the order entered."""
    later = entry.alias("later")
    reached = sa.select(later.c.id).where(
        later.c.child == who,
        later.c.kind.in_([kind, *renewing]),
        later.c.reached,
        later.c.undone_at.is_(None),
        sa.or_(
            later.c.held_on > entry.c.held_on,
            sa.and_(later.c.held_on == entry.c.held_on, later.c.id > entry.c.id),
        ),
    )
    return (
        sa.select(sa.func.count(entry.c.id))
        .where(
            entry.c.child == who,
            entry.c.kind == kind,
            ~entry.c.reached,
            entry.c.undone_at.is_(None),
            ~reached.exists(),
        )
        .scalar_subquery()
    )


def _open(who: ChildId, kind: str) -> sa.ColumnElement[bool]:
    return sa.and_(reminder.c.child == who, reminder.c.kind == kind, reminder.c.closed_at.is_(None))


def _tries(row: Any) -> Tries:
    return Tries(ReminderId(row.id), ChildId(row.child), row.kind, row.due, row.tries)
