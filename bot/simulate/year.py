"""A year of the county, day by day, with the judge asked every evening."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.simulate.county import Size, found
from bot.simulate.days import DAY
from bot.simulate.fate import Fate
from bot.simulate.faults import RATES, Faults, chance
from bot.simulate.hands import Hands
from bot.simulate.history import ZONE, History, local, moment
from bot.simulate.judge import OPENS, Judge
from bot.simulate.machine import Clock, Machine
from bot.simulate.people import Act, People
from bot.simulate.received import read
from bot.simulate.telegram import Phone, Shown, Telegram
from dialogs.turn import Desk
from storage.database import Database

BEGINS = date(2026, 3, 2)
"""A Monday. The year from here holds announced holidays with make-up days, and unannounced ones."""
LOOKS = ((8, 30), (8, 45), (13, 0), (20, 5))
"""When the timetable is run on an ordinary day."""
SOON = timedelta(minutes=12)
"""After a restart the timetable is run again: what the dead machine had claimed is free by then."""


@dataclass(frozen=True)
class Asked:
    size: Size = field(default_factory=Size)
    days: int = 365
    seed: int = 1
    faults: Faults = Faults.USUAL


@dataclass
class Figures:
    days: int = 0
    seconds: float = 0
    restarts: int = 0
    outages: int = 0


class Year:
    """`opens` opens the database, empty at first."""

    def __init__(self, asked: Asked, opens: Callable[[], Database]) -> None:
        self.asked, self.opens = asked, opens
        dice = [Random(f"{asked.seed}:{number}") for number in range(4)]
        self.dice, self.rates = dice[0], RATES[asked.faults]
        self.clock = Clock(moment(BEGINS - DAY, 10).astimezone(UTC))
        self.channel = Telegram(self.clock, dice[1], self.rates)
        self.history = History()
        self.judge = Judge(self.history)
        desk = Desk(zone=ZONE, public_url="https://desk.example")
        self.machine = Machine(opens, desk, self.clock, self.channel)
        self.hands = Hands(self.machine)
        self.people = People(self.history, self.hands, dice[2])
        self.fate = Fate(self.people, self.machine, self.rates, dice[3])
        self.figures = Figures()
        self.errors: Counter[str] = Counter()
        self._back_at: datetime | None = None
        self._judged: date | None = None
        self._unread: list[tuple[Phone, Shown]] = []

    async def begin(self) -> None:
        """The county founded, every member in their chat."""
        began, eve = time.monotonic(), BEGINS - DAY
        database = self.opens()
        members = await found(database, self.history, self.asked.size, self.dice, self.clock(), eve)
        await database.close()
        await self.machine.start()
        for member in members:
            await self.fate.joins(member, eve)
        self.channel.on_push = self._pushed
        self.machine.on_death = self._starts_again
        self.channel.on_lost = lambda person: self.judge.lost_receipt(person, self.clock())
        self.fate.decides(members, BEGINS, self.asked.days)
        self.figures.seconds = time.monotonic() - began

    async def next_day(self) -> None:
        began = time.monotonic()
        day = BEGINS + self.figures.days * DAY
        looks = [moment(day, *at).astimezone(UTC) for at in LOOKS]
        bad_luck = self._bad_luck(looks)
        for at, until in zip(looks, [*looks[1:], moment(day, 24).astimezone(UTC)], strict=True):
            if bad_luck.get(at) is not None:
                await self.power_gone(at + bad_luck[at])
            await self._does(at, self._look)
            while (coming := self.people.agenda.next_before(until)) is not None:
                await self._does(*coming)
        self.clock.to(moment(day, 23, 59).astimezone(UTC))
        self.judge.evening(self.clock())
        self.figures.days += 1
        self.figures.seconds += time.monotonic() - began

    async def close(self) -> None:
        if self._back_at is None:
            await self.machine.stop()

    async def _does(self, at: datetime, act: Act) -> None:
        """Something of that instant: a look at the timetable, or what a person does; then the outbox."""
        if not await self._is_up(at):
            if act != self._look:
                self.people.agenda.add((self._back_at or at) + SOON, act)
            return
        self.clock.to(at)
        for each in (act, self.machine.deliver, self._read_on):
            if not await self.machine.alive(each):
                await self._starts_again()

    async def _look(self) -> None:
        """The first one of the morning is also when the judge looks what the day has to bring."""
        here = local(self.clock())
        if here.time() >= OPENS and self._judged != here.date():
            self._judged = here.date()
            self.judge.morning(self.clock())
        await self.machine.tick()

    async def _starts_again(self) -> None:
        """The power was gone for some minutes."""
        self.figures.restarts += 1
        await self.machine.restart(timedelta(minutes=self.dice.randint(1, 25)))
        self.judge.morning(self.clock())
        self.people.agenda.add(self.clock() + SOON, self._look)

    # Bad luck.

    def _bad_luck(self, looks: list[datetime]) -> dict[datetime, timedelta]:
        """When the power goes for longer today; a restart comes in the middle of what is done then."""
        if chance(self.dice, self.rates.restarts):
            self.people.agenda.add(self.dice.choice(looks), self._lights_fuse)
        lasts = None
        if chance(self.dice, self.rates.hours_down):
            lasts = timedelta(minutes=self.dice.randint(30, 600))
        if chance(self.dice, self.rates.days_down):
            lasts = timedelta(hours=self.dice.randint(20, 240))
        return {} if lasts is None else {self.dice.choice(looks): lasts}

    async def _lights_fuse(self) -> None:
        self.machine.fuse.left = self.dice.randint(0, 40)

    async def power_gone(self, until: datetime) -> None:
        if self._back_at is None:
            await self.machine.stop()
            self.judge.machine_down()
            self.figures.outages += 1
            self._back_at = until

    async def _is_up(self, at: datetime) -> bool:
        """Started again once the power is back; then all that was missed is caught up."""
        if self._back_at is None:
            return True
        if at < self._back_at:
            return False
        self.clock.to(self._back_at)
        self._back_at = None
        self.judge.morning(self.clock())
        await self.machine.start()
        await self.machine.alive(self.machine.deliver)
        return True

    # Messages.

    def _pushed(self, phone: Phone, shown: Shown) -> None:
        at = self.clock()
        items = self.judge.delivered(phone.person, at, shown.text, shown.labels)
        message = read(shown.text, shown.labels, local(at).date())
        self.people.hears(phone.person, shown, message, items)
        self._unread.append((phone, shown))

    async def _read_on(self) -> None:
        """People turn the pages of what they were sent."""
        unread, self._unread = self._unread, []
        for phone, shown in unread:
            now = phone.messages.get(shown.id)
            for page in await self.hands.pages(phone, now) if now and not phone.shut else ():
                message = read("", page.labels, local(self.clock()).date())
                items = self.judge.further(phone.person, self.clock(), message)
                self.people.hears(phone.person, page, message, items)
