"""The outbox goes out: claimed under a lease, worded now, sent by a courier, the receipt stored."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import structlog

from bot.claiming import Batch, Claims
from bot.couriers.base import Courier
from bot.delivering import Delivering
from bot.house import House
from bot.readying import Means
from dialogs.letters import composers
from storage.access import Channel
from storage.letter import Letter, To

log = structlog.get_logger()

IDLE = 1.0
SLOW = 2.0
"""Seconds the next letters wait for those before them: a slow channel holds up no alarm."""
MOST_FLYING = 8
END_WITHIN = 3.0


class Sender:
    """`couriers` by channel; what has no courier here waits for one that has. `token`: whose pace
    Telegram's bulk keeps, as `bot.pace` names it. `flying`: batches that nothing waits for."""

    def __init__(
        self, house: House, couriers: Mapping[Channel, Courier], token: str | None = None
    ) -> None:
        self.house = house
        self.couriers = couriers
        self.composers = composers()
        self.claims = Claims(house, token)
        self.flying: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`. A failure of the round itself is logged; the letters keep their lease."""
        while not stop.is_set():
            try:
                batch = await self.claims.take()
            except Exception:
                log.exception("outbox round failed")
                batch = Batch()
            await self._fly(batch)
            if not batch.handled:
                await _first(stop, self.house.woken, IDLE)
        await self._end()

    async def drain(self) -> int:
        """Sends all that may go now; the number of letters handled."""
        handled = 0
        while done := await self.round():
            handled += done
        return handled

    async def round(self) -> int:
        """One batch from its claim to its receipts."""
        batch = await self.claims.take()
        await self._deliver(batch, batch.free)
        await self._deliver(batch, batch.paced)
        return batch.handled

    async def _fly(self, batch: Batch) -> None:
        """Like a round, but paced letters, which take their second, hold up nobody, and slow ones not long."""
        if batch.free:
            await asyncio.wait({self._start(batch, batch.free)}, timeout=SLOW)
        if batch.paced:
            self._start(batch, batch.paced)
        while len(self.flying) >= MOST_FLYING:
            await asyncio.wait(self.flying, return_when=asyncio.FIRST_COMPLETED)

    def _start(self, batch: Batch, letters: Sequence[Letter]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._deliver(batch, letters))
        self.flying.add(task)
        task.add_done_callback(self.flying.discard)
        return task

    async def _deliver(self, batch: Batch, letters: Sequence[Letter]) -> None:
        """What is more urgent goes first; who gets several letters gets them one after another."""
        means = Means(self.house, self.couriers, self.composers, batch, self.claims.token)
        delivering = Delivering(means)
        for _, equals in groupby(letters, key=lambda letter: letter.priority):
            await asyncio.gather(*(delivering.in_order(each) for each in by_recipient(equals)))

    async def _end(self) -> None:
        """What is on its way gets a moment; the rest comes again when its lease has lapsed."""
        if self.flying:
            await asyncio.wait(self.flying, timeout=END_WITHIN)
        for task in list(self.flying):
            task.cancel()
        try:
            await self.claims.give_back()
        except Exception:
            log.exception("lease not given back")


def by_recipient(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Words to one recipient must not overtake each other on two connections."""
    found: dict[To, list[Letter]] = {}
    for letter in letters:
        found.setdefault(letter.to, []).append(letter)
    return list(found.values())


async def _first(stop: asyncio.Event, woken: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(event.wait()) for event in (stop, woken)]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()
    woken.clear()
