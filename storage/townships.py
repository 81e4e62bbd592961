"""The people a supervisor or an administrator answers for, and handing children from one to another.

Every query is narrowed by a scope. Named queries only; the rules are in `reminders`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.access import Role, in_scope
from storage.database import Transaction
from storage.ids import ChildId, LeaveId, PersonId
from storage.people import NAME
from storage.seats import CHATS, in_force, on_leave, reached
from storage.tables.chats import address
from storage.tables.ledger import assignment
from storage.tables.people import leave, person, region, role


@dataclass(frozen=True)
class Official:
    """Somebody in office at a place. `unreached_since` is None where they never had an address.

    `away_until`: on leave through that day; `cover`: who stands in. `name` only where asked for.
    """

    person: PersonId
    role: Role
    region: str
    region_name: str
    path: str
    name: str | None
    reached: bool
    unreached_since: datetime | None
    leave: LeaveId | None
    away_until: date | None
    cover: PersonId | None


@dataclass(frozen=True)
class Way:
    """One address of somebody; what it is stays sealed."""

    channel: str
    unreachable_since: datetime | None
    confirmed: bool


async def officials(
    tx: Transaction,
    scope: str,
    today: date,
    kinds: Collection[Role],
    who: PersonId | None = None,
    *,
    names: bool = False,
    unreached: bool = False,
) -> list[Official]:
    """Who holds one of these roles within a scope today, by place; each once a place. One statement.

    `unreached`: only those whom no address reaches.
    """
    statement = (
        sa.select(
            role.c.person,
            role.c.kind,
            role.c.region,
            region.c.name.label("region_name"),
            region.c.path,
            person.c.name.label("sealed_name"),
            reached(role.c.person).label("reached"),
            _unreached_since(role.c.person).label("unreached_since"),
            leave.c.id.label("leave"),
            leave.c.until.label("away_until"),
            leave.c.cover,
        )
        .join_from(role, region, region.c.code == role.c.region)
        .join(person, person.c.id == role.c.person)
        .outerjoin(leave, sa.and_(leave.c.person == role.c.person, on_leave(leave, today)))
        .where(
            in_scope(region.c.path, scope),
            role.c.kind.in_([kind.value for kind in kinds]),
            in_force(role, today),
        )
        .order_by(region.c.path, role.c.person, leave.c.until, leave.c.id)
    )
    if who is not None:
        statement = statement.where(role.c.person == who)
    if unreached:
        statement = statement.where(~reached(role.c.person))
    found = {}
    for row in await tx.execute(statement):
        found[row.person, row.kind, row.path] = _official(tx, row, names=names)
    return list(found.values())


async def anybody_beyond(tx: Transaction, scope: str, today: date) -> bool:
    """Whether this desk serves places outside a scope: then what holds for all is not set there."""
    statement = (
        sa.select(role.c.id)
        .join(region, region.c.code == role.c.region)
        .where(in_force(role, today), ~in_scope(region.c.path, scope))
        .limit(1)
    )
    return (await tx.execute(statement)).first() is not None


async def works_beyond(
    tx: Transaction, who: PersonId, scope: str, today: date, kinds: Collection[Role] = tuple(Role)
) -> bool:
    """Whether somebody holds one of these roles outside a scope too: who acts for them would act there."""
    statement = (
        sa.select(role.c.id)
        .join(region, region.c.code == role.c.region)
        .where(
            role.c.person == who,
            role.c.kind.in_([kind.value for kind in kinds]),
            in_force(role, today),
            ~in_scope(region.c.path, scope),
        )
        .limit(1)
    )
    return (await tx.execute(statement)).first() is not None


async def ways_of(tx: Transaction, who: PersonId) -> list[Way]:
    """Every address of a person, the oldest first."""
    statement = (
        sa.select(address.c.channel, address.c.unreachable_since, address.c.confirmed_at)
        .where(address.c.person == who)
        .order_by(address.c.id)
    )
    return [
        Way(
            row.channel,
            row.unreachable_since,
            row.channel in CHATS or row.confirmed_at is not None,
        )
        for row in await tx.execute(statement)
    ]


async def assign_all(tx: Transaction, some: Sequence[ChildId], to: PersonId, since: date) -> None:
    """This director answers for these children from `since` on. Two statements."""
    before = sa.update(assignment).where(assignment.c.child.in_(some), assignment.c.until.is_(None))
    await tx.execute(before.values(until=since - timedelta(days=1)))
    rows = [{"child": each, "person": to, "since": since} for each in some]
    await tx.execute(sa.insert(assignment), rows)


def _unreached_since(who: sa.ColumnElement[int]) -> sa.ScalarSelect[datetime]:
    return (
        sa.select(sa.func.max(address.c.unreachable_since))
        .where(address.c.person == who)
        .scalar_subquery()
    )


def _official(tx: Transaction, row: Any, *, names: bool) -> Official:
    return Official(
        person=PersonId(row.person),
        role=Role(row.kind),
        region=row.region,
        region_name=row.region_name,
        path=row.path,
        name=tx.keys.open(NAME, row.sealed_name) if names else None,
        reached=bool(row.reached),
        unreached_since=None if row.reached else row.unreached_since,
        leave=row.leave,
        away_until=row.away_until,
        cover=row.cover,
    )
