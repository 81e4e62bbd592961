"""A digest that reached nobody: whoever is next hears of it the same morning, once a person a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from reminders.digest import Laid, lay_out
from reminders.hours import tells_at
from reminders.recipients import Seats, around, seated, seers, told
from reminders.steps import Step
from storage import outbox
from storage.access import Role
from storage.calendar_days import exceptions
from storage.database import Database, Transaction
from storage.digests import Digest, Line, digest_of
from storage.ids import DigestId, PersonId
from storage.notices import unreached
from storage.outbox import Priority, To
from storage.seats import seats_over


@dataclass(frozen=True)
class Unheard:
    """What was due in the digest of somebody who can't be reached, laid out for who reads of it."""

    person: PersonId
    role: Role
    laid: Laid

    @property
    def open(self) -> int:
        return len(self.laid.items) + sum(count.lines for count in self.laid.counts)


async def climb_unheard(database: Database, now: datetime, zone: ZoneInfo) -> int:
    """Tells the next ones of every digest that ended today with nobody reachable; how many letters.

    Looks over the whole day each time; who was told of somebody is told no more of them that day.
    """
    at = now.astimezone(zone)
    today = at.date()
    async with database.read() as tx:
        ended = await unreached(tx, datetime.combine(today, time(), zone), today)
        goes_at = tells_at(at, await exceptions(tx)) if ended else at
    made = 0
    for person, which in ended:
        async with database.write() as tx:
            for reader in await _next_ones(tx, which, person, today):
                made += await outbox.put(
                    tx,
                    f"unheard:{person}:{today}:{reader}",
                    "unheard",
                    To(person=reader),
                    {"digest": which, "person": person},
                    priority=Priority.DIGEST,
                    now=now,
                    not_before=goes_at,
                )
    return made


async def read_unheard(
    tx: Transaction, which: DigestId, person: PersonId, reader: PersonId, today: date
) -> Unheard | None:
    """None when the person can be reached again, or the reader has nothing to do with it. Two statements."""
    found = await _unreachable(tx, which, person, today)
    if found is None:
        return None
    digest, role, seats = found
    laid = lay_out(digest.lines, reader, seats, today)
    return None if laid.empty else Unheard(person, role, laid)


async def _next_ones(
    tx: Transaction, which: DigestId, person: PersonId, today: date
) -> list[PersonId]:
    """Who is told instead of this person, of anything that is still open; by id."""
    found = await _unreachable(tx, which, person, today)
    if found is None:
        return []
    digest, _, seats = found
    readers = {reader for line in digest.lines for reader in _instead(line, person, seats)}
    return sorted(readers - {person})


async def _unreachable(
    tx: Transaction, which: DigestId, person: PersonId, today: date
) -> tuple[Digest, Role, Seats] | None:
    """The person's digest, their role and who sits around; None where some address reaches them."""
    digest = await digest_of(tx, which, person, today)
    if digest is None:
        return None
    seats = seated(await seats_over(tx, {line.path for line in digest.lines}, today))
    role = _unreachable_as(person, seats)
    return None if role is None else (digest, role, seats)


def _unreachable_as(person: PersonId, seats: Seats) -> Role | None:
    """The role in which nobody reaches them: their own, or that of who they cover."""
    held = [seat for at in seats.values() for found in at.values() for seat in found]
    places: Iterable[tuple[PersonId, bool, Role]] = (
        *((seat.person, seat.reachable, seat.role) for seat in held),
        *((each.person, each.reachable, seat.role) for seat in held for each in seat.covers),
    )
    return next((role for who, reached, role in places if who == person and not reached), None)


def _instead(line: Line, person: PersonId, seats: Seats) -> tuple[PersonId, ...]:
    """As who can't be reached is passed over, these are the next ones up."""
    step = Step.COUNTY_30
    if person in seers(line.path, line.assigned, Role.DIRECTOR, seats):
        step = Step.ON_DAY
    elif person in seers(line.path, line.assigned, Role.SUPERVISOR, seats):
        step = Step.SUPERVISOR_7
    return told(around(line.path, line.assigned, seats), step)
