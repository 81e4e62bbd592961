"""How an entry stops standing: undone within a day by who made it, or corrected by another, however old.

The row stays, marked with the instant.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from storage.access import Actor
from storage.care import seen_by
from storage.database import Transaction
from storage.entries import NewEntry, insert_entry, sealed
from storage.ids import ChildId, EntryId, PersonId
from storage.tables.ledger import child, entry
from storage.tables.people import region


@dataclass(frozen=True)
class Wrong:
    """An entry to be corrected; None: of whatever kind, reached or not, whoever made it."""

    entry: EntryId
    child: ChildId
    by: PersonId | None
    kind: str | None = None
    reached: bool | None = None


@dataclass(frozen=True)
class Undone:
    """An entry that stood until now; `words` are still sealed."""

    id: EntryId
    child: ChildId
    kind: str
    reached: bool
    words: bytes | None


async def add_correction(
    tx: Transaction,
    corrected: Undone,
    by: PersonId,
    right: NewEntry,
    now: datetime,
    renewing: Collection[str] = (),
) -> EntryId:
    """In the place of an entry undone in this transaction; its words go on unless there are new ones."""
    words = sealed(tx.keys, right.words) or corrected.words
    return await insert_entry(
        tx, corrected.child, by, right, now, renewing, words=words, corrects=corrected.id
    )


async def undo_entry(
    tx: Transaction, which: EntryId, who: ChildId, by: PersonId, made_since: datetime, now: datetime
) -> Undone | None:
    """Undoes one's own entry made at that instant or since; None when there is none such that stands.

    A correction is no such entry: the one it stands for would be lost.
    """
    own = sa.and_(entry.c.person == by, entry.c.made_at >= made_since, entry.c.corrects.is_(None))
    return await _undo(tx, which, entry.c.child == who, own, now)


async def strike(
    tx: Transaction, actor: Actor, wrong: Wrong, now: datetime, today: date
) -> Undone | None:
    """Such an entry of a child this actor may see stops standing; the child's row is locked.

    None when there is none that stands. One statement.
    """
    held = (
        sa.select(child.c.id)
        .join(region, region.c.code == child.c.region)
        .where(child.c.id == wrong.child, seen_by(actor, today))
        .with_for_update(of=child)
        .scalar_subquery()
    )
    wanted = (
        (entry.c.person, wrong.by),
        (entry.c.kind, wrong.kind),
        (entry.c.reached, wrong.reached),
    )
    only = sa.and_(sa.true(), *(column == value for column, value in wanted if value is not None))
    return await _undo(tx, wrong.entry, entry.c.child == held, only, now)


async def _undo(
    tx: Transaction,
    which: EntryId,
    of_child: sa.ColumnElement[bool],
    own: sa.ColumnElement[bool],
    now: datetime,
) -> Undone | None:
    statement = (
        sa.update(entry)
        .where(entry.c.id == which, of_child, own, entry.c.undone_at.is_(None))
        .values(undone_at=now)
        .returning(entry)
    )
    row = (await tx.execute(statement)).first()
    if row is None:
        return None
    return Undone(EntryId(row.id), ChildId(row.child), row.kind, row.reached, row.words)
