"""Entries of the ledger: what was done for a child, sealed words and all.

They are added, not rewritten; how one stops standing is in `storage.corrections`. After each change
`reminders.schedule` is asked anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import ChildId, EntryId, PersonId
from storage.keys import Keyring
from storage.tables.ledger import entry, reminder

WORDS = "entry.words"


@dataclass(frozen=True)
class NewEntry:
    """`kind`, `how`, `outcome` and `with_whom` are codes; `words` are sealed. Nobody reached is an entry too."""

    kind: str
    held_on: date
    reached: bool
    how: str | None = None
    outcome: str | None = None
    words: str | None = None
    with_whom: str | None = None


@dataclass(frozen=True)
class Entry:
    """One entry that stands; its words are not opened here."""

    id: EntryId
    kind: str
    held_on: date
    reached: bool
    how: str | None
    outcome: str | None
    person: PersonId
    made_at: datetime
    with_whom: str | None = None
    corrects: EntryId | None = None


async def add_entry(
    tx: Transaction,
    who: ChildId,
    by: PersonId,
    new: NewEntry,
    now: datetime,
    renewing: Collection[str] = (),
) -> EntryId:
    """Keeps the due date it answers, if it is the latest that reached of the kinds `renewing` its own."""
    words = sealed(tx.keys, new.words)
    return await insert_entry(tx, who, by, new, now, renewing, words=words)


async def entry_of(tx: Transaction, which: EntryId, who: ChildId) -> Entry | None:
    """An entry of that child, if it stands."""
    statement = sa.select(entry).where(
        entry.c.id == which, entry.c.child == who, entry.c.undone_at.is_(None)
    )
    found = (await tx.execute(statement)).first()
    return None if found is None else _entry(found)


async def newest_entries(
    tx: Transaction, who: ChildId, limit: int, by: PersonId | None = None
) -> list[Entry]:
    """The entries that stand, the latest day first; only those `by` one person, if one is named."""
    own = sa.true() if by is None else entry.c.person == by
    statement = (
        sa.select(entry)
        .where(entry.c.child == who, entry.c.undone_at.is_(None), own)
        .order_by(entry.c.held_on.desc(), entry.c.id.desc())
        .limit(limit)
    )
    return [_entry(row) for row in await tx.execute(statement)]


async def words_of(tx: Transaction, which: EntryId) -> str | None:
    """What was written with an entry, opened; only for the desk's own screens."""
    found = await tx.execute(sa.select(entry.c.words).where(entry.c.id == which))
    return tx.keys.open_or_none(WORDS, found.scalar_one_or_none())


async def insert_entry(
    tx: Transaction,
    who: ChildId,
    by: PersonId,
    new: NewEntry,
    now: datetime,
    renewing: Collection[str],
    *,
    words: bytes | None,
    corrects: EntryId | None = None,
) -> EntryId:
    """`words` are sealed already; those of `new` are not looked at."""
    row = {
        "child": who,
        "kind": new.kind,
        "held_on": new.held_on,
        "reached": new.reached,
        "how": new.how,
        "with_whom": new.with_whom,
        "outcome": new.outcome,
        "words": words,
        "person": by,
        "made_at": now,
        "was_due": _answered(who, new, renewing) if new.reached else None,
        "corrects": corrects,
    }
    added = (await tx.execute(sa.insert(entry).values(**row))).inserted_primary_key
    assert added is not None  # noqa: S101 (a single-row insert always has one)
    return EntryId(added[0])


def _answered(
    who: ChildId, new: NewEntry, renewing: Collection[str]
) -> sa.ScalarSelect[date | None]:
    """The due date that stands open, unless something as late or later was entered already."""
    later = (
        sa.select(entry.c.id)
        .where(
            entry.c.child == who,
            entry.c.kind.in_([new.kind, *renewing]),
            entry.c.reached,
            entry.c.undone_at.is_(None),
            entry.c.held_on >= new.held_on,
        )
        .exists()
    )
    return (
        sa.select(reminder.c.due)
        .where(
            reminder.c.child == who,
            reminder.c.kind == new.kind,
            reminder.c.closed_at.is_(None),
            ~later,
        )
        .scalar_subquery()
    )


def _entry(row: Any) -> Entry:
    return Entry(
        EntryId(row.id),
        row.kind,
        row.held_on,
        row.reached,
        row.how,
        row.outcome,
        PersonId(row.person),
        row.made_at,
        row.with_whom,
        None if row.corrects is None else EntryId(row.corrects),
    )


def sealed(keys: Keyring, words: str | None) -> bytes | None:
    return None if words is None else keys.seal(WORDS, words)
