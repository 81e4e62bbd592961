"""The demo's clock: the machine's time moved by an offset, stepped through what falls due."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.house import House
from bot.sending import Sender
from bot.ticking import next_daily, next_stored, tick
from content.calendar import next_working_day
from reminders.due import due_on

MORNING = time(8, 30)
MOST_STEPS = 300
"""Instants between the daily jobs are taken together, so that three months stay under 20 s."""


class Jump(StrEnum):
    NOW = "now"
    MORNING = "morning"
    WEEK = "week"
    QUARTER = "quarter"


class DemoClock:
    """Called, it tells the time of the demo."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return self._real() + self._ahead

    def set(self, at: datetime) -> None:
        self._ahead = at - self._real()

    def reset(self) -> None:
        self._ahead = timedelta(0)


@dataclass(frozen=True)
class Step:
    """Where the clock stands; `done` from 0 to 1."""

    now: datetime
    done: float


class TimeMachine:
    """Turns the demo's clock; between two turns time runs on and the timetable with it."""

    def __init__(self, clock: DemoClock, house: House, sender: Sender) -> None:
        self.clock = clock
        self.house = house
        self.sender = sender
        self._ticked = clock()
        self._turning = asyncio.Lock()

    async def jump(self, to: Jump) -> AsyncIterator[Step]:
        """From one due instant to the next, through the target."""
        async with self._turning:
            if to is Jump.NOW:
                self.clock.reset()
                self._ticked = min(self._ticked, self.clock())
            else:
                start, until = self.clock(), target(to, self.clock(), self.house.desk.zone)
                while self.clock() < until:
                    await self._step(start, until)
                    yield Step(self.clock(), _share(start, self.clock(), until))
        yield Step(self.clock(), 1)

    async def run_on(self, stop: asyncio.Event, every: float = 5) -> None:
        """What falls due while the demo is looked at; `every` in seconds."""
        while not stop.is_set():
            async with self._turning:
                await self._tick()
            try:
                await asyncio.wait_for(stop.wait(), every)
            except TimeoutError:
                continue

    async def _step(self, start: datetime, until: datetime) -> None:
        now = self.clock()
        daily = next_daily(now, until, self.house.desk.zone)
        stored = await next_stored(self.house, now)
        coarse = now + (until - start) / MOST_STEPS
        waiting = [daily, max(stored, coarse) if stored else None]
        self.clock.set(min((at for at in waiting if at is not None), default=until))
        if self.clock() > until:
            self.clock.set(until)
        await self._tick()

    async def _tick(self) -> None:
        now = self.clock()
        await tick(self.house, self._ticked, now)
        self._ticked = now
        await self.sender.drain()


def target(to: Jump, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant a jump leads to; a morning is the next one after `now`, just past 08:30."""
    local = now.astimezone(zone)
    match to:
        case Jump.WEEK:
            return now + timedelta(days=7)
        case Jump.QUARTER:
            day = due_on(local.date(), months=3)
            return datetime.combine(day, local.timetz()).astimezone(UTC)
        case _:
            first = local.date() + timedelta(days=int(local.time() >= MORNING))
            morning = datetime.combine(next_working_day(first), MORNING, zone)
            return morning.astimezone(UTC) + timedelta(seconds=30)


def _share(start: datetime, now: datetime, until: datetime) -> float:
    return min((now - start) / (until - start), 0.99)
