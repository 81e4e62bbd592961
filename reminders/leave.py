"""Leave from–to: asked for, shortened, cancelled; the one above is told. First and last day included."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from reminders.recipients import around, seated
from storage import audit
from storage import leave as stored
from storage.access import Actor, Deed, Role, Thing, may
from storage.answerers import Tidings, tell
from storage.database import Transaction
from storage.ids import LeaveId, PersonId
from storage.leave import Leave
from storage.outbox import Priority, To
from storage.seats import seats_over

LONGEST = timedelta(days=366)
TOLD = "leave"
TAKEN, SHORTENED, CANCELLED = "taken", "shortened", "cancelled"


class Refused(Exception):
    """Nothing was written."""


class NotYours(Refused):
    """No such leave, or somebody else's."""


class WrongDays(Refused):
    """It ends before it begins, is over already, begins in the past or lasts longer than a year."""


class Overlaps(Refused):
    """There is one already on some of these days."""

    def __init__(self, other: Leave) -> None:
        super().__init__(other.id)
        self.other = other


def check_days(since: date, until: date, today: date, others: Iterable[Leave] = ()) -> None:
    """Raises WrongDays, Overlaps."""
    if not today <= since <= until or until - since >= LONGEST:
        raise WrongDays
    for other in others:
        if since <= other.until and until >= other.since:
            raise Overlaps(other)


async def take_leave(
    tx: Transaction, actor: Actor, since: date, until: date, now: datetime, today: date
) -> Leave:
    """Five statements. Raises NotYours, WrongDays, Overlaps."""
    person = _person(actor)
    check_days(since, until, today, await stored.leaves_of(tx, person, today))
    made = await stored.add_leave(tx, person, since, until, None, person, now)
    await audit.note(tx, actor, "take_leave", "leave", made, now)
    taken = Leave(made, person, since, until, None)
    await _tell_above(tx, actor, taken, TAKEN, now, today)
    return taken


async def cancel(
    tx: Transaction, actor: Actor, which: LeaveId, now: datetime, today: date
) -> Leave:
    """Raises NotYours; also when it was cancelled or is over."""
    found = await _mine(tx, actor, which, today)
    if not await stored.cancel_leave(tx, which, now):
        raise NotYours
    await audit.note(tx, actor, "cancel_leave", "leave", which, now)
    await _tell_above(tx, actor, found, CANCELLED, now, today)
    return found


async def shorten(
    tx: Transaction, actor: Actor, which: LeaveId, until: date, now: datetime, today: date
) -> Leave:
    """`until` is the new last day, today or later. Raises NotYours, WrongDays."""
    found = await _mine(tx, actor, which, today)
    if until < today or not found.since <= until < found.until:
        raise WrongDays
    if not await stored.shorten_leave(tx, which, until):
        raise NotYours
    await audit.note(tx, actor, "shorten_leave", "leave", which, now)
    shorter = Leave(found.id, found.person, found.since, until, found.cover)
    await _tell_above(tx, actor, shorter, SHORTENED, now, today)
    return shorter


async def _mine(tx: Transaction, actor: Actor, which: LeaveId, today: date) -> Leave:
    person = _person(actor)
    found = await stored.leave_by_id(tx, which)
    if found is None or found.person != person or found.until < today:
        raise NotYours
    return found


def _person(actor: Actor) -> PersonId:
    if actor.person is None or not may(actor, Deed.TAKE_LEAVE, Thing(path=actor.scope)):
        raise NotYours
    return actor.person


async def _tell_above(
    tx: Transaction, actor: Actor, leave: Leave, what: str, now: datetime, today: date
) -> None:
    """A director's supervisors; of a supervisor, and where there is none, the county."""
    who = around(actor.scope, None, seated(await seats_over(tx, {actor.scope}, today)))
    others = () if actor.role is Role.SUPERVISOR else who.supervisors
    above = [person for person in others or who.administrators if person != leave.person]
    refs: dict[str, int | str] = {"leave": leave.id, "person": leave.person, "what": what}
    key = f"{TOLD}:{leave.id}:{what}:{leave.until}"
    letters = [
        Tidings(f"{key}:{person}", TOLD, To(person=person), refs, Priority.DIGEST)
        for person in above
    ]
    await tell(tx, letters, now)
