"""What the running program is made of, put together once in `bot/assembly.py`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.recent import Recent
from content.search import Result
from dialogs.turn import Desk
from storage.access import Channel, Role
from storage.chats import ChatId, chat_hash, staff_chats
from storage.database import Database

OPERATOR = "operator"
"""The place of the operator's own hook; no number or token of a person reads so."""


@dataclass
class Staff:
    """Whose chat is staff, kept in memory, so that the danger check needs no database.

    `day`: the day the roles are of. A role ends at midnight without anybody doing anything.
    """

    database: Database
    roles: dict[bytes, Role] = field(default_factory=dict)
    day: date | None = None

    async def refresh(self, now: datetime, desk: Desk) -> None:
        day = now.astimezone(desk.zone).date()
        async with self.database.read() as tx:
            self.roles, self.day = await staff_chats(tx, day), day

    def role_of(self, chat: ChatId, today: date) -> Role | None:
        """None where it isn't known, or was known of another day: then the lines go out."""
        if today != self.day:
            return None
        return self.roles.get(chat_hash(self.database.keys, chat))


@dataclass
class House:
    """`clock` is the only place the time comes from; `search` answers a question from content;
    `woken` is set when something may wait in the outbox; `alarm_shown` is how long an alarm waits in
    the web chat before it goes on; `swept`: when each sweep of the timetable last went through;
    `alarms`: where whoever runs the machine is told of what is late, channel and place."""

    database: Database
    desk: Desk
    clock: Callable[[], datetime]
    search: Callable[[str], Result]
    staff: Staff
    recent: Recent = field(default_factory=Recent)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    alarm_shown: timedelta = timedelta(minutes=10)
    swept: dict[str, datetime] = field(default_factory=dict)
    alarms: tuple[tuple[Channel, str], ...] = ()

    @property
    def today(self) -> date:
        return self.clock().astimezone(self.desk.zone).date()
