"""The relay's messages: numbered within a referral, sealed, each from the family or from staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import PersonId, ReferralId
from storage.keys import Keyring
from storage.tables.referrals import relay

BODY = "relay.body"


@dataclass(frozen=True)
class Message:
    """Whoever wrote for the staff side is not in it: neither side learns a name."""

    seq: int
    from_family: bool
    body: str
    at: datetime


async def add_message(
    tx: Transaction,
    of: ReferralId,
    body: str,
    now: datetime,
    *,
    from_family: bool,
    person: PersonId | None = None,
) -> int:
    """The message's number; the caller holds the referral's row, so numbers have no gaps."""
    last = sa.select(sa.func.coalesce(sa.func.max(relay.c.seq), 0) + 1).where(
        relay.c.referral == of
    )
    statement = (
        sa.insert(relay)
        .values(
            referral=of,
            seq=last.scalar_subquery(),
            from_family=from_family,
            person=person,
            body=tx.keys.seal(BODY, body),
            made_at=now,
        )
        .returning(relay.c.seq)
    )
    return int((await tx.execute(statement)).scalar_one())


async def messages_of(tx: Transaction, of: ReferralId, last: int) -> list[Message]:
    """The `last` newest messages, oldest first."""
    statement = (
        sa.select(relay).where(relay.c.referral == of).order_by(relay.c.seq.desc()).limit(last)
    )
    found = [_message(tx.keys, row) for row in await tx.execute(statement)]
    return found[::-1]


async def message_of(tx: Transaction, of: ReferralId, seq: int) -> Message | None:
    found = await tx.execute(sa.select(relay).where(relay.c.referral == of, relay.c.seq == seq))
    row = found.first()
    return None if row is None else _message(tx.keys, row)


async def family_waits_since(tx: Transaction, of: ReferralId, seq: int) -> datetime | None:
    """When the family wrote the first message after number `seq`; None when it wrote none."""
    statement = sa.select(sa.func.min(relay.c.made_at)).where(
        relay.c.referral == of, relay.c.from_family, relay.c.seq > seq
    )
    found: datetime | None = (await tx.execute(statement)).scalar_one()
    return found


def _message(keys: Keyring, row: Any) -> Message:
    return Message(row.seq, row.from_family, keys.open(BODY, row.body), row.made_at)
