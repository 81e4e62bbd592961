"""How a referral's row begins and changes: every change is guarded by what stood there before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId, ChildId, PersonId, ReferralId, UnitId
from storage.referrals import ANSWERS, COLUMNS, Referral, Source, State, referral_of
from storage.statements import insert_new
from storage.tables.referrals import referral

OUTCOME_WORDS = "referral.outcome_words"


@dataclass(frozen=True)
class Opening:
    """A new referral. `answers` is the intake as JSON, sealed here; instants are those of opening."""

    address: AddressId | None
    child: ChildId | None
    opened_by: PersonId | None
    region: str
    unit: UnitId | None
    unit_name: str | None
    source: Source
    level: str
    worry: str
    age_band: str | None
    answers: str


async def add_referral(
    tx: Transaction, opening: Opening, next_breach_at: datetime | None, now: datetime
) -> Referral | None:
    """None when this child of the ledger has an open referral already."""
    row: dict[str, Any] = {
        "address": opening.address,
        "child": opening.child,
        "opened_by": opening.opened_by,
        "region": opening.region,
        "unit": opening.unit,
        "source": opening.source,
        "state": State.QUEUED,
        "level": opening.level,
        "worry": opening.worry,
        "age_band": opening.age_band,
        **dict.fromkeys(("opened_at", "queued_at", "moved_at", "waiting_since"), now),
        "next_breach_at": next_breach_at,
        "climbed": 0,
    }
    sealed = {"answers": tx.keys.seal(ANSWERS, opening.answers)}
    plain = {name: _plain(value) for name, value in row.items()}
    statement = insert_new(tx, referral).values({**plain, **sealed}).returning(referral.c.id)
    added = (await tx.execute(statement)).scalar_one_or_none()
    if added is None:
        return None
    empty: dict[str, Any] = dict.fromkeys(each.name for each in COLUMNS)
    return Referral(**{**empty, **row, "id": ReferralId(added), "unit_name": opening.unit_name})


async def change(
    tx: Transaction,
    before: Referral,
    after: Referral,
    *,
    answers: str | None = None,
    outcome_words: str | None = None,
) -> bool:
    """Guarded: False, and nothing changed, when it stands or belongs elsewhere than in `before`.

    Where given, the intake's `answers` and the `outcome_words` are sealed and stored with it.
    """
    content = {ANSWERS: answers, OUTCOME_WORDS: outcome_words}
    sealed = {
        column.partition(".")[2]: tx.keys.seal(column, text)
        for column, text in content.items()
        if text is not None
    }
    statement = (
        sa.update(referral)
        .where(
            referral.c.id == before.id,
            referral.c.state == before.state.value,
            referral.c.claimed_by.is_not_distinct_from(before.claimed_by),
        )
        .values({**_changes(before, after), **sealed})
    )
    return bool((await tx.execute(statement)).rowcount)


async def withdraw(
    tx: Transaction,
    wanted: ReferralId,
    mine: AddressId,
    allowed: Iterable[State],
    never: str,
    now: datetime,
) -> Referral | None:
    """Withdrawn by the family, if it is theirs, in an `allowed` state and not of the level `never`."""
    statement = (
        sa.update(referral)
        .where(
            referral.c.id == wanted,
            referral.c.address == mine,
            referral.c.state.in_([state.value for state in allowed]),
            referral.c.level != never,
        )
        .values(
            state=State.WITHDRAWN.value,
            closed_at=now,
            moved_at=now,
            waiting_since=None,
            next_breach_at=None,
        )
        .returning(*COLUMNS)
    )
    row = (await tx.execute(statement)).first()
    return None if row is None else referral_of(row, None)


def _changes(before: Referral, after: Referral) -> dict[str, Any]:
    """The columns that differ; `state` always, so that there is one."""
    new = {each.name: getattr(after, each.name) for each in COLUMNS}
    differ = {name: value for name, value in new.items() if value != getattr(before, name)}
    return {**differ, "state": after.state.value}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value
