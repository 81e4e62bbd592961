"""A village in its township and county, its people, and hands to put children into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from reminders.due import Kind
from reminders.record import Held, record
from reminders.schedule import reschedule
from storage.access import Actor, Channel, Role
from storage.chats import ChatId, Kept, keep, meet
from storage.children import children_of
from storage.database import Database
from storage.ids import AddressId, ChildId, PersonId, ReminderId
from storage.ledger import NewChild, add_child, leave_ledger, put_in_care
from storage.people import add_person, add_role
from storage.postgres import PostgreSQL
from storage.regions import load_regions
from storage.reminders import Asked, open_through
from storage.seats import seats_over
from storage.sqlite import SQLite

ZONE = ZoneInfo("Asia/Shanghai")
VILLAGE, NEXT_VILLAGE, OTHER_TOWN = "130123100001", "130123100002", "130123001001"
PATHS = {
    "13": "13",
    "1301": "13/1301",
    "130123": "13/1301/130123",
    "130123100": "13/1301/130123/130123100",
    "130123001": "13/1301/130123/130123001",
    VILLAGE: f"13/1301/130123/130123100/{VILLAGE}",
    NEXT_VILLAGE: f"13/1301/130123/130123100/{NEXT_VILLAGE}",
    OTHER_TOWN: f"13/1301/130123/130123001/{OTHER_TOWN}",
}
BEGINNING = date(2024, 1, 1)
LAST_DAY = date(9999, 12, 31)
FIRST_CHAT = 9_000_000
"""The chats of people of a village are numbered from here, by person."""
DEMO_DAY = date(2026, 11, 23)
"""A Monday: the first day of the demo desk and its people."""


def at(day: str, clock: str = "09:00") -> datetime:
    """A day and time in Shanghai, as the instant."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE).astimezone(UTC)


def day_of(now: datetime) -> date:
    return now.astimezone(ZONE).date()


@dataclass(frozen=True)
class Official(Actor):
    """An actor who is known."""

    person: PersonId


@dataclass
class Village:
    """Director Wang of the village, supervisor Zhao of the township, administrator Sun of the county."""

    database: Database
    wang: "Official"
    zhao: "Official"
    sun: "Official"

    @classmethod
    async def founded(cls, database: Database) -> "Village":
        await load_regions(database, [(code, code, "x", path) for code, path in PATHS.items()])
        return cls(
            database,
            await somebody(database, "王主任", Role.DIRECTOR, VILLAGE),
            await somebody(database, "赵督导", Role.SUPERVISOR, "130123100"),
            await somebody(database, "孙管理", Role.ADMINISTRATOR, "130123"),
        )

    @classmethod
    async def of_desk(cls, database: Database) -> "Village":
        """The village of the demo desk, its people as they are, its children gone from the ledger."""
        async with database.write() as tx:
            seats = await seats_over(tx, {PATHS[VILLAGE]}, DEMO_DAY)
            people = {seat.role: acting(seat.person, seat.role, seat.path) for seat in seats}
            order = (Role.DIRECTOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
            village = cls(database, *(people[role] for role in order))
            for each in await children_of(tx, village.zhao, DEMO_DAY, 0, 100, names=False):
                await leave_ledger(tx, each.child, DEMO_DAY)
                await reschedule(tx, each.child, at("2026-11-23"), DEMO_DAY)
        return village

    async def child(
        self,
        entered: str,
        *,
        name: str = "李小雨",
        region: str = VILLAGE,
        now: datetime | None = None,
    ) -> ChildId:
        """Entered, and put in key care, on that day."""
        day = date.fromisoformat(entered)
        at_once = now or at(entered)
        async with self.database.write() as tx:
            made = await add_child(tx, NewChild(name, region, day, guardian="母亲张女士"))
            await put_in_care(tx, made, ["K-PSY"], day)
            await reschedule(tx, made, at_once, day_of(at_once))
        return made

    async def counted(self, entered: str, *, region: str = VILLAGE) -> ChildId:
        """Entered on that day, and not in key care."""
        day = date.fromisoformat(entered)
        async with self.database.write() as tx:
            made = await add_child(tx, NewChild("王小山", region, day))
            await reschedule(tx, made, at(entered), day)
        return made

    async def held(self, by: Actor, child: ChildId, kind: Kind, on: str, now: datetime) -> None:
        async with self.database.write() as tx:
            done = Held(kind, date.fromisoformat(on), reached=True, how="phone", outcome="well")
            await record(tx, by, child, done, now, day_of(now))

    async def open(self, on: date = BEGINNING) -> list[Asked]:
        async with self.database.read() as tx:
            return await open_through(tx, LAST_DAY, None, 1000, on)

    async def due(self, on: date = BEGINNING) -> list[date]:
        return sorted(each.due for each in await self.open(on))

    async def reminder(self, due: str) -> ReminderId:
        """The only open reminder of that date."""
        (found,) = [each for each in await self.open() if each.due == date.fromisoformat(due)]
        return found.id


async def somebody(database: Database, name: str, role: Role, region: str) -> Official:
    """A new person in that role since the beginning, in a web chat of their own."""
    now = at("2024-01-01")
    async with database.write() as tx:
        person = await add_person(tx, name, now)
        held = await add_role(tx, person, role, region, None, BEGINNING)
        chat = ChatId(Channel.WEB, 1, FIRST_CHAT + person)
        met = await meet(tx, chat, "zh_Hans", now, BEGINNING)
        await keep(tx, met.actor.address, Kept(held, person, None, "zh_Hans", None, {}))
    return acting(person, role, PATHS[region])


def acting(person: PersonId, role: Role, scope: str) -> Official:
    return Official(AddressId(1), person, role, scope, None, Channel.WEB, "zh_Hans")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements executed meanwhile."""
    assert isinstance(database, SQLite | PostgreSQL)
    engine = database.engine if isinstance(database, SQLite) else database.engine.sync_engine
    seen: list[str] = []

    def listen(_: Any, __: Any, statement: str, *more: Any) -> None:
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
