"""Who was told of what: notices and digests, and who sits where. Named queries only; the rules are above.

One notice a (reminder, step, person) and one digest a (person, day) are constraints, so planning twice
tells nothing twice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.access import Role
from storage.care import assigned_now
from storage.chats import valid
from storage.children import Owed
from storage.database import Transaction
from storage.ids import ChildId, DigestId, PersonId, ReminderId
from storage.people import NAME
from storage.reminders import unacknowledged
from storage.tables.ledger import assignment, child, digest, notice, reminder
from storage.tables.people import person, region, role


@dataclass(frozen=True)
class Seat:
    """A person in a role at a place today."""

    person: PersonId
    role: Role
    path: str


@dataclass(frozen=True)
class Digest:
    """What one person was told on one day, as far as it is still open; each reminder once."""

    id: DigestId
    person: PersonId
    acknowledged_at: datetime | None
    lines: tuple[Owed, ...]


Tell = tuple[ReminderId, str]
"""One step of telling: which reminder, the step's code."""


async def acknowledge_digest(
    tx: Transaction, which: DigestId, by: PersonId, today: date, now: datetime
) -> bool:
    """Marks all that is open in one's own digest; False when it was acknowledged before or is not theirs."""
    own = sa.update(digest).where(
        digest.c.id == which, digest.c.person == by, digest.c.acknowledged_at.is_(None)
    )
    if not (await tx.execute(own.values(acknowledged_at=now))).rowcount:
        return False
    told = sa.select(notice.c.reminder).where(notice.c.digest == which)
    await tx.execute(unacknowledged(today).where(reminder.c.id.in_(told)))
    return True


async def told_before(
    tx: Transaction, some: Collection[ReminderId]
) -> set[tuple[ReminderId, str, PersonId]]:
    """The notices these reminders had."""
    statement = sa.select(notice.c.reminder, notice.c.step, notice.c.person).where(
        notice.c.reminder.in_(some)
    )
    return {(row.reminder, row.step, row.person) for row in await tx.execute(statement)}


async def seats_over(tx: Transaction, paths: Collection[str], today: date) -> list[Seat]:
    """Who is director, supervisor or administrator at or above these places today."""
    steps = (path.split("/") for path in paths)
    above = {"/".join(path[: depth + 1]) for path in steps for depth in range(len(path))}
    kinds = (Role.DIRECTOR.value, Role.SUPERVISOR.value, Role.ADMINISTRATOR.value)
    statement = (
        sa.select(role.c.person, role.c.kind, region.c.path)
        .join(region, region.c.code == role.c.region)
        .where(region.c.path.in_(above), role.c.kind.in_(kinds), valid(today))
        .order_by(role.c.id)
    )
    return [Seat(row.person, Role(row.kind), row.path) for row in await tx.execute(statement)]


async def add_digests(
    tx: Transaction, day: date, told: Mapping[PersonId, Sequence[Tell]], now: datetime
) -> dict[PersonId, DigestId]:
    """Digests of that day with their notices, for those who have none yet; the new ones. Two statements."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(digest).on_conflict_do_nothing().returning(digest.c.id, digest.c.person)
    rows = [{"person": who, "day": day, "made_at": now} for who in told]
    added = {PersonId(row.person): DigestId(row.id) for row in await tx.execute(statement, rows)}
    notices = [
        {"reminder": which, "step": step, "person": who, "digest": made}
        for who, made in added.items()
        for which, step in told[who]
    ]
    if notices:
        await tx.execute(make(notice).on_conflict_do_nothing(), notices)
    return added


async def digest_of(tx: Transaction, which: DigestId, of: PersonId, today: date) -> Digest | None:
    """A person's own digest; None when there is no such one. One statement."""
    statement = (
        sa.select(
            digest.c.acknowledged_at,
            reminder.c.id,
            reminder.c.child,
            reminder.c.kind,
            reminder.c.due,
            region.c.path,
            assignment.c.person,
        )
        .join_from(digest, notice, notice.c.digest == digest.c.id)
        .outerjoin(
            reminder, sa.and_(reminder.c.id == notice.c.reminder, reminder.c.closed_at.is_(None))
        )
        .outerjoin(child, child.c.id == reminder.c.child)
        .outerjoin(region, region.c.code == child.c.region)
        .outerjoin(assignment, assigned_now(today))
        .where(digest.c.id == which, digest.c.person == of)
        .order_by(reminder.c.due, reminder.c.id)
    )
    rows = (await tx.execute(statement)).all()
    if not rows:
        return None
    lines = {row.id: _line(row) for row in rows if row.id is not None}
    return Digest(which, of, rows[0].acknowledged_at, tuple(lines.values()))


async def names_of(tx: Transaction, some: Collection[PersonId]) -> dict[PersonId, str]:
    """Names opened; only for the desk's own screens."""
    found = await tx.execute(sa.select(person.c.id, person.c.name).where(person.c.id.in_(some)))
    return {PersonId(row.id): tx.keys.open(NAME, row.name) for row in found}


def _line(row: Any) -> Owed:
    return Owed(ChildId(row.child), row.kind, row.due, row.path, row.person)
