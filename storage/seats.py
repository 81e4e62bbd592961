"""Who sits where today, who of them is away with whose cover, and whom a channel still reaches."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.access import Channel, Role
from storage.database import Transaction
from storage.ids import PersonId
from storage.tables.chats import address
from storage.tables.people import leave, region, role

KINDS = (Role.DIRECTOR.value, Role.SUPERVISOR.value, Role.ADMINISTRATOR.value)
CHATS = (Channel.WEB.value, Channel.TELEGRAM.value)


@dataclass(frozen=True)
class Cover:
    """Who does somebody's work meanwhile; in the same kind of role, wherever that is."""

    person: PersonId
    reachable: bool = True
    present: bool = True


@dataclass(frozen=True)
class Seat:
    """A person in a role at a place today; `away_until` is the last day of a leave that holds today."""

    person: PersonId
    role: Role
    path: str
    reachable: bool = True
    away_until: date | None = None
    covers: tuple[Cover, ...] = ()


async def seats_over(tx: Transaction, paths: Collection[str], today: date) -> list[Seat]:
    """Who is director, supervisor or administrator at or above these places today. One statement."""
    steps = (path.split("/") for path in paths)
    above = {"/".join(path[: depth + 1]) for path in steps for depth in range(len(path))}
    return _merged((await tx.execute(_seats_at(today), {"above": sorted(above)})).all())


@lru_cache(maxsize=4)
def _seats_at(today: date) -> sa.Select[Any]:
    """Kept, as it takes long to build and a plan asks it for every chunk."""
    return (
        sa.select(
            role.c.person,
            role.c.kind,
            region.c.path,
            reached(role.c.person).label("reachable"),
            leave.c.until,
            leave.c.cover,
            sa.and_(leave.c.cover.is_not(None), reached(leave.c.cover)).label("cover_reachable"),
            ~is_away(leave.c.cover, today).label("cover_present"),
            _in_office(leave.c.cover, role.c.kind, today).label("cover_in_office"),
        )
        .join(region, region.c.code == role.c.region)
        .outerjoin(leave, sa.and_(leave.c.person == role.c.person, on_leave(leave, today)))
        .where(
            region.c.path.in_(sa.bindparam("above", expanding=True)),
            role.c.kind.in_(KINDS),
            in_force(role, today),
        )
        .order_by(role.c.id, leave.c.id)
    )


def on_leave(of: Any, today: date) -> sa.ColumnElement[bool]:
    """Leave that holds today, first and last day included."""
    return sa.and_(of.c.since <= today, of.c.until >= today, of.c.cancelled_at.is_(None))


def in_force(of: Any, today: date) -> sa.ColumnElement[bool]:
    """A role, or an alias of one, that holds today; `storage.chats.valid` for any alias."""
    return sa.and_(
        of.c.valid_from <= today, sa.or_(of.c.valid_to.is_(None), of.c.valid_to >= today)
    )


def is_away(person: sa.ColumnElement[Any], today: date) -> sa.ColumnElement[bool]:
    other = leave.alias()
    return sa.exists().where(other.c.person == person, on_leave(other, today))


def reached(person: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether some address reaches this person. A chat was met; any other way has to be confirmed."""
    met = sa.or_(address.c.channel.in_(CHATS), address.c.confirmed_at.is_not(None))
    return sa.exists().where(address.c.person == person, address.c.unreachable_since.is_(None), met)


def _in_office(
    person: sa.ColumnElement[Any], kind: sa.ColumnElement[Any], today: date
) -> sa.ColumnElement[bool]:
    other = role.alias()
    return sa.exists().where(other.c.person == person, other.c.kind == kind, in_force(other, today))


def _merged(rows: Collection[Any]) -> list[Seat]:
    """One seat a person, role and place, with the covers of every leave that holds."""
    found: dict[tuple[int, str, str], Seat] = {}
    for row in rows:
        key = (row.person, row.kind, row.path)
        seat = found.get(key) or Seat(
            PersonId(row.person), Role(row.kind), row.path, bool(row.reachable)
        )
        if row.until is not None:
            until = max(seat.away_until or row.until, row.until)
            seat = replace(seat, away_until=until, covers=(*seat.covers, *_cover(row, seat)))
        found[key] = seat
    return list(found.values())


def _cover(row: Any, seat: Seat) -> tuple[Cover, ...]:
    if row.cover is None or not row.cover_in_office:
        return ()
    cover = Cover(PersonId(row.cover), bool(row.cover_reachable), bool(row.cover_present))
    return () if cover in seat.covers else (cover,)
