"""What a family agreed to, when, and when it took that back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId, UnitId
from storage.referrals import OPEN
from storage.tables.referrals import consent, referral


class Purpose(StrEnum):
    """PASSING_ON is separate and names its receiver (PIPL art. 23); so does CONTACT: the child director."""

    SUPPORT = "support"
    PASSING_ON = "passing_on"
    CONTACT = "contact"


@dataclass(frozen=True)
class Consent:
    """`unit`: the receiver named when it was given; None for SUPPORT, and where none was known."""

    purpose: Purpose
    unit: UnitId | None
    given_at: datetime
    withdrawn_at: datetime | None


async def give_consent(
    tx: Transaction, at: AddressId, purpose: Purpose, unit: UnitId | None, now: datetime
) -> None:
    row = {"address": at, "purpose": purpose.value, "unit": unit, "given_at": now}
    await tx.execute(sa.insert(consent), row)


async def withdraw_consents(tx: Transaction, at: AddressId, now: datetime) -> None:
    """All of this chat. What was handed over before stays with its receiver until withdrawn there."""
    await tx.execute(_standing(at).values(withdrawn_at=now))


async def withdraw_consent(tx: Transaction, at: AddressId, purpose: Purpose, now: datetime) -> None:
    """Of this chat for one purpose."""
    statement = _standing(at).where(consent.c.purpose == purpose.value)
    await tx.execute(statement.values(withdrawn_at=now))


async def end_consents(tx: Transaction, at: AddressId, now: datetime) -> None:
    """Those for requests, when none of this chat is open any more."""
    still_open = (
        sa.select(referral.c.id)
        .where(referral.c.address == at, referral.c.state.in_([state.value for state in OPEN]))
        .exists()
    )
    requests = _standing(at).where(consent.c.purpose != Purpose.CONTACT.value, ~still_open)
    await tx.execute(requests.values(withdrawn_at=now))


async def consents_of(tx: Transaction, at: AddressId) -> list[Consent]:
    statement = sa.select(consent).where(consent.c.address == at).order_by(consent.c.id)
    return [
        Consent(Purpose(row.purpose), row.unit, row.given_at, row.withdrawn_at)
        for row in await tx.execute(statement)
    ]


def _standing(at: AddressId) -> sa.Update:
    return sa.update(consent).where(consent.c.address == at, consent.c.withdrawn_at.is_(None))
