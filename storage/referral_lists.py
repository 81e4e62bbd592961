"""Referrals as somebody looks through them: a unit's queue, one's own, the late ones. Never content."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId, PersonId, ReferralId, UnitId
from storage.referrals import Referral, State, read, selected
from storage.tables.referrals import referral

LATEST = 10


@dataclass(frozen=True)
class Page:
    """`more`: there is another page after it."""

    referrals: tuple[Referral, ...]
    more: bool


async def queue_of(tx: Transaction, mine: UnitId, page: int, size: int) -> Page:
    """The unit's unclaimed referrals, the most urgent first, then who waits longest. One statement."""
    statement = (
        selected()
        .where(referral.c.unit == mine, referral.c.state == State.QUEUED.value)
        .order_by(referral.c.level, referral.c.opened_at, referral.c.id)
        .limit(size + 1)
        .offset(page * size)
    )
    found = [read(row) for row in await tx.execute(statement)]
    return Page(tuple(found[:size]), len(found) > size)


async def held_by(tx: Transaction, mine: PersonId, of: UnitId) -> list[Referral]:
    """What a worker holds open in this unit; where the family waits longest comes first in its level."""
    statement = (
        selected()
        .where(
            referral.c.claimed_by == mine,
            referral.c.unit == of,
            referral.c.state.in_([State.CLAIMED.value, State.IN_CARE.value]),
        )
        .order_by(
            referral.c.level,
            referral.c.waiting_since.is_(None),
            referral.c.waiting_since,
            referral.c.id,
        )
    )
    return [read(row) for row in await tx.execute(statement)]


async def requests_of(tx: Transaction, mine: AddressId) -> list[Referral]:
    """What a chat asked for, the newest first."""
    return await _latest(tx, referral.c.address == mine)


async def opened_by(tx: Transaction, mine: PersonId) -> list[Referral]:
    return await _latest(tx, referral.c.opened_by == mine)


async def late(tx: Transaction, now: datetime) -> list[ReferralId]:
    """Whose clock has run out, the longest late first; and open ones that no clock watches."""
    breached = sa.select(referral.c.id, referral.c.next_breach_at.label("since")).where(
        referral.c.next_breach_at <= now
    )
    clockless = sa.select(referral.c.id, sa.null().label("since")).where(
        referral.c.next_breach_at.is_(None), referral.c.closed_at.is_(None)
    )
    both = sa.union_all(breached, clockless).subquery()
    found = await tx.execute(sa.select(both.c.id).order_by(both.c.since, both.c.id))
    return [ReferralId(row.id) for row in found]


async def _latest(tx: Transaction, where: sa.ColumnElement[bool]) -> list[Referral]:
    statement = selected().where(where).order_by(referral.c.id.desc()).limit(LATEST)
    return [read(row) for row in await tx.execute(statement)]
