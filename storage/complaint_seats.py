"""Who stands over a place, and what else they hold or held: what decides who may see a complaint."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.access import Role
from storage.database import Transaction
from storage.ids import PersonId
from storage.seats import reached
from storage.tables.people import region, role, unit


@dataclass(frozen=True)
class Seat:
    """A role somebody holds or held. `path` is the unit's place where the role has a unit."""

    person: PersonId
    role: Role
    path: str
    since: date
    until: date | None
    reachable: bool

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Place:
    """`seats`: everything the administrators over a place ever held, and who ever held the role asked for."""

    path: str | None
    seats: tuple[Seat, ...]


NOWHERE = Place(None, ())


async def place_of(tx: Transaction, code: str, kind: Role | None) -> Place:
    """The place of that code, its administrators, and who holds `kind` in it or over it. One statement."""
    asked, seat = region.alias("asked"), region.alias("seat")
    wanted = sa.and_(role.c.kind == Role.ADMINISTRATOR.value, _over(seat, asked))
    if kind is not None:
        near = sa.or_(_over(seat, asked), _over(asked, seat))
        wanted = sa.or_(wanted, sa.and_(role.c.kind == kind.value, near))
    statement = (
        sa.select(asked.c.path.label("here"), *_seat_columns(seat))
        .select_from(asked)
        .outerjoin(
            sa.join(role, seat, sa.true()).outerjoin(unit, unit.c.id == role.c.unit),
            sa.and_(seat.c.code == sa.func.coalesce(unit.c.region, role.c.region), wanted),
        )
        .where(asked.c.code == code)
        .order_by(role.c.id)
    )
    rows = (await tx.execute(statement)).all()
    if not rows:
        return NOWHERE
    return Place(rows[0].here, tuple(_seat(row) for row in rows if row.person is not None))


async def seats_of_administrators(tx: Transaction, codes: Collection[str]) -> tuple[Seat, ...]:
    """All that the people hold or held who ever were administrators at or above these places."""
    asked, over, held = region.alias("asked"), region.alias("over"), role.alias("held")
    people = (
        sa.select(held.c.person)
        .join(over, over.c.code == held.c.region)
        .join(asked, _over(over, asked))
        .where(held.c.kind == Role.ADMINISTRATOR.value, asked.c.code.in_(sorted(codes)))
    )
    statement = (
        sa.select(*_seat_columns(region))
        .select_from(role)
        .outerjoin(unit, unit.c.id == role.c.unit)
        .join(region, region.c.code == sa.func.coalesce(unit.c.region, role.c.region))
        .where(role.c.person.in_(people))
        .order_by(role.c.id)
    )
    return tuple(_seat(row) for row in await tx.execute(statement))


async def places_of_administrators(tx: Transaction, today: date) -> dict[str, str]:
    """The path and the code of each place that has an administrator today."""
    statement = (
        sa.select(region.c.path, region.c.code)
        .join(role, role.c.region == region.c.code)
        .where(
            role.c.kind == Role.ADMINISTRATOR.value,
            role.c.valid_from <= today,
            sa.or_(role.c.valid_to.is_(None), role.c.valid_to >= today),
        )
    )
    return {row.path: row.code for row in await tx.execute(statement)}


def _over(above: sa.FromClause, below: sa.FromClause) -> sa.ColumnElement[bool]:
    """At that place or above it. Paths hold digits and "/" only, so nothing is a wildcard."""
    return (below.c.path + "/").like(above.c.path + "/%")


def _seat_columns(place: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    columns = [role.c.person, role.c.kind, role.c.valid_from, role.c.valid_to, place.c.path]
    return [*columns, reached(role.c.person).label("reachable")]


def _seat(row: Any) -> Seat:
    return Seat(
        PersonId(row.person),
        Role(row.kind),
        row.path,
        row.valid_from,
        row.valid_to,
        bool(row.reachable),
    )
