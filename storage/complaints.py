"""Complaints and suggestions as they are stored: words sealed, changes guarded.

Answered: closed by somebody. Withdrawn: closed by nobody, its words gone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.access import in_scope
from storage.database import Transaction
from storage.ids import AddressId, ComplaintId, PersonId
from storage.statements import insert
from storage.tables.chats import complaint
from storage.tables.people import invite, region

WORDS, ANSWER = "complaint.words", "complaint.answer"
LATEST = 20


@dataclass(frozen=True)
class NewComplaint:
    """`about` is a code of `reminders.complaint_owners.About`; `region` None: nobody knows the place."""

    address: AddressId
    person: PersonId | None
    about: str
    about_person: PersonId | None
    region: str | None
    words: str
    answer_by: datetime


@dataclass(frozen=True)
class Complaint:
    """`answer_by`: when it climbs, if whoever has it now stays silent. `path` is its region's."""

    id: ComplaintId
    address: AddressId
    person: PersonId | None
    about: str
    about_person: PersonId | None
    region: str | None
    path: str | None
    made_at: datetime
    answer_by: datetime
    climbed: int
    answered_by: PersonId | None
    closed_at: datetime | None

    @property
    def reference(self) -> str:
        return reference(self.id)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_withdrawn(self) -> bool:
        return self.closed_at is not None and self.answered_by is None


@dataclass(frozen=True)
class Written:
    """What a complaint says, and its answer, once there is one."""

    words: str
    answer: str | None


def reference(of: ComplaintId) -> str:
    return f"S-{of}"


async def add_complaint(tx: Transaction, new: NewComplaint, now: datetime) -> ComplaintId:
    row = {
        "address": new.address,
        "person": new.person,
        "about": new.about,
        "about_person": new.about_person,
        "region": new.region,
        "words": tx.keys.seal(WORDS, new.words),
        "made_at": now,
        "answer_by": new.answer_by,
    }
    return ComplaintId(await insert(tx, complaint, row))


async def complaint_by_id(tx: Transaction, wanted: ComplaintId) -> Complaint | None:
    found = (await tx.execute(_selected().where(complaint.c.id == wanted))).first()
    return None if found is None else _read(found)


async def own_complaints(
    tx: Transaction, mine: AddressId, person: PersonId | None
) -> list[Complaint]:
    """What this chat, or this person in any chat, wrote; the newest first."""
    statement = _selected().where(_own(mine, person)).order_by(complaint.c.id.desc()).limit(LATEST)
    return [_read(row) for row in await tx.execute(statement)]


async def own_complaint(
    tx: Transaction, wanted: ComplaintId, mine: AddressId, person: PersonId | None
) -> Complaint | None:
    statement = _selected().where(complaint.c.id == wanted, _own(mine, person))
    found = (await tx.execute(statement)).first()
    return None if found is None else _read(found)


async def written_in(tx: Transaction, wanted: ComplaintId) -> Written:
    statement = sa.select(complaint.c.words, complaint.c.answer).where(complaint.c.id == wanted)
    row = (await tx.execute(statement)).one()
    return Written(tx.keys.open(WORDS, row.words), tx.keys.open_or_none(ANSWER, row.answer))


async def open_within(tx: Transaction, scope: str) -> list[Complaint]:
    """Open ones of places in a scope, the oldest first."""
    statement = (
        _selected()
        .where(complaint.c.answered_at.is_(None), in_scope(region.c.path, scope))
        .order_by(complaint.c.id)
    )
    return [_read(row) for row in await tx.execute(statement)]


async def every_open(tx: Transaction) -> list[Complaint]:
    statement = _selected().where(complaint.c.answered_at.is_(None)).order_by(complaint.c.id)
    return [_read(row) for row in await tx.execute(statement)]


async def answer_complaint(
    tx: Transaction, wanted: ComplaintId, by: PersonId, words: str, now: datetime
) -> bool:
    """False when somebody answered before, or it was withdrawn."""
    values = {
        "answered_by": by,
        "answered_at": now,
        "answer": tx.keys.seal(ANSWER, words),
    }
    return await _change(tx, wanted, complaint.c.answered_at.is_(None), **values)


async def withdraw_complaint(
    tx: Transaction, wanted: ComplaintId, mine: AddressId, person: PersonId | None, now: datetime
) -> bool:
    """Its words are erased: nobody needs them any more. False when it isn't open or isn't theirs."""
    open_and_own = sa.and_(complaint.c.answered_at.is_(None), _own(mine, person))
    words = tx.keys.seal(WORDS, "")
    return await _change(tx, wanted, open_and_own, answered_at=now, words=words)


async def climb(
    tx: Transaction, wanted: ComplaintId, before: int, *, to: int, answer_by: datetime
) -> bool:
    """False when it climbed from `before` or was closed meanwhile."""
    still = sa.and_(complaint.c.answered_at.is_(None), complaint.c.climbed == before)
    return await _change(tx, wanted, still, climbed=to, answer_by=answer_by)


async def _change(
    tx: Transaction, wanted: ComplaintId, only: sa.ColumnElement[bool], **values: Any
) -> bool:
    statement = sa.update(complaint).where(complaint.c.id == wanted, only).values(**values)
    return bool((await tx.execute(statement)).rowcount)


def _own(mine: AddressId, person: PersonId | None) -> sa.ColumnElement[bool]:
    """From before the person's last invite only this chat's: an invite may be made, and taken, by whom it is about."""
    invited = sa.select(sa.func.max(invite.c.taken_at)).where(invite.c.taken_by == person)
    since = sa.func.coalesce(invited.scalar_subquery(), complaint.c.made_at)
    theirs = sa.and_(complaint.c.person == person, complaint.c.made_at >= since)
    own = complaint.c.address == mine
    return own if person is None else sa.or_(own, theirs)


def _selected() -> sa.Select[Any]:
    without_words = [each for each in complaint.c if each.name not in ("words", "answer")]
    return (
        sa.select(*without_words, region.c.path)
        .select_from(complaint)
        .outerjoin(region, region.c.code == complaint.c.region)
    )


def _read(row: Any) -> Complaint:
    return Complaint(
        ComplaintId(row.id),
        AddressId(row.address),
        row.person,
        row.about,
        row.about_person,
        row.region,
        row.path,
        row.made_at,
        row.answer_by,
        row.climbed,
        row.answered_by,
        row.answered_at,
    )
