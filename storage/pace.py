"""What all replicas know of the pace of one token: who may send in bulk, the next free slot, when nobody may."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.statements import insert_new
from storage.tables.chats import pace


@dataclass(frozen=True)
class Pace:
    """`holder` has the lease until `lease_until`; the next free slot is at `next_at`; whatever is sent
    with this token goes not before `not_before`."""

    holder: str | None = None
    lease_until: datetime | None = None
    next_at: datetime | None = None
    not_before: datetime | None = None


async def pace_of(tx: Transaction, token: str) -> Pace:
    """As it stands; nothing is locked."""
    found = (await tx.execute(_row(token))).first()
    return Pace() if found is None else Pace(*found)


async def lock_pace(tx: Transaction, token: str) -> Pace:
    """The same, locked until the transaction ends; its row is made when there is none."""
    locked = _row(token).with_for_update()
    found = (await tx.execute(locked)).first()
    if found is None:
        await tx.execute(insert_new(tx, pace), {"token": token})
        found = (await tx.execute(locked)).one()
    return Pace(*found)


async def keep_pace(tx: Transaction, token: str, kept: Pace) -> None:
    values = {
        "holder": kept.holder,
        "lease_until": kept.lease_until,
        "next_at": kept.next_at,
        "not_before": kept.not_before,
    }
    await tx.execute(sa.update(pace).where(pace.c.token == token).values(values))


def _row(token: str) -> sa.Select[tuple[str, datetime, datetime, datetime]]:
    columns = (pace.c.holder, pace.c.lease_until, pace.c.next_at, pace.c.not_before)
    return sa.select(*columns).where(pace.c.token == token)
