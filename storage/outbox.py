"""The outbox: the one way to tell somebody something.

Any room puts in to whom, what kind and which ids, in its own transaction; the words are made at sending
time. A letter is claimed with a lease, sent, its receipt stored: a crash between the last two may repeat
one message, never lose one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId, LetterId
from storage.letter import Letter, LetterState, Priority, To, Why, read_letter
from storage.statements import insert_new
from storage.tables.chats import outbox

__all__ = ["Letter", "LetterState", "Priority", "To", "Why"]

LEASE = timedelta(minutes=2)


class Lane(Enum):
    """Which of the open letters: those that wait for a slot of Telegram's pace, the others, or all."""

    ALL = "all"
    FREE = "free"
    PACED = "paced"


OPEN = outbox.c.state.in_(
    sa.bindparam(
        "open",
        [LetterState.WAITING.value, LetterState.SENDING.value],
        expanding=True,
        literal_execute=True,  # SQLite uses the index of open letters only for states written out
    )
)


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


async def claim(tx: Transaction, now: datetime, limit: int, lane: Lane = Lane.ALL) -> list[Letter]:
    """Takes up to `limit` letters that may go now, most urgent first, under a lease. One statement."""
    waiting = sa.and_(outbox.c.state == LetterState.WAITING.value, outbox.c.not_before <= now)
    lapsed = sa.and_(outbox.c.state == LetterState.SENDING.value, outbox.c.lease_until <= now)
    chosen = (
        sa.select(outbox.c.id)
        .where(OPEN, sa.or_(waiting, lapsed), *_LANES[lane])
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
    return [read_letter(row) for row in rows]


async def sent(tx: Transaction, letter: LetterId, to: AddressId, now: datetime) -> None:
    await _done(tx, letter, LetterState.SENT, now, sent_to=to)


async def gave_up(
    tx: Transaction, letter: LetterId, state: LetterState, why: Why, now: datetime
) -> None:
    """What was sent by another meanwhile stays sent."""
    await _done(tx, letter, state, now, OPEN, why=why.value)


async def later(tx: Transaction, letter: LetterId, not_before: datetime, why: Why) -> None:
    """Back among the waiting, unless another claimed it after our lease and was done with it."""
    await _back(tx, letter, why, not_before=not_before)


async def held(
    tx: Transaction, letter: LetterId, why: Why, not_before: datetime | None = None
) -> None:
    """Back among the waiting as if it had not been claimed: nothing was tried."""
    more = {} if not_before is None else {"not_before": not_before}
    await _back(tx, letter, why, tries=outbox.c.tries - 1, **more)


async def paced_wait(tx: Transaction, now: datetime) -> bool:
    """Whether a letter waits for a slot of Telegram's pace."""
    lapsed = sa.or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now)
    waiting = (OPEN, outbox.c.not_before <= now, lapsed, *_LANES[Lane.PACED])
    return bool((await tx.execute(sa.select(sa.exists().where(*waiting)))).scalar_one())


async def next_instant(tx: Transaction, after: datetime) -> datetime | None:
    """The first instant after `after` at which a letter may go, its lease lapses or its page is asked."""
    waiting = _first_after(outbox.c.not_before, after, outbox.c.state == LetterState.WAITING.value)
    lapsing = _first_after(outbox.c.lease_until, after, outbox.c.state == LetterState.SENDING.value)
    asked = sa.select(sa.func.min(outbox.c.check_at).label("at")).where(outbox.c.check_at > after)
    every = sa.union_all(waiting, lapsing, asked).subquery()
    found: datetime | None = (await tx.execute(sa.select(sa.func.min(every.c.at)))).scalar_one()
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
    values = {"state": state.value, "lease_until": None, "check_at": None, "done_at": now, **more}
    await tx.execute(sa.update(outbox).where(outbox.c.id == letter, *only).values(values))


async def _back(tx: Transaction, letter: LetterId, why: Why, **more: Any) -> None:
    values = {"state": LetterState.WAITING.value, "lease_until": None, "why": why.value, **more}
    await tx.execute(sa.update(outbox).where(outbox.c.id == letter, OPEN).values(values))


def _first_after(
    column: sa.Column[datetime], after: datetime, state: sa.ColumnElement[bool]
) -> sa.Select[Any]:
    return sa.select(sa.func.min(column).label("at")).where(OPEN, state, column > after)


_PACED = sa.func.coalesce(outbox.c.why, "") == Why.PACED.value
_LANES: Mapping[Lane, tuple[sa.ColumnElement[bool], ...]] = {
    Lane.ALL: (),
    Lane.FREE: (~_PACED,),
    Lane.PACED: (_PACED,),
}
