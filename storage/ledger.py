"""The ledger (一人一档): children, their key care and directors from–to, and entries.

Entries are added, not rewritten; a mistake is undone within a day, and the row stays. What is sealed
here is opened here or in `storage.children`. After each change `reminders.schedule` is asked anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import ChildId, EntryId, PersonId
from storage.keys import Keyring
from storage.statements import insert
from storage.tables.ledger import assignment, care, child, entry

NAME = "child.name"
GUARDIAN = "child.guardian"
BIRTH_MONTH = "child.birth_month"
REASONS = "care.reasons"
WORDS = "entry.words"


@dataclass(frozen=True)
class NewChild:
    """`region` is the village's code, `birth_month` reads "2015-03", `guardian` how to reach whom."""

    name: str
    region: str
    entered_on: date
    guardian: str | None = None
    birth_month: str | None = None


@dataclass(frozen=True)
class NewEntry:
    """`kind`, `how` and `outcome` are codes; `words` are sealed. Nobody reached is an entry too."""

    kind: str
    held_on: date
    reached: bool
    how: str | None = None
    outcome: str | None = None
    words: str | None = None


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


async def add_child(tx: Transaction, new: NewChild) -> ChildId:
    """Enters a child as counted; `put_in_care` makes it a key-care file."""
    row = {
        "region": new.region,
        "name": tx.keys.seal(NAME, new.name),
        "guardian": _sealed(tx.keys, GUARDIAN, new.guardian),
        "birth_month": _sealed(tx.keys, BIRTH_MONTH, new.birth_month),
        "entered_on": new.entered_on,
    }
    return ChildId(await insert(tx, child, row))


async def leave_ledger(tx: Transaction, who: ChildId, left_on: date) -> None:
    """Moved away or grown out of it: nothing is owed any more, and nobody's list shows the child."""
    await tx.execute(sa.update(child).where(child.c.id == who).values(left_on=left_on))


async def put_in_care(tx: Transaction, who: ChildId, reasons: Sequence[str], since: date) -> None:
    """Opens key care for these reasons (codes). At most one holds: a second is an IntegrityError."""
    row = {"child": who, "since": since, "reasons": tx.keys.seal(REASONS, ",".join(reasons))}
    await insert(tx, care, row)


async def change_reasons(tx: Transaction, who: ChildId, reasons: Sequence[str]) -> None:
    """Other reasons for the care that holds; it began when it began."""
    sealed = tx.keys.seal(REASONS, ",".join(reasons))
    await tx.execute(_open(care, who).values(reasons=sealed))


async def end_care(tx: Transaction, who: ChildId, last_day: date) -> None:
    """Ends the care that holds. What key care asks for stops with this entry; `last_day` is its record."""
    await tx.execute(_open(care, who).values(until=last_day))


async def assign(tx: Transaction, who: ChildId, director: PersonId, since: date) -> None:
    """This director answers for the child from `since` on; who did before, through the day before."""
    await unassign(tx, who, since - timedelta(days=1))
    await insert(tx, assignment, {"child": who, "person": director, "since": since})


async def unassign(tx: Transaction, who: ChildId, last_day: date) -> None:
    """From then on the village's only director answers, if there is just one."""
    await tx.execute(_open(assignment, who).values(until=last_day))


async def add_entry(
    tx: Transaction, who: ChildId, by: PersonId, new: NewEntry, now: datetime
) -> EntryId:
    row = {
        "child": who,
        "kind": new.kind,
        "held_on": new.held_on,
        "reached": new.reached,
        "how": new.how,
        "outcome": new.outcome,
        "words": _sealed(tx.keys, WORDS, new.words),
        "person": by,
        "made_at": now,
    }
    return EntryId(await insert(tx, entry, row))


async def undo_entry(
    tx: Transaction, which: EntryId, who: ChildId, by: PersonId, made_since: datetime, now: datetime
) -> bool:
    """Undoes one's own entry made at that instant or since; False when there is none such that stands."""
    statement = (
        sa.update(entry)
        .where(
            entry.c.id == which,
            entry.c.child == who,
            entry.c.person == by,
            entry.c.undone_at.is_(None),
            entry.c.made_at >= made_since,
        )
        .values(undone_at=now)
    )
    return bool((await tx.execute(statement)).rowcount)


async def newest_entries(tx: Transaction, who: ChildId, limit: int) -> list[Entry]:
    """The entries that stand, the latest day first."""
    statement = (
        sa.select(entry)
        .where(entry.c.child == who, entry.c.undone_at.is_(None))
        .order_by(entry.c.held_on.desc(), entry.c.id.desc())
        .limit(limit)
    )
    return [_entry(row) for row in await tx.execute(statement)]


async def words_of(tx: Transaction, which: EntryId) -> str | None:
    """What was written with an entry, opened; only for the desk's own screens."""
    found = await tx.execute(sa.select(entry.c.words).where(entry.c.id == which))
    return tx.keys.open_or_none(WORDS, found.scalar_one_or_none())


def reasons_opened(keys: Keyring, sealed: bytes | None) -> tuple[str, ...]:
    opened = keys.open_or_none(REASONS, sealed)
    return tuple(opened.split(",")) if opened else ()


def _open(table: sa.Table, who: ChildId) -> sa.Update:
    return sa.update(table).where(table.c.child == who, table.c.until.is_(None))


def _sealed(keys: Keyring, column: str, text: str | None) -> bytes | None:
    return None if text is None else keys.seal(column, text)


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
    )
