"""A supervisor asks a director once more: with the next digest, beyond the week's number, once a week."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from storage import audit, reminders
from storage.access import Actor, Deed, Thing, may
from storage.database import Transaction
from storage.ids import PersonId, ReminderId


async def nudge(
    tx: Transaction,
    actor: Actor,
    director: PersonId,
    some: Collection[ReminderId],
    now: datetime,
    today: date,
) -> int:
    """For these open reminders, read for this actor before; how many were not nudged this week yet."""
    if not some or not may(actor, Deed.NUDGE, Thing(path=actor.scope)):
        return 0
    nudged = await reminders.nudge(tx, some, today, week_of(today))
    if nudged:
        await audit.note(tx, actor, "nudge", "person", director, now)
    return nudged


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())
