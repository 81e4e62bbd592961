"""Saying "I know": a courtesy that quiets the early steps. It is in no statistic."""

from collections.abc import Collection
from datetime import date, datetime

from content.regional_rules import intervals_under
from reminders.morning import last_day_asked
from storage import audit, notices
from storage.access import Actor, Deed, Thing, may
from storage.care import thing_seen
from storage.children import File
from storage.database import Transaction
from storage.ids import DigestId, ReminderId
from storage.reminders import acknowledge_child


async def acknowledge(
    tx: Transaction, actor: Actor, file: File, now: datetime, today: date
) -> bool:
    """For what is due of one child, read for this actor before; False when nothing was new."""
    if not may(actor, Deed.ACKNOWLEDGE, thing_seen(actor, file.path)):
        return False
    through = last_day_asked(today, intervals_under(file.rules).steps)
    marked = await acknowledge_child(tx, file.child, through, today)
    await audit.note(tx, actor, "acknowledge", "child", file.child, now)
    return marked > 0


async def acknowledge_digest(
    tx: Transaction,
    actor: Actor,
    digest: DigestId,
    of: Collection[ReminderId],
    now: datetime,
    today: date,
) -> bool:
    """For what the actor may open of their own digest, `of`; False when it was done before or isn't theirs."""
    if actor.person is None or not may(actor, Deed.ACKNOWLEDGE, Thing(path=actor.scope)):
        return False
    if not await notices.acknowledge_digest(tx, digest, actor.person, of, today, now):
        return False
    await audit.note(tx, actor, "acknowledge", "digest", digest, now)
    return True
