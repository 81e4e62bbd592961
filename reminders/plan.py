"""The plan of a day: which notices are called for this morning, one digest a person, into the outbox.

May run late or twice: notices and digests are unique, and a person whose digest of the day is made
gets the rest on the next working morning. After a time without the machine, and after a morning on which
a digest did not get out, all of it comes in one digest: what no letter brought counts as not told.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.intervals import standard_intervals
from reminders.allowance import gets_one, week_of
from reminders.hours import may_tell
from reminders.morning import last_day_asked
from reminders.recipients import seated
from reminders.wanted import Calls, Morning, Wanted, by_reminder, wanted_of
from storage.calendar_days import exceptions
from storage.database import Database, Transaction
from storage.ids import PersonId
from storage.notices import add_digests, told_before
from storage.posts import Post, fold, posts_of, put_digests
from storage.regional_rules import rules_over, values_of
from storage.reminders import Asked, open_through
from storage.seats import seats_over

CHUNK = 500


@dataclass(frozen=True)
class Planned:
    """What a plan made. `unheard` counts the steps for which nobody sits anywhere above the child."""

    digests: int = 0
    notices: int = 0
    unheard: int = 0


async def plan_day(database: Database, now: datetime, zone: ZoneInfo) -> Planned:
    """Plans the day of `now`; nothing in quiet time or on a day off."""
    morning = await _morning(database, now, zone)
    if morning is None:
        return Planned()
    calls, unheard = await _called_for(database, morning)
    digests = notices = 0
    for people in _portions(calls):
        made = await _send(database, morning, people)
        digests += len(made)
        notices += sum(len(people[person]) for person in made)
    return Planned(digests, notices, unheard)


async def _morning(database: Database, now: datetime, zone: ZoneInfo) -> Morning | None:
    """None when nothing is told now."""
    at = now.astimezone(zone)
    async with database.read() as tx:
        known = await exceptions(tx)
        notices = await values_of(tx, "before_14")
    if not may_tell(at, known):
        return None
    days = standard_intervals().steps
    widest = replace(days, before_14=min(days.before_14, *notices, 0))
    return Morning(at.date(), now, zone, known, last_day_asked(at.date(), widest, known))


async def _called_for(database: Database, morning: Morning) -> tuple[Calls, int]:
    """What each person has to be told and was not; and the steps nobody could be found for."""
    calls: dict[PersonId, list[Wanted]] = defaultdict(list)
    unheard = 0
    async for chunk in _open(database, morning):
        paths = {each.path for each in chunk}
        async with database.read() as tx:
            seats = seated(await seats_over(tx, paths, morning.today))
            rules = await rules_over(tx, paths)
            known = [each.id for each in chunk]
            before = by_reminder(await told_before(tx, known, morning.today, morning.now))
        for reminder in chunk:
            told = before.get(reminder.id, ())
            wanted = wanted_of(reminder, rules[reminder.path], told, seats, morning)
            for person, each in wanted:
                if person is None:
                    unheard += 1
                else:
                    calls[person].append(each)
        await asyncio.sleep(
            0
        )  # SQLite never leaves the loop by itself: let turns go between chunks
    return calls, unheard


async def _open(database: Database, morning: Morning) -> AsyncIterator[Sequence[Asked]]:
    """The open reminders of which anything may be told today, a chunk a transaction."""
    after = None
    while True:
        async with database.read() as tx:
            chunk = await open_through(tx, morning.through, after, CHUNK, morning.today)
        if not chunk:
            return
        yield chunk
        after = chunk[-1]


async def _send(database: Database, morning: Morning, people: Calls) -> frozenset[PersonId]:
    """Digests and letters of these people in one transaction: both or neither. Whose are new.

    An earlier letter that did not get out is folded into the new one.
    """
    async with database.write() as tx:
        posts = await _posts(tx, morning, people)
        tells = {
            person: [each.tell for each in wanted]
            for person, wanted in people.items()
            if _is_told(wanted, posts.get(person, ()), morning)
        }
        made = await add_digests(tx, morning.today, tells, morning.now) if tells else {}
        unsent = [
            post.letter for person in made for post in posts.get(person, ()) if not post.brought_at
        ]
        await fold(tx, unsent, morning.now)
        await put_digests(tx, made, morning.today, morning.now)
    return frozenset(made)


async def _posts(
    tx: Transaction, morning: Morning, people: Calls
) -> Mapping[PersonId, Sequence[Post]]:
    """The digest letters of the week so far, and those that wait."""
    monday = morning.today - timedelta(days=morning.today.weekday())
    since = datetime.combine(monday, time(), morning.zone)
    found: dict[PersonId, list[Post]] = defaultdict(list)
    for post in await posts_of(tx, people.keys(), since, morning.now):
        found[post.person].append(post)
    return found


def _is_told(wanted: Sequence[Wanted], posts: Sequence[Post], morning: Morning) -> bool:
    week = week_of(posts, morning.today, morning.zone)
    pressing = any(each.pressing for each in wanted)
    return gets_one(week, min(each.most for each in wanted), pressing=pressing)


def _portions(calls: Calls) -> Iterator[Calls]:
    """People with all they are told, in portions of about a chunk of notices."""
    portion: dict[PersonId, Sequence[Wanted]] = {}
    size = 0
    for person, wanted in calls.items():
        portion[person] = wanted
        size += len(wanted)
        if size >= CHUNK:
            yield portion
            portion, size = {}, 0
    if portion:
        yield portion
