"""Whether the machine keeps up: what should have gone out, been told or been planned by now, and was not."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId
from storage.letter import LetterState, Why
from storage.outbox import OPEN
from storage.tables.chats import outbox
from storage.tables.ledger import notice, reminder

NEWEST = 2000
"""Letters looked at for those that reached nobody: an index over all of them would cost more than it tells."""
IN_VAIN = (Why.ASKED_TO_WAIT, Why.AWAY, Why.NO_COURIER, Why.OURS, Why.REFUSED_US)


@dataclass(frozen=True)
class Unsent:
    """Of letters that may go: since when the oldest waits to be taken, by pace or freely; and when the
    oldest was made of those that were tried in vain."""

    untaken: datetime | None
    paced: datetime | None
    in_vain: datetime | None


async def oldest_unsent(tx: Transaction, now: datetime) -> Unsent:
    """One statement."""
    due = sa.and_(outbox.c.not_before <= now, outbox.c.state == LetterState.WAITING.value)
    paced = sa.func.coalesce(outbox.c.why, "") == Why.PACED.value
    tried = outbox.c.why.in_([why.value for why in IN_VAIN])
    statement = sa.select(
        _oldest(outbox.c.not_before, due, ~paced).label("untaken"),
        _oldest(outbox.c.not_before, due, paced).label("paced"),
        _oldest(outbox.c.made_at, tried).label("in_vain"),
    ).where(OPEN)
    row = (await tx.execute(statement)).one()
    return Unsent(row.untaken, row.paced, row.in_vain)


async def lost_lately(tx: Transaction, since: datetime) -> int:
    """Letters that ended since then without reaching anybody, among the newest."""
    newest = (
        sa.select(outbox.c.state, outbox.c.done_at)
        .order_by(outbox.c.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    lost = newest.c.state.in_([LetterState.UNREACHABLE.value, LetterState.BROKEN.value])
    statement = sa.select(sa.func.count()).select_from(newest)
    found = await tx.execute(statement.where(lost, newest.c.done_at >= since))
    return int(found.scalar_one())


async def never_told(tx: Transaction, new_by: date, any_by: date) -> int:
    """Open reminders nobody was told of: untouched ones of a day through `new_by`, all through `any_by`.

    The day is the one an item of the backlog is planned for, or the due date.
    """
    day = sa.func.coalesce(reminder.c.ask_on, reminder.c.due)
    untouched = sa.and_(
        reminder.c.acknowledged_on.is_(None),
        reminder.c.put_off_until.is_(None),
        reminder.c.tried_until.is_(None),
    )
    statement = sa.select(sa.func.count()).where(
        reminder.c.closed_at.is_(None),
        reminder.c.due <= new_by,
        sa.or_(day <= any_by, sa.and_(untouched, day <= new_by)),
        ~sa.exists().where(notice.c.reminder == reminder.c.id),
    )
    return int((await tx.execute(statement)).scalar_one())


async def lags_told(tx: Transaction, kind: str, to: AddressId, since: datetime) -> set[str]:
    """What letters of this kind to an address, made after `since`, are about."""
    statement = sa.select(outbox.c.refs).where(
        outbox.c.address == to, outbox.c.kind == kind, outbox.c.made_at > since
    )
    return {str(row.refs["lag"]) for row in await tx.execute(statement)}


def _oldest(column: sa.Column[datetime], *where: sa.ColumnElement[bool]) -> Any:
    return sa.func.min(sa.case((sa.and_(*where), column)))
