"""The plan of a day: which notices are called for this morning, one digest a person, into the outbox.

May run late or twice: notices and digests are unique, and a person whose digest of the day is made
gets the rest on the next working morning.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.calendar import is_working_day
from reminders.morning import MORNING, last_day_asked, steps_now
from reminders.recipients import around, seated, told
from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.notices import Tell, add_digests, seats_over, told_before
from storage.outbox import Priority, To
from storage.reminders import Asked, open_through

CHUNK = 500


@dataclass(frozen=True)
class Planned:
    """What a plan made. `unheard` counts the steps for which nobody sits anywhere above the child."""

    digests: int = 0
    notices: int = 0
    unheard: int = 0


async def plan_day(database: Database, now: datetime, zone: ZoneInfo) -> Planned:
    """Plans the day of `now`; nothing before 08:30 or on a day off."""
    at = now.astimezone(zone)
    if at.time() < MORNING or not is_working_day(at.date()):
        return Planned()
    calls, unheard = await _called_for(database, at.date())
    digests = notices = 0
    for people in _portions(calls):
        made = await _send(database, at.date(), people, now)
        digests += len(made)
        notices += sum(len(people[person]) for person in made)
    return Planned(digests, notices, unheard)


async def _called_for(
    database: Database, today: date
) -> tuple[Mapping[PersonId, Sequence[Tell]], int]:
    """What each person has to be told and was not; and the steps nobody could be found for."""
    calls: dict[PersonId, list[Tell]] = defaultdict(list)
    unheard = 0
    async for chunk in _open(database, today):
        async with database.read() as tx:
            seats = seated(await seats_over(tx, {each.path for each in chunk}, today))
            before = await told_before(tx, [each.id for each in chunk])
        for reminder in chunk:
            who = around(reminder.path, reminder.assigned, seats)
            for step in steps_now(reminder.due, today, reminder.acknowledged_on):
                people = told(who, step)
                unheard += not people
                for person in people:
                    if (reminder.id, step.value, person) not in before:
                        calls[person].append((reminder.id, step.value))
        await asyncio.sleep(
            0
        )  # SQLite never leaves the loop by itself: let turns go between chunks
    return calls, unheard


async def _open(database: Database, today: date) -> AsyncIterator[Sequence[Asked]]:
    """The open reminders of which anything may be told today, a chunk a transaction."""
    after = None
    while True:
        async with database.read() as tx:
            chunk = await open_through(tx, last_day_asked(today), after, CHUNK, today)
        if not chunk:
            return
        yield chunk
        after = chunk[-1]


async def _send(
    database: Database, day: date, people: Mapping[PersonId, Sequence[Tell]], now: datetime
) -> Collection[PersonId]:
    """Digests and letters of these people in one transaction: both or neither. Whose are new."""
    async with database.write() as tx:
        made = await add_digests(tx, day, people, now)
        for person, digest in made.items():
            await outbox.put(
                tx,
                f"digest:{person}:{day}",
                "digest",
                To(person=person),
                {"digest": digest},
                priority=Priority.DIGEST,
                now=now,
            )
    return made.keys()


def _portions(
    calls: Mapping[PersonId, Sequence[Tell]],
) -> Iterator[Mapping[PersonId, Sequence[Tell]]]:
    """People with all they are told, in portions of about a chunk of notices."""
    portion: dict[PersonId, Sequence[Tell]] = {}
    size = 0
    for person, tells in calls.items():
        portion[person] = tells
        size += len(tells)
        if size >= CHUNK:
            yield portion
            portion, size = {}, 0
    if portion:
        yield portion
