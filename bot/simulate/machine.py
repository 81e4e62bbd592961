"""The machine the desk runs on: it can die at any commit or send and start again on the same database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from aiogram.types import Update

from bot.assembly import build_house, take
from bot.pace import token_name
from bot.sending import Sender
from bot.serve import catch_up
from bot.simulate.faults import Fuse, PowerCut
from bot.simulate.telegram import Courier, Phone, Telegram
from bot.ticking import tick
from dialogs.turn import Desk
from storage.access import Channel
from storage.database import Database, Transaction
from storage.outbox import next_instant

A_SECOND = timedelta(seconds=1)
LONGEST_SENDING = timedelta(minutes=50)
"""What is still waiting then waits for the next look at the outbox."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Clock:
    """Turned by the year; never back."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def to(self, at: datetime) -> None:
        self.now = max(self.now, at)


class Fragile:
    """A database whose machine may lose its power before a commit, or just after it."""

    def __init__(self, inner: Database, fuse: Fuse) -> None:
        self.inner, self.fuse, self.keys = inner, fuse, inner.keys

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        async with self.inner.write() as tx:
            yield tx
            self.fuse.burn()
        self.fuse.burn()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        async with self.inner.read() as tx:
            yield tx

    async def close(self) -> None:
        await self.inner.close()


class Machine:
    """One replica. `opens` opens the database anew; `channel` outlives the machine, as phones do."""

    def __init__(
        self, opens: Callable[[], Database], desk: Desk, clock: Clock, channel: Telegram
    ) -> None:
        self.opens, self.desk, self.clock, self.channel = opens, desk, clock, channel
        self.on_death: Callable[[], Awaitable[None]] = self._nobody_there
        self._updates = count(1)
        self._messages = count(1)

    async def start(self) -> None:
        """A new house on the same database; what was missed is caught up."""
        self.fuse = Fuse()
        database = Fragile(self.opens(), self.fuse)
        self.house = build_house(database, self.desk, self.clock)
        await self.house.staff.refresh(self.clock(), self.desk)
        self.sender = Sender(
            self.house,
            {Channel.TELEGRAM: Courier(self.channel, self.fuse)},
            token_name(self.channel.bot.id),
        )
        self.ticked = self.clock()
        await self.alive(lambda: catch_up(self.house))

    async def stop(self) -> None:
        await self.house.database.close()

    async def restart(self, after: timedelta) -> None:
        """After its power went. Other tasks of the dead machine end at their next commit or send."""
        self.channel.power_cut()
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        await asyncio.gather(*others, return_exceptions=True)
        await self.stop()
        self.clock.to(self.clock() + after)
        await self.start()

    async def alive(self, does: Callable[[], Awaitable[Any]]) -> bool:
        """Does it; False when the power went meanwhile. What was under way then is over."""
        try:
            await does()
        except PowerCut:
            return False
        return True

    async def tick(self) -> None:
        """The timetable from where it was last run through now, then the outbox."""
        await tick(self.house, self.ticked, self.clock())
        self.ticked = self.clock()
        await self.deliver()

    async def deliver(self) -> None:
        """Sends what may go, waiting as told and at the sending's own pace, unless that takes too long."""
        until = self.clock() + LONGEST_SENDING
        while (at := await self._next_letter()) is not None and at <= until:
            self.clock.to(at)
            if not await self.sender.drain():
                self.clock.to(self.clock() + A_SECOND)
            if self.clock() > until:
                return

    async def says(self, phone: Phone, text: str) -> None:
        await self._take({"message": {**self._message(phone), **_who(phone), "text": text}})

    async def presses(self, phone: Phone, message: int, data: str) -> None:
        number = next(self._messages)
        query = {
            "id": f"{phone.chat}:{number}",
            **_who(phone),
            "chat_instance": "1",
            "data": data,
            "message": {**self._message(phone), "message_id": message, "text": "…"},
        }
        await self._take({"callback_query": query})

    async def leaves(self, phone: Phone) -> None:
        """Telegram tells the desk that somebody shut the chat."""
        who = _who(phone)["from"]
        old, new = (
            {"status": status, "user": who} | ({"until_date": 0} if status == "kicked" else {})
            for status in ("member", "kicked")
        )
        at = int(self.clock().timestamp())
        chat = {"id": phone.chat, "type": "private"}
        change = {"chat": chat, **_who(phone), "date": at, "old_chat_member": old}
        await self._take({"my_chat_member": {**change, "new_chat_member": new}})

    async def _next_letter(self) -> datetime | None:
        """The instant the next open letter waits for, past or to come."""
        async with self.house.database.read() as tx:
            return await next_instant(tx, LONG_AGO)

    async def _take(self, content: dict[str, Any]) -> None:
        bot = self.channel.bot
        made = {"update_id": next(self._updates), **content}
        update = Update.model_validate(made, context={"bot": bot})
        try:
            await take(self.house, Channel.TELEGRAM, bot, update)
        except PowerCut:
            await self.on_death()
            await take(self.house, Channel.TELEGRAM, bot, update)  # not confirmed: it comes again

    def _message(self, phone: Phone) -> dict[str, Any]:
        at = int(self.clock().timestamp())
        chat = {"id": phone.chat, "type": "private"}
        return {"message_id": next(self._messages), "date": at, "chat": chat}

    async def _nobody_there(self) -> None:
        raise RuntimeError("the machine died with nobody to start it again")


def _who(phone: Phone) -> dict[str, Any]:
    return {"from": {"id": phone.chat, "is_bot": False, "first_name": "x"}}
