"""The outbox: the one way to tell somebody something.

Any room puts in to whom, what kind and which ids, in its own transaction; the words are made at sending
time. A letter is claimed with a lease, sent, its receipt stored: a crash between the last two may repeat
one message, never lose one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId, LetterId, PersonId
from storage.statements import insert_new
from storage.tables.chats import outbox

LEASE = timedelta(minutes=2)


class Priority(IntEnum):
    """The order of sending when much is waiting."""

    ALARM = 0
    RELAY = 1
    RECEIPT = 2
    DIGEST = 3


class LetterState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"


OPEN = outbox.c.state.in_(
    sa.bindparam(
        "open",
        [LetterState.WAITING.value, LetterState.SENDING.value],
        expanding=True,
        literal_execute=True,  # SQLite uses the index of open letters only for states written out
    )
)


@dataclass(frozen=True)
class To:
    """A person (at the best of their addresses) or one address."""

    person: PersonId | None = None
    address: AddressId | None = None


@dataclass(frozen=True)
class Letter:
    """`refs` hold ids and codes only, nothing personal."""

    id: LetterId
    kind: str
    to: To
    refs: Mapping[str, Any]
    tries: int
    made_at: datetime
    priority: Priority = Priority.RECEIPT


async def put(
    tx: Transaction,
    key: str,
    kind: str,
    to: To,
    refs: Mapping[str, int | str],
    *,
    priority: Priority,
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """False when a letter with this key is in the outbox already: nothing is told twice."""
    row = {
        "key": key,
        "kind": kind,
        "person": to.person,
        "address": to.address,
        "refs": dict(refs),
        "priority": priority.value,
        "not_before": not_before or now,
        "made_at": now,
        "state": LetterState.WAITING.value,
    }
    return bool((await tx.execute(insert_new(tx, outbox), row)).rowcount)


async def claim(tx: Transaction, now: datetime, limit: int) -> list[Letter]:
    """Takes up to `limit` letters that may go now, most urgent first, under a lease. One statement."""
    waiting = sa.and_(outbox.c.state == LetterState.WAITING.value, outbox.c.not_before <= now)
    lapsed = sa.and_(outbox.c.state == LetterState.SENDING.value, outbox.c.lease_until <= now)
    chosen = (
        sa.select(outbox.c.id)
        .where(OPEN, sa.or_(waiting, lapsed))
        .order_by(outbox.c.priority, outbox.c.not_before, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        sa.update(outbox)
        .where(outbox.c.id.in_(chosen.scalar_subquery()))
        .values(state=LetterState.SENDING.value, lease_until=now + LEASE, tries=outbox.c.tries + 1)
        .returning(outbox)
    )
    rows = sorted(
        await tx.execute(statement), key=lambda row: (row.priority, row.not_before, row.id)
    )
    return [_letter(row) for row in rows]


async def sent(tx: Transaction, letter: LetterId, to: AddressId, now: datetime) -> None:
    await _done(tx, letter, LetterState.SENT, now, sent_to=to)


async def gave_up(
    tx: Transaction, letter: LetterId, state: LetterState, why: str, now: datetime
) -> None:
    """`why` is a code, never words of a person. What was sent by another meanwhile stays sent."""
    await _done(tx, letter, state, now, OPEN, why=why)


async def later(tx: Transaction, letter: LetterId, not_before: datetime, why: str) -> None:
    """Back among the waiting, unless another claimed it after our lease and was done with it."""
    values = {
        "state": LetterState.WAITING.value,
        "lease_until": None,
        "not_before": not_before,
        "why": why,
    }
    await tx.execute(sa.update(outbox).where(outbox.c.id == letter, OPEN).values(values))


async def next_instant(tx: Transaction, after: datetime) -> datetime | None:
    """When the next waiting letter may go, if that is after `after`."""
    statement = sa.select(sa.func.min(outbox.c.not_before)).where(OPEN, outbox.c.not_before > after)
    found: datetime | None = (await tx.execute(statement)).scalar_one()
    return found


async def counts(tx: Transaction) -> dict[LetterState, int]:
    statement = sa.select(outbox.c.state, sa.func.count().label("letters")).group_by(outbox.c.state)
    return {LetterState(row.state): row.letters for row in await tx.execute(statement)}


async def oldest_waiting(tx: Transaction) -> datetime | None:
    statement = sa.select(sa.func.min(outbox.c.made_at)).where(OPEN)
    found: datetime | None = (await tx.execute(statement)).scalar_one()
    return found


async def _done(
    tx: Transaction,
    letter: LetterId,
    state: LetterState,
    now: datetime,
    *only: sa.ColumnElement[bool],
    **more: Any,
) -> None:
    values = {"state": state.value, "lease_until": None, "done_at": now, **more}
    await tx.execute(sa.update(outbox).where(outbox.c.id == letter, *only).values(values))


def _letter(row: Any) -> Letter:
    to = To(row.person, row.address)
    priority = Priority(row.priority)
    return Letter(LetterId(row.id), row.kind, to, row.refs, row.tries, row.made_at, priority)
