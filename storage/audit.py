"""What was done and what sensitive was read: ids, never content; sealed in order.

A seal is the hash over a batch of rows and the seal before, so a row changed or taken out later shows.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.access import Actor
from storage.database import Transaction
from storage.tables.desk import audit, audit_seal

BATCH = 1000
BEFORE_ALL = -(2**63)
"""Below every id, also one that nobody was given."""


@dataclass(frozen=True)
class SealCheck:
    """`broken_at` is the last audit id of the first seal that doesn't fit; None when all fit."""

    seals: int
    rows: int
    broken_at: int | None


async def note(
    tx: Transaction, actor: Actor, deed: str, thing: str, thing_id: int | None, at: datetime
) -> None:
    """One row: this actor did `deed` to the thing ("child", 12)."""
    await note_each(tx, actor, deed, thing, [thing_id], at)


async def note_each(
    tx: Transaction,
    actor: Actor,
    deed: str,
    thing: str,
    thing_ids: Sequence[int | None],
    at: datetime,
) -> None:
    """A row for each of the things, in one statement."""
    rows = [
        {
            "at": at,
            "address": actor.address,
            "person": actor.person,
            "role": actor.role.value,
            "deed": deed,
            "thing": thing,
            "thing_id": each,
        }
        for each in thing_ids
    ]
    await tx.execute(sa.insert(audit), rows)


async def seal(tx: Transaction, now: datetime) -> int:
    """Seals what is not yet sealed, at most a batch. The number of rows sealed.

    Waits for whoever is writing rows: one with a lower number must not appear behind the seal.
    """
    if tx.dialect == "postgresql":
        await tx.execute(sa.text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))
    last, before = await _newest_seal(tx)
    rows = (await tx.execute(_after(last).limit(BATCH))).all()
    if rows:
        made = {
            "last": rows[-1].id,
            "rows": len(rows),
            "at": now,
            "digest": _digest(before, rows),
        }
        await tx.execute(sa.insert(audit_seal), made)
    return len(rows)


async def check_seals(tx: Transaction) -> SealCheck:
    """Every seal recomputed from the rows that stand."""
    seals = (await tx.execute(sa.select(audit_seal).order_by(audit_seal.c.last))).all()
    last, before, count = BEFORE_ALL, b"", 0
    for made in seals:
        rows = (await tx.execute(_after(last).where(audit.c.id <= made.last))).all()
        if len(rows) != made.rows or _digest(before, rows) != made.digest:
            return SealCheck(len(seals), count, made.last)
        last, before, count = made.last, made.digest, count + len(rows)
    return SealCheck(len(seals), count, None)


async def _newest_seal(tx: Transaction) -> tuple[int, bytes]:
    found = await tx.execute(sa.select(audit_seal).order_by(audit_seal.c.last.desc()).limit(1))
    row = found.first()
    return (row.last, row.digest) if row else (BEFORE_ALL, b"")


def _after(last: int) -> sa.Select[Any]:
    return sa.select(audit).where(audit.c.id > last).order_by(audit.c.id)


def _digest(before: bytes, rows: Iterable[sa.Row[Any]]) -> bytes:
    made = hashlib.sha256(before)
    for row in rows:
        values = [value.isoformat() if isinstance(value, datetime) else str(value) for value in row]
        made.update("\x1f".join(values).encode() + b"\x1e")
    return made.digest()
