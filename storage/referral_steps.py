"""The history of a referral: what was done, when; the words of a step are sealed."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import PersonId, ReferralId
from storage.referrals import State
from storage.tables.referrals import referral_step

STEP_WORDS = "referral_step.words"


@dataclass(frozen=True)
class Done:
    """A step of the history, without words."""

    deed: str
    state: State
    at: datetime


async def add_step(
    tx: Transaction,
    of: ReferralId,
    deed: str,
    state: State,
    person: PersonId | None,
    now: datetime,
    *,
    words: str | None = None,
) -> None:
    row = {
        "referral": of,
        "deed": deed,
        "state": state.value,
        "person": person,
        "at": now,
        "words": tx.keys.seal(STEP_WORDS, words) if words else None,
    }
    await tx.execute(sa.insert(referral_step), row)


async def steps_of(tx: Transaction, of: ReferralId) -> list[Done]:
    statement = (
        sa.select(referral_step.c.deed, referral_step.c.state, referral_step.c.at)
        .where(referral_step.c.referral == of)
        .order_by(referral_step.c.id)
    )
    return [Done(row.deed, State(row.state), row.at) for row in await tx.execute(statement)]
