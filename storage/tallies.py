"""How many letters each recipient was brought: what the cap of a day is counted by."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.letter import LetterState, Priority, To
from storage.tables.chats import address, outbox
from storage.tables.people import person


async def brought_since(
    tx: Transaction, recipients: Collection[To], since: datetime
) -> dict[To, int]:
    """Letters that can wait, brought to these recipients since then or being brought now.

    The recipients are locked first, so that two replicas don't both count without the other's letters.
    """
    found: dict[To, int] = {}
    people = sorted({to.person for to in recipients if to.person is not None})
    if people:
        await tx.execute(_locked(person).where(person.c.id.in_(people)))
        for row in await tx.execute(_counted(outbox.c.person, people, since)):
            found[To(person=row.recipient)] = row.letters
    chats = sorted({to.address for to in recipients if to.address is not None})
    if chats:
        await tx.execute(_locked(address).where(address.c.id.in_(chats)))
        for row in await tx.execute(_counted(outbox.c.address, chats, since)):
            found[To(address=row.recipient)] = row.letters
    return found


def _locked(table: sa.Table) -> sa.Select[Any]:
    """In the order of ids: two who lock some of the same never wait for each other."""
    return sa.select(table.c.id).order_by(table.c.id).with_for_update(key_share=True)


def _counted(to: sa.Column[Any], some: Collection[int], since: datetime) -> sa.Select[Any]:
    brought = sa.and_(outbox.c.done_at >= since, outbox.c.sent_to.is_not(None))
    bringing = outbox.c.state == LetterState.SENDING.value
    return (
        sa.select(to.label("recipient"), sa.func.count().label("letters"))
        .where(
            to.in_(some),
            outbox.c.priority >= Priority.RECEIPT.value,
            sa.or_(brought, bringing),
        )
        .group_by(to)
    )
