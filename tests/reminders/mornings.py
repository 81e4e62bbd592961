"""A desk without a chat: its plan of a day, its letters brought, its people away or out of reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from reminders.due import Kind
from reminders.plan import Planned, plan_day
from storage import outbox
from storage.chats import mark_unreachable, reaches_of
from storage.database import Database
from storage.digests import Digest, digest_of
from storage.ids import ChildId, DigestId, PersonId, ReminderId
from storage.leave import add_leave
from storage.notices import told_before
from storage.outbox import Letter, LetterState, Why, claim
from storage.showing import confirm, showing, to_the_next, unshown
from storage.tables.chats import address, web_event
from storage.tables.chats import outbox as letters
from storage.tables.ledger import reminder
from storage.webchat import add_event
from tests.village import ZONE, Village, at, day_of


async def planned(database: Database, day: str, clock: str = "08:30") -> Planned:
    return await plan_day(database, at(day, clock), ZONE)


async def claimed(database: Database, now: datetime) -> list[Letter]:
    """What may go is taken out of the outbox, and nothing more."""
    async with database.write() as tx:
        return await claim(tx, now, 1000)


async def brought(database: Database, day: str, clock: str = "09:00") -> dict[PersonId, Letter]:
    """What may go is brought to everybody, by reader. Nobody gets two."""
    now = at(day, clock)
    found: dict[PersonId, Letter] = {}
    for letter in await claimed(database, now):
        who = letter.to.person
        assert who is not None
        assert who not in found
        found[who] = letter
        async with database.write() as tx:
            (way, *_) = await reaches_of(tx, who)
            await outbox.sent(tx, letter.id, way.address, now)
    return found


async def not_brought(database: Database, day: str, clock: str = "08:31") -> list[PersonId]:
    """What may go reaches nobody: every address of its readers is gone."""
    now = at(day, clock)
    readers = []
    for letter in await claimed(database, now):
        who = letter.to.person
        assert who is not None
        await out_of_reach(database, who, now)
        async with database.write() as tx:
            ended = LetterState.UNREACHABLE
            await outbox.gave_up(tx, letter.id, ended, Why.NO_ADDRESS, now)
        readers.append(who)
    return readers


async def on_the_page(database: Database, letter: Letter, now: datetime) -> None:
    """Brought to its reader's web chat, which has not shown it yet."""
    assert letter.to.person is not None
    async with database.write() as tx:
        (way, *_) = await reaches_of(tx, letter.to.person)
        event = (await add_event(tx, way.address, "bot", {}, now)).id
        await showing(tx, letter.id, way.address, event, now, now + timedelta(hours=2))


async def shown(database: Database, letter: Letter, now: datetime) -> None:
    async with database.write() as tx:
        where = sa.select(letters.c.event).where(letters.c.id == letter.id).scalar_subquery()
        seen = sa.update(web_event).where(web_event.c.id == where)
        await tx.execute(seen.values(shown_at=now))
        await confirm(tx)


async def brought_before(database: Database, letter: Letter, now: datetime) -> None:
    """To a web chat that did not show it: it waits for its reader's next address."""
    await on_the_page(database, letter, now)
    async with database.write() as tx:
        (late,) = await unshown(tx, now + timedelta(hours=2), 1)
        await to_the_next(tx, late, now + timedelta(hours=2))


async def out_of_reach(database: Database, who: PersonId, now: datetime) -> None:
    async with database.write() as tx:
        for way in await reaches_of(tx, who):
            await mark_unreachable(tx, way.address, now)


async def in_reach_again(database: Database, who: PersonId) -> None:
    async with database.write() as tx:
        again = sa.update(address).where(address.c.person == who)
        await tx.execute(again.values(unreachable_since=None))


async def all_done(village: Village, child: ChildId, on: str) -> None:
    """Visited, and the record checked."""
    for kind in (Kind.VISIT, Kind.REFRESH):
        await village.held(village.wang, child, kind, on, at(on))


async def away(
    database: Database, who: PersonId, since: str, until: str, cover: PersonId | None = None
) -> None:
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    async with database.write() as tx:
        await add_leave(tx, who, first, last, cover, who, at(since))


async def changed(database: Database, which: ReminderId, **values: Any) -> None:
    """As its director or supervisor left it: put off, tried, nudged."""
    async with database.write() as tx:
        await tx.execute(sa.update(reminder).where(reminder.c.id == which).values(values))


async def digest_in(database: Database, letter: Letter, now: datetime) -> Digest:
    assert letter.to.person is not None
    async with database.read() as tx:
        which = DigestId(int(letter.refs["digest"]))
        found = await digest_of(tx, which, letter.to.person, day_of(now))
    assert found is not None
    return found


async def steps_told(database: Database, which: ReminderId, day: str) -> set[str]:
    now = at(day)
    async with database.read() as tx:
        return {each.step for each in await told_before(tx, [which], day_of(now), now)}


async def ended(database: Database) -> Mapping[str, int]:
    """How many letters ended for which reason."""
    statement = sa.select(letters.c.why, sa.func.count().label("many")).group_by(letters.c.why)
    async with database.read() as tx:
        return {row.why: row.many for row in await tx.execute(statement)}


@dataclass(frozen=True)
class Days:
    """The days from one through another, as written."""

    first: str
    last: str

    def __iter__(self) -> Any:
        day, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        while day <= last:
            yield day.isoformat()
            day += timedelta(days=1)
