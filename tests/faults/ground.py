"""What fault tests stand on: desks that come and go over one database, and the outbox alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import SecretStr

from bot.assembly import build_house
from bot.couriers.base import SENT, Courier, Verdict
from bot.couriers.telegram import TelegramCourier
from bot.house import House
from bot.pace import token_name
from bot.seed import Seeded
from bot.sending import Sender
from bot.serve import Running, running
from bot.settings import Privacy, Settings, TelegramMode
from dialogs import turn
from dialogs.letters import Sending
from dialogs.screen import Screen
from storage import outbox
from storage.access import Channel
from storage.chats import ChatId, Reach, meet
from storage.database import Database
from storage.ids import AddressId, PersonId
from storage.keys import Keyring
from storage.letter import Letter, Why
from storage.opening import open_database
from storage.outbox import LetterState, Priority, To
from storage.tables.chats import address
from storage.tables.chats import outbox as letters
from tests.botapi import BotApi, Person
from tests.cast import MONDAY, ZONE, Clock
from tests.running import Journey, free_port

BOT = 1234
"""The id of the bot whose token the server knows."""


@dataclass(frozen=True)
class Seed:
    file: Path
    seeded: Seeded


@dataclass(frozen=True)
class Stored:
    """A letter as it stands in the outbox."""

    state: LetterState
    tries: int
    why: Why | None
    not_before: timedelta
    """From Monday 09:00, when every test begins."""


@dataclass
class Ground:
    """A database file on which desks are started, one after another; `clock` runs through all of them."""

    file: Path
    seeded: Seeded
    keys: Keyring
    api: BotApi
    clock: Clock

    def open(self) -> Database:
        return open_database(f"sqlite:///{self.file}", self.keys)

    @asynccontextmanager
    async def desk(
        self, privacy: Privacy = Privacy.STRICT, *, plain: bool = False, webhook: str = ""
    ) -> AsyncIterator[Journey]:
        """A running desk. `plain`: its letters say only their number, as the `post`'s do.

        `webhook`: the secret under which Telegram brings its updates, through a tunnel to this desk.
        """
        port = free_port()
        here = f"http://127.0.0.1:{port}"
        settings = Settings.model_construct(
            web_port=port,
            public_url="https://desk.example" if webhook else here,
            privacy=privacy,
            telegram_token=SecretStr(self.api.token),
            telegram_api_base=self.api.base,
            telegram_mode=TelegramMode.WEBHOOK if webhook else TelegramMode.POLLING,
            telegram_webhook_secret=SecretStr(webhook),
        )
        self.api.tunnel = here if webhook else None
        database = self.open()

        async def prepare(made: Running) -> None:
            turn_by(self.clock, made.sender)
            if plain:
                made.sender.composers = {"note": numbered}

        async with running(settings, database, self.clock, prepare) as made:
            yield Journey(made, self.clock, self.seeded, here, self.clock())
        await database.close()

    @asynccontextmanager
    async def post(self) -> AsyncIterator["Post"]:
        """The outbox and its sender without a desk around them."""
        database = self.open()
        desk = turn.Desk(ZONE, turn.Privacy.STRICT, "https://desk.example")
        house = build_house(database, desk, self.clock)
        made = Post(house, self.api, self.clock)
        yield made
        for sender in made.senders:
            for courier in sender.couriers.values():
                await courier.close()
        await database.close()


@dataclass
class WebShelf:
    """A web chat that only keeps what was brought."""

    brought: list[str] = field(default_factory=list)

    async def send(self, to: Reach, screen: Screen, _: Letter) -> Verdict:
        self.brought.append(screen.text)
        return SENT

    async def close(self) -> None: ...


@dataclass
class Post:
    """`sender()` is one replica's: the couriers are python-telegram-bot's and a shelf for the web chat."""

    house: House
    api: BotApi
    clock: Clock
    senders: list[Sender] = field(default_factory=list)
    shelf: WebShelf = field(default_factory=WebShelf)

    def sender(self, telegram: Courier | None = None, *, without: Channel | None = None) -> Sender:
        couriers: dict[Channel, Courier] = {
            Channel.WEB: self.shelf,
            Channel.TELEGRAM: telegram or TelegramCourier(self.api.token, self.api.base),
        }
        kept = {channel: each for channel, each in couriers.items() if channel is not without}
        made = Sender(self.house, kept, token_name(BOT))
        made.composers = {"note": numbered}
        turn_by(self.clock, made)
        self.senders.append(made)
        return made

    async def drain(self, sender: Sender) -> None:
        """Sends all that may go, the clock turned on by a second while letters wait for a slot."""
        await sender.drain()
        while await self._waits_for_a_slot():
            self.clock.now += timedelta(seconds=1)
            await sender.drain()

    async def _waits_for_a_slot(self) -> bool:
        async with self.house.database.read() as tx:
            return await outbox.paced_wait(tx, self.clock())

    async def chat(self, person: Person, who: PersonId | None = None) -> AddressId:
        """The address of somebody on Telegram who has written to the bot."""
        await person.says("/start")
        return await self.address(ChatId(Channel.TELEGRAM, BOT, person.chat.id), who)

    async def address(self, chat: ChatId, who: PersonId | None = None) -> AddressId:
        now = self.clock()
        async with self.house.database.write() as tx:
            met = await meet(tx, chat, "zh_Hans", now, now.astimezone(ZONE).date())
            at = met.actor.address
            await tx.execute(sa.update(address).where(address.c.id == at).values(person=who))
        return at

    async def put(
        self,
        number: int,
        to: AddressId | To,
        priority: Priority = Priority.RECEIPT,
        kind: str = "note",
    ) -> None:
        whom = to if isinstance(to, To) else To(address=to)
        now = self.clock()
        async with self.house.database.write() as tx:
            refs = {"number": number}
            await outbox.put(tx, f"note:{number}", kind, whom, refs, priority=priority, now=now)

    async def stored(self, number: int) -> Stored:
        async with self.house.database.read() as tx:
            wanted = sa.select(letters).where(letters.c.key == f"note:{number}")
            row = (await tx.execute(wanted)).one()
        why = None if row.why is None else Why(row.why)
        return Stored(LetterState(row.state), row.tries, why, row.not_before - MONDAY)

    async def states(self) -> dict[LetterState, int]:
        async with self.house.database.read() as tx:
            return await outbox.counts(tx)

    async def unreachable(self) -> set[AddressId]:
        return await unreachable(self.house.database)


def turn_by(clock: Clock, sender: Sender) -> None:
    """Telegram's courier waits by the test's clock; its pace stays that of the machine."""
    courier = sender.couriers.get(Channel.TELEGRAM)
    if isinstance(courier, TelegramCourier):
        courier.seconds = lambda: clock().timestamp()


async def numbered(sending: Sending) -> Screen:
    return Screen(f"第 {sending.letter.refs['number']} 封")


def texts(person: Person) -> list[str]:
    return [card.text for card in person.messages]


async def rows(database: Database, statement: sa.Select[Any]) -> list[Any]:
    async with database.read() as tx:
        return list(await tx.execute(statement))


async def unreachable(database: Database) -> set[AddressId]:
    marked = sa.select(address.c.id).where(address.c.unreachable_since.is_not(None))
    return {AddressId(row.id) for row in await rows(database, marked)}
