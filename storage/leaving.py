"""Children who leave the ledger or come back to it, and those whose 16th birthday is over. Named queries only."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from storage.care import assigned_now
from storage.database import Transaction
from storage.ids import ChildId, PersonId
from storage.tables.ledger import assignment, care, child, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Fate:
    """Where a child is now; `left_why` is a code, None while it is in the ledger."""

    region: str
    path: str
    left_on: date | None
    left_why: str | None


@dataclass(frozen=True)
class Grown:
    """A child whose last day under 16 is over; `assigned` as in `storage.children.Owed`."""

    child: ChildId
    region: str
    path: str
    assigned: PersonId | None
    last_day: date


async def leave_for(tx: Transaction, who: ChildId, left_on: date, why: str, now: datetime) -> bool:
    """Out of the ledger, and nothing is owed any more; False when the child had left before."""
    here = sa.update(child).where(child.c.id == who, child.c.left_on.is_(None))
    if not (await tx.execute(here.values(left_on=left_on, left_why=why))).rowcount:
        return False
    owed = sa.update(reminder).where(reminder.c.child == who, reminder.c.closed_at.is_(None))
    await tx.execute(owed.values(closed_at=now))
    return True


async def come_back(tx: Transaction, who: ChildId) -> None:
    await tx.execute(sa.update(child).where(child.c.id == who).values(left_on=None, left_why=None))


async def move_to(tx: Transaction, who: ChildId, code: str) -> None:
    await tx.execute(sa.update(child).where(child.c.id == who).values(region=code))


async def reopen_care(tx: Transaction, who: ChildId, ended_on: date) -> bool:
    """The key care that ended that day goes on; False when there is another one now."""
    other = care.alias()
    holds = sa.exists().where(other.c.child == who, other.c.until.is_(None))
    last = (
        sa.select(sa.func.max(other.c.id))
        .where(other.c.child == who, other.c.until == ended_on)
        .scalar_subquery()
    )
    statement = sa.update(care).where(care.c.id == last, ~holds).values(until=None)
    return bool((await tx.execute(statement)).rowcount)


async def reopen_assignment(tx: Transaction, who: ChildId, ended_on: date) -> None:
    """Who answered for the child through that day does again; who was named since, no more."""
    since = sa.and_(assignment.c.until.is_(None), assignment.c.since > ended_on)
    named = sa.update(assignment).where(assignment.c.child == who, since)
    await tx.execute(named.values(until=ended_on))
    other = assignment.alias()
    last = (
        sa.select(sa.func.max(other.c.id))
        .where(other.c.child == who, other.c.until == ended_on, other.c.since <= ended_on)
        .scalar_subquery()
    )
    await tx.execute(sa.update(assignment).where(assignment.c.id == last).values(until=None))


async def fate_of(tx: Transaction, who: ChildId) -> Fate | None:
    statement = (
        sa.select(child.c.region, region.c.path, child.c.left_on, child.c.left_why)
        .join(region, region.c.code == child.c.region)
        .where(child.c.id == who)
    )
    row = (await tx.execute(statement)).first()
    return None if row is None else Fate(row.region, row.path, row.left_on, row.left_why)


async def grown(tx: Transaction, today: date, limit: int) -> list[Grown]:
    """Those in the ledger whose last day under 16 was before today."""
    statement = (
        sa.select(
            child.c.id, child.c.region, region.c.path, assignment.c.person, child.c.under_16_until
        )
        .join(region, region.c.code == child.c.region)
        .outerjoin(assignment, assigned_now(today))
        .where(child.c.under_16_until < today, child.c.left_on.is_(None))
        .order_by(child.c.under_16_until, child.c.id)
        .limit(limit)
    )
    return [
        Grown(ChildId(row.id), row.region, row.path, row.person, row.under_16_until)
        for row in await tx.execute(statement)
    ]


async def forget_birth(tx: Transaction, who: ChildId) -> None:
    """The month of birth was wrong: it has to be told anew."""
    statement = sa.update(child).where(child.c.id == who)
    await tx.execute(statement.values(birth_month=None, under_16_until=None))
