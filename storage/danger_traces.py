"""Signs of danger that were written: the words sealed, and the referral they led to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.chats import valid
from storage.database import Transaction
from storage.ids import AddressId, ReferralId
from storage.keys import Keyring
from storage.referrals import OPEN, Referral, read, selected
from storage.statements import insert
from storage.tables.chats import address
from storage.tables.people import role
from storage.tables.referrals import danger_trace, referral

WORDS = "danger_trace.words"


@dataclass(frozen=True)
class Trace:
    """`label` and `level` as the net named them; `dismissed`: the writer says it was not meant so."""

    id: int
    label: str
    level: str
    words: str
    at: datetime
    referral: ReferralId | None
    dismissed: bool


@dataclass(frozen=True)
class Voice:
    """Where a chat said it lives (a region's code), and whether it acts as staff today."""

    place: str | None
    staff: bool


async def add_trace(
    tx: Transaction,
    at: AddressId,
    label: str,
    level: str,
    words: str,
    now: datetime,
    *,
    of: ReferralId | None = None,
) -> int:
    row = {
        "address": at,
        "at": now,
        "label": label,
        "level": level,
        "words": tx.keys.seal(WORDS, words),
        "referral": of,
    }
    return await insert(tx, danger_trace, row)


async def trace_at(tx: Transaction, wanted: int, mine: AddressId) -> Trace | None:
    found = await tx.execute(
        sa.select(danger_trace).where(danger_trace.c.id == wanted, danger_trace.c.address == mine)
    )
    row = found.first()
    return None if row is None else _trace(tx.keys, row)


async def traces_of(tx: Transaction, of: ReferralId) -> list[Trace]:
    """The words that led to a referral or were added to it, in order."""
    statement = (
        sa.select(danger_trace).where(danger_trace.c.referral == of).order_by(danger_trace.c.id)
    )
    return [_trace(tx.keys, row) for row in await tx.execute(statement)]


async def open_danger_of(tx: Transaction, at: AddressId) -> Referral | None:
    """The open referral that danger written in this chat led to or was added to; locked."""
    led_to = sa.select(danger_trace.c.referral).where(
        danger_trace.c.address == at, danger_trace.c.referral.is_not(None)
    )
    statement = (
        selected()
        .where(
            referral.c.id.in_(led_to),
            referral.c.address == at,
            referral.c.state.in_([state.value for state in OPEN]),
        )
        .order_by(referral.c.id.desc())
        .limit(1)
        .with_for_update(of=referral, key_share=True)
    )
    row = (await tx.execute(statement)).first()
    return None if row is None else read(row)


async def link_trace(tx: Transaction, trace: int, of: ReferralId) -> None:
    statement = sa.update(danger_trace).where(danger_trace.c.id == trace)
    await tx.execute(statement.values(referral=of))


async def dismiss_trace(tx: Transaction, trace: int, mine: AddressId, now: datetime) -> bool:
    """Kept for review. False when it is not this chat's, led to a referral, or was dismissed."""
    statement = sa.update(danger_trace).where(
        danger_trace.c.id == trace,
        danger_trace.c.address == mine,
        danger_trace.c.referral.is_(None),
        danger_trace.c.dismissed_at.is_(None),
    )
    return bool((await tx.execute(statement.values(dismissed_at=now))).rowcount)


async def voice_of(tx: Transaction, at: AddressId, today: date) -> Voice:
    """What is known of a chat without a turn."""
    statement = (
        sa.select(address.c.place, role.c.id.label("role"))
        .outerjoin(role, sa.and_(role.c.id == address.c.acting, valid(today)))
        .where(address.c.id == at)
    )
    row = (await tx.execute(statement)).one()
    return Voice(row.place, row.role is not None)


def _trace(keys: Keyring, row: Any) -> Trace:
    words = keys.open(WORDS, row.words)
    return Trace(
        row.id, row.label, row.level, words, row.at, row.referral, row.dismissed_at is not None
    )
