"""Who could take a request of a place or has to know of it; and telling them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from storage.access import Role
from storage.chats import valid
from storage.database import Transaction
from storage.ids import PersonId, UnitId
from storage.outbox import LetterState, Priority, To
from storage.seats import reached
from storage.statements import insert_new
from storage.tables.base import Instant
from storage.tables.chats import outbox
from storage.tables.people import region, role, unit


@dataclass(frozen=True)
class Answerer:
    """A triage worker of an open unit (`role` TRIAGE), or an administrator.

    `place` and `level` are the unit's, or the administrator's: a region path, "county", "city" …
    `reachable`: at least one address of theirs takes messages.
    """

    person: PersonId
    role: Role
    unit: UnitId | None
    unit_name: str | None
    place: str
    level: str
    reachable: bool


@dataclass(frozen=True)
class Tidings:
    """A letter to be put into the outbox: see `storage.outbox.put`."""

    key: str
    kind: str
    to: To
    refs: Mapping[str, int | str]
    priority: Priority


async def answerers(tx: Transaction, place: str | None, today: date) -> list[Answerer]:
    """Triage workers and administrators at or above a region; everywhere when the place is unknown.

    One statement, in the order of units and people.
    """
    reachable = reached(role.c.person)
    works = sa.and_(
        role.c.kind == Role.TRIAGE.value, unit.c.id.is_not(None), unit.c.closed_on.is_(None)
    )
    statement = (
        sa.select(
            role.c.person,
            role.c.kind,
            unit.c.id.label("unit"),
            unit.c.name.label("unit_name"),
            region.c.path,
            region.c.level,
            reachable.label("reachable"),
        )
        .select_from(role)
        .outerjoin(unit, unit.c.id == role.c.unit)
        .join(region, region.c.code == sa.func.coalesce(unit.c.region, role.c.region))
        .where(valid(today), sa.or_(works, role.c.kind == Role.ADMINISTRATOR.value))
        .order_by(unit.c.id, role.c.id)
    )
    if place is not None:
        asked = region.alias("asked")
        here = sa.select(asked.c.path).where(asked.c.code == place).scalar_subquery()
        statement = statement.where((here + "/").like(region.c.path + "/%"))
    return [
        Answerer(
            PersonId(row.person),
            Role(row.kind),
            row.unit,
            row.unit_name,
            row.path,
            row.level,
            bool(row.reachable),
        )
        for row in await tx.execute(statement)
    ]


async def tell(tx: Transaction, letters: Sequence[Tidings], now: datetime) -> None:
    """Puts all of them into the outbox; one statement. A key that is there already is left alone."""
    rows = [
        {
            "key": letter.key,
            "kind": letter.kind,
            "person": letter.to.person,
            "address": letter.to.address,
            "refs": dict(letter.refs),
            "priority": letter.priority.value,
            "not_before": now,
            "made_at": now,
            "state": LetterState.WAITING.value,
        }
        for letter in letters
    ]
    if rows:
        await tx.execute(insert_new(tx, outbox), rows)


async def tell_unit(
    tx: Transaction, mine: UnitId, letter: Tidings, now: datetime, today: date
) -> None:
    """Puts the letter for every reachable worker of the unit, keyed `key:person`; one statement."""
    columns = {
        "key": sa.literal(f"{letter.key}:") + sa.cast(role.c.person, sa.Text),
        "kind": sa.literal(letter.kind),
        "person": role.c.person,
        "refs": sa.literal(dict(letter.refs), sa.JSON),
        "priority": sa.literal(letter.priority.value),
        "not_before": sa.literal(now, Instant),
        "made_at": sa.literal(now, Instant),
        "state": sa.literal(LetterState.WAITING.value),
    }
    told = sa.select(*columns.values()).where(
        role.c.unit == mine,
        role.c.kind == Role.TRIAGE.value,
        valid(today),
        reached(role.c.person),
    )
    await tx.execute(insert_new(tx, outbox).from_select(list(columns), told))
