"""People, units, roles from–to, and who answers for a place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.access import Role, in_scope
from storage.chats import valid
from storage.database import Transaction
from storage.ids import PersonId, RoleId, UnitId
from storage.seats import reached
from storage.statements import insert
from storage.tables.people import person, region, role, unit

NAME = "person.name"


@dataclass(frozen=True)
class RoleHeld:
    """A role a person holds today; `unit_name` only where the role has a unit."""

    id: RoleId
    kind: Role
    region: str
    region_name: str
    unit: UnitId | None
    unit_name: str | None


@dataclass(frozen=True)
class Unit:
    """`example`: invented for a demo, and shown as such."""

    id: UnitId
    kind: str
    region: str
    name: str
    example: bool


async def add_person(tx: Transaction, name: str, now: datetime) -> PersonId:
    row = {"name": tx.keys.seal(NAME, name), "made_at": now}
    return PersonId(await insert(tx, person, row))


async def name_of(tx: Transaction, who: PersonId) -> str:
    found = await tx.execute(sa.select(person.c.name).where(person.c.id == who))
    return tx.keys.open(NAME, found.scalar_one())


async def add_role(
    tx: Transaction,
    who: PersonId,
    kind: Role,
    region_code: str,
    unit_id: UnitId | None,
    since: date,
) -> RoleId:
    row = {
        "person": who,
        "kind": kind.value,
        "region": region_code,
        "unit": unit_id,
        "valid_from": since,
    }
    return RoleId(await insert(tx, role, row))


async def end_role(tx: Transaction, ended: RoleId, last_day: date) -> None:
    await tx.execute(sa.update(role).where(role.c.id == ended).values(valid_to=last_day))


async def roles_of(tx: Transaction, who: PersonId, today: date) -> list[RoleHeld]:
    """The roles this person may act in today, oldest first."""
    statement = (
        sa.select(role, region.c.name.label("region_name"), unit.c.name.label("unit_name"))
        .join(region, region.c.code == role.c.region)
        .outerjoin(unit, unit.c.id == role.c.unit)
        .where(role.c.person == who, valid(today))
        .order_by(role.c.id)
    )
    return [_held(row) for row in await tx.execute(statement)]


async def members_of(tx: Transaction, of: UnitId, today: date) -> list[PersonId]:
    """The triage workers of a unit today, each once."""
    statement = (
        sa.select(role.c.person)
        .where(role.c.unit == of, role.c.kind == Role.TRIAGE.value, valid(today))
        .order_by(role.c.id)
    )
    return list(dict.fromkeys(PersonId(row.person) for row in await tx.execute(statement)))


async def add_unit(
    tx: Transaction, kind: str, region_code: str, name: str, *, example: bool
) -> UnitId:
    row = {"kind": kind, "region": region_code, "name": name, "example": example}
    return UnitId(await insert(tx, unit, row))


async def any_unit(tx: Transaction) -> bool:
    return (await tx.execute(sa.select(unit.c.id).limit(1))).first() is not None


async def unit_of(tx: Transaction, wanted: UnitId) -> Unit | None:
    found = (await tx.execute(sa.select(unit).where(unit.c.id == wanted))).first()
    return None if found is None else _unit(found)


async def staff_without_address(tx: Transaction, today: date) -> list[PersonId]:
    """People with a role today whom no channel reaches."""
    statement = (
        sa.select(role.c.person)
        .where(valid(today), ~reached(role.c.person))
        .distinct()
        .order_by(role.c.person)
    )
    return [PersonId(row.person) for row in await tx.execute(statement)]


async def units_without_members(tx: Transaction, today: date) -> list[UnitId]:
    """Open units nobody triages for today."""
    staffed = sa.select(role.c.unit).where(
        role.c.kind == Role.TRIAGE.value, role.c.unit.is_not(None), valid(today)
    )
    statement = sa.select(unit.c.id).where(unit.c.closed_on.is_(None), unit.c.id.not_in(staffed))
    return [UnitId(row.id) for row in await tx.execute(statement.order_by(unit.c.id))]


async def units_within(tx: Transaction, scope: str) -> list[Unit]:
    """The open units whose place lies in a scope."""
    statement = (
        sa.select(unit)
        .join(region, region.c.code == unit.c.region)
        .where(in_scope(region.c.path, scope), unit.c.closed_on.is_(None))
        .order_by(unit.c.id)
    )
    return [_unit(row) for row in await tx.execute(statement)]


async def path_of(tx: Transaction, code: str) -> str | None:
    """The scope path of a region; None when the desk doesn't know it."""
    found = await tx.execute(sa.select(region.c.path).where(region.c.code == code))
    path: str | None = found.scalar_one_or_none()
    return path


def _held(row: Any) -> RoleHeld:
    return RoleHeld(
        RoleId(row.id), Role(row.kind), row.region, row.region_name, row.unit, row.unit_name
    )


def _unit(row: Any) -> Unit:
    return Unit(UnitId(row.id), row.kind, row.region, row.name, row.example)
