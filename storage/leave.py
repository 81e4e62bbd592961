"""Leave from–to: first and last day included. Named queries only; the rule is `reminders.leave`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import LeaveId, PersonId
from storage.statements import insert
from storage.tables.people import leave


@dataclass(frozen=True)
class Leave:
    """`cover`: who does the person's work meanwhile; None: nobody named."""

    id: LeaveId
    person: PersonId
    since: date
    until: date
    cover: PersonId | None


async def add_leave(
    tx: Transaction,
    person: PersonId,
    since: date,
    until: date,
    cover: PersonId | None,
    by: PersonId,
    now: datetime,
) -> LeaveId:
    row = {
        "person": person,
        "since": since,
        "until": until,
        "cover": cover,
        "made_by": by,
        "made_at": now,
    }
    return LeaveId(await insert(tx, leave, row))


async def cancel_leave(tx: Transaction, which: LeaveId, now: datetime) -> bool:
    """False when it was cancelled before."""
    return bool((await tx.execute(_standing(which).values(cancelled_at=now))).rowcount)


async def shorten_leave(tx: Transaction, which: LeaveId, until: date) -> bool:
    """Ends it on an earlier day; False when it is cancelled, ends earlier anyway or begins later."""
    statement = _standing(which).where(leave.c.until > until, leave.c.since <= until)
    return bool((await tx.execute(statement.values(until=until))).rowcount)


async def set_cover(tx: Transaction, which: LeaveId, cover: PersonId | None) -> bool:
    """Names who covers; False when the leave is cancelled."""
    return bool((await tx.execute(_standing(which).values(cover=cover))).rowcount)


async def leaves_of(tx: Transaction, person: PersonId, from_day: date) -> list[Leave]:
    """Those that are not over before that day, the first one first."""
    statement = (
        sa.select(leave)
        .where(leave.c.person == person, leave.c.cancelled_at.is_(None), leave.c.until >= from_day)
        .order_by(leave.c.since, leave.c.id)
    )
    return [_leave(row) for row in await tx.execute(statement)]


async def leave_by_id(tx: Transaction, which: LeaveId) -> Leave | None:
    """None when there is none, or it was cancelled."""
    statement = sa.select(leave).where(leave.c.id == which, leave.c.cancelled_at.is_(None))
    found = (await tx.execute(statement)).first()
    return None if found is None else _leave(found)


def _standing(which: LeaveId) -> sa.Update:
    return sa.update(leave).where(leave.c.id == which, leave.c.cancelled_at.is_(None))


def _leave(row: Any) -> Leave:
    return Leave(LeaveId(row.id), PersonId(row.person), row.since, row.until, row.cover)
