"""Who was told of what: notices and digests. Named queries only; the rules are above.

One notice a (reminder, step, person) and one digest a (person, day) are constraints, so planning twice
tells nothing twice. A notice tells by the letter of its digest: where that ended without reaching its
reader, or still waits from an earlier day, the notice moves on to the digest that takes its place.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.ids import DigestId, PersonId, ReminderId
from storage.outbox import LetterState
from storage.people import NAME
from storage.posts import KIND, flying, key_in_sql
from storage.reminders import unacknowledged
from storage.seats import in_force
from storage.tables.chats import outbox
from storage.tables.ledger import digest, notice, reminder
from storage.tables.people import person, role


@dataclass(frozen=True)
class Notice:
    """One step of one reminder, told to one person on that day."""

    reminder: ReminderId
    step: str
    person: PersonId
    day: date


Tell = tuple[ReminderId, str]
"""One step of telling: which reminder, the step's code."""


async def acknowledge_digest(
    tx: Transaction,
    which: DigestId,
    by: PersonId,
    of: Collection[ReminderId],
    today: date,
    now: datetime,
) -> bool:
    """Marks one's own digest and what is open `of` it; False when it was acknowledged before or is not theirs."""
    own = sa.update(digest).where(
        digest.c.id == which, digest.c.person == by, digest.c.acknowledged_at.is_(None)
    )
    if not (await tx.execute(own.values(acknowledged_at=now))).rowcount:
        return False
    if of:
        await tx.execute(unacknowledged(today).where(reminder.c.id.in_(of)))
    return True


async def told_before(
    tx: Transaction, some: Collection[ReminderId], today: date, now: datetime
) -> list[Notice]:
    """What these reminders' people were told, or are about to be. One statement.

    Not what no letter brought: it ended without reaching its reader, or waits from an earlier day
    and can be taken back into today's. One of an earlier day that is claimed goes out only where it was
    brought to another address before.
    """
    told = sa.or_(
        outbox.c.id.is_(None),
        digest.c.day >= today,
        outbox.c.sent_to.is_not(None),
        sa.and_(flying(now), outbox.c.event.is_not(None)),
    )
    statement = (
        sa.select(notice.c.reminder, notice.c.step, notice.c.person, digest.c.day)
        .join(digest, digest.c.id == notice.c.digest)
        .outerjoin(
            outbox, outbox.c.key == key_in_sql(digest.c.person, sa.cast(digest.c.day, sa.Text))
        )
        .where(notice.c.reminder.in_(some), told)
    )
    return [
        Notice(ReminderId(row.reminder), row.step, PersonId(row.person), row.day)
        for row in await tx.execute(statement)
    ]


async def unreached(
    tx: Transaction, since: datetime, today: date
) -> list[tuple[PersonId, DigestId]]:
    """Staff whose digest ended since then with nobody reachable, and which one. One statement."""
    statement = (
        sa.select(outbox.c.person, outbox.c.refs)
        .where(
            outbox.c.person.in_(sa.select(role.c.person).where(in_force(role, today))),
            outbox.c.done_at >= since,
            outbox.c.kind == KIND,
            outbox.c.state == LetterState.UNREACHABLE.value,
        )
        .order_by(outbox.c.id)
    )
    return [
        (PersonId(row.person), DigestId(int(row.refs["digest"])))
        for row in await tx.execute(statement)
    ]


async def add_digests(
    tx: Transaction, day: date, told: Mapping[PersonId, Sequence[Tell]], now: datetime
) -> dict[PersonId, DigestId]:
    """Digests of that day with their notices, for those who have none yet; the new ones. Two statements."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(digest).on_conflict_do_nothing().returning(digest.c.id, digest.c.person)
    rows = [{"person": who, "day": day, "made_at": now} for who in told]
    added = {PersonId(row.person): DigestId(row.id) for row in await tx.execute(statement, rows)}
    notices = [
        {"reminder": which, "step": step, "person": who, "digest": made}
        for who, made in added.items()
        for which, step in told[who]
    ]
    if notices:
        new = make(notice)
        moved = new.on_conflict_do_update(
            index_elements=[notice.c.reminder, notice.c.step, notice.c.person],
            set_={"digest": new.excluded.digest},
        )
        await tx.execute(moved, notices)
    return added


async def names_of(tx: Transaction, some: Collection[PersonId]) -> dict[PersonId, str]:
    """Names opened; only for the desk's own screens."""
    found = await tx.execute(sa.select(person.c.id, person.c.name).where(person.c.id.in_(some)))
    return {PersonId(row.id): tx.keys.open(NAME, row.name) for row in found}
