"""Updates that were seen: one delivered again has no second effect."""

from datetime import datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.statements import insert_new
from storage.tables.chats import seen


async def first_time(tx: Transaction, bot: int, update_id: int, now: datetime) -> bool:
    """Records the update; False when it was recorded before. One statement."""
    row = {"bot": bot, "update_id": update_id, "at": now}
    return bool((await tx.execute(insert_new(tx, seen), row)).rowcount)


async def forget_seen(tx: Transaction, before: datetime) -> None:
    """Channels don't redeliver for ever."""
    await tx.execute(sa.delete(seen).where(seen.c.at < before))
