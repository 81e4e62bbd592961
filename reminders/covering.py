"""A supervisor enters a leave for a director who fell ill, or names who covers one; those concerned are told."""

from datetime import date, datetime, timedelta

from storage import audit, outbox
from storage.access import Actor, Deed, Role, Thing, may
from storage.database import Transaction
from storage.ids import LeaveId, PersonId
from storage.leave import Leave, add_leave, leave_by_id, leaves_of, set_cover
from storage.outbox import Priority, To
from storage.townships import Official, officials, works_beyond

LONGEST_DAYS = 90
COVERED = (Role.DIRECTOR, Role.SUPERVISOR)
"""In these roles a cover sees what the other does."""


class NotCovered(Exception):
    """No such leave or director for this actor, or nobody who may cover it: one answer for all."""


class WorksElsewhere(NotCovered):
    """Who is away works outside the actor's place too: a cover would see that as well."""


async def enter_leave(
    tx: Transaction, actor: Actor, director: PersonId, days: int, now: datetime, today: date
) -> Leave:
    """From today on, so many days; a leave that holds today stays as it is. Raises NotCovered."""
    if actor.person is None or not 1 <= days <= LONGEST_DAYS:
        raise NotCovered
    await _director_of(tx, actor, director, today)
    for known in await leaves_of(tx, director, today):
        if known.since <= today:
            return known
    until = today + timedelta(days=days - 1)
    made = await add_leave(tx, director, today, until, None, actor.person, now)
    await audit.note(tx, actor, "enter_leave", "person", director, now)
    await _tell(tx, director, "leave_entered", made, now)
    return Leave(made, director, today, until, None)


async def leave_of(tx: Transaction, actor: Actor, which: LeaveId, today: date) -> Leave:
    """The leave of a director of this actor's place that is not over. Raises NotCovered."""
    found = await leave_by_id(tx, which)
    if found is None or found.until < today:
        raise NotCovered
    await _director_of(tx, actor, found.person, today)
    return found


async def cover_leave(
    tx: Transaction, actor: Actor, which: LeaveId, cover: PersonId, now: datetime, today: date
) -> Leave:
    """Another director of the place, or the supervisor who asks. Raises NotCovered, WorksElsewhere."""
    found = await leave_of(tx, actor, which, today)
    if not await coverable(tx, actor, found, today):
        raise WorksElsewhere
    if cover == found.person:
        raise NotCovered
    if cover != actor.person:
        await _director_of(tx, actor, cover, today)
    if cover == found.cover:
        return found
    await set_cover(tx, which, cover)
    await audit.note(tx, actor, "cover", "leave", which, now)
    if cover != actor.person:
        await _tell(tx, cover, "covering", which, now)
    return Leave(which, found.person, found.since, found.until, cover)


async def coverable(tx: Transaction, actor: Actor, of: Leave, today: date) -> bool:
    """Whether all that a cover of this leave would see lies in the actor's place."""
    return not await works_beyond(tx, of.person, actor.scope, today, COVERED)


async def _director_of(tx: Transaction, actor: Actor, who: PersonId, today: date) -> Official:
    found = await officials(tx, actor.scope, today, {Role.DIRECTOR}, who)
    if not found or not may(actor, Deed.COVER, Thing(path=found[0].path)):
        raise NotCovered
    return found[0]


async def _tell(tx: Transaction, who: PersonId, kind: str, leave: LeaveId, now: datetime) -> None:
    key = f"{kind}:{leave}:{who}"
    await outbox.put(
        tx, key, kind, To(person=who), {"leave": leave}, priority=Priority.DIGEST, now=now
    )
