"""One referral: its row without content, how it changes, its steps. Content is opened on purpose only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId, ChildId, PersonId, ReferralId, UnitId
from storage.tables.people import unit
from storage.tables.referrals import referral

ANSWERS = "referral.answers"


class State(StrEnum):
    """OUTSIDE: handed to a body without the desk."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    IN_CARE = "in_care"
    OUTSIDE = "outside"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """Who or what opened it."""

    FAMILY = "family"
    DIRECTOR = "director"
    DANGER = "danger"


OPEN = (State.QUEUED, State.CLAIMED, State.IN_CARE, State.OUTSIDE)


@dataclass(frozen=True)
class Referral:
    """`unit` None: nobody is there to take it. `address` None: opened by staff, the family has no chat here.

    `waiting_since`: the family waits for a word since then; None: nobody waits. `level` "P0" to "P3".
    `climbed`: how often the clock running now has climbed.
    """

    id: ReferralId
    address: AddressId | None
    child: ChildId | None
    opened_by: PersonId | None
    region: str
    unit: UnitId | None
    unit_name: str | None
    source: Source
    state: State
    level: str
    worry: str
    age_band: str | None
    opened_at: datetime
    queued_at: datetime
    moved_at: datetime
    waiting_since: datetime | None
    claimed_by: PersonId | None
    claimed_at: datetime | None
    responded_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    rating: str | None
    next_breach_at: datetime | None
    climbed: int

    @property
    def reference(self) -> str:
        """What people and logs call it."""
        return f"R-{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


COLUMNS = [
    each for each in referral.c if each.name not in (referral.c.answers.name, "outcome_words")
]


async def referral_by_id(
    tx: Transaction, wanted: ReferralId, *, lock: bool = False
) -> Referral | None:
    """For jobs and letters, which act for nobody. A turn asks `of_unit` or `of_family`."""
    return await _one(tx, referral.c.id == wanted, lock=lock)


async def of_unit(
    tx: Transaction, wanted: ReferralId, mine: UnitId, *, lock: bool = False
) -> Referral | None:
    """None for another unit's, exactly as for one that isn't there."""
    return await _one(tx, sa.and_(referral.c.id == wanted, referral.c.unit == mine), lock=lock)


async def of_family(
    tx: Transaction, wanted: ReferralId, mine: AddressId, *, lock: bool = False
) -> Referral | None:
    return await _one(tx, sa.and_(referral.c.id == wanted, referral.c.address == mine), lock=lock)


async def answers_of(tx: Transaction, wanted: ReferralId) -> str:
    """The intake as JSON: content, so its reader is audited."""
    found = await tx.execute(sa.select(referral.c.answers).where(referral.c.id == wanted))
    return tx.keys.open(ANSWERS, found.scalar_one())


async def count_of_address(tx: Transaction, at: AddressId) -> int:
    statement = sa.select(sa.func.count()).select_from(referral).where(referral.c.address == at)
    return int((await tx.execute(statement)).scalar_one())


async def next_breach_after(tx: Transaction, after: datetime) -> datetime | None:
    """When the next clock runs out, if that is after `after`."""
    statement = sa.select(sa.func.min(referral.c.next_breach_at)).where(
        referral.c.next_breach_at > after
    )
    found: datetime | None = (await tx.execute(statement)).scalar_one()
    return found


def selected() -> sa.Select[Any]:
    """Referrals with the unit's name, for this file and `storage.referral_lists`."""
    return sa.select(*COLUMNS, unit.c.name.label("unit_name")).outerjoin(
        unit, unit.c.id == referral.c.unit
    )


def read(row: Any) -> Referral:
    return referral_of(row, row.unit_name)


async def _one(
    tx: Transaction, where: sa.ColumnElement[bool], *, lock: bool = False
) -> Referral | None:
    statement = selected().where(where)
    if lock:
        statement = statement.with_for_update(of=referral, key_share=True)
    row = (await tx.execute(statement)).first()
    return None if row is None else read(row)


def referral_of(row: Any, unit_name: str | None) -> Referral:
    values = {each.name: getattr(row, each.name) for each in COLUMNS}
    values |= {"state": State(row.state), "source": Source(row.source), "unit_name": unit_name}
    return Referral(**values)
