"""The outbox goes out: claimed under a lease, worded now, sent by a courier, the receipt stored."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.couriers.base import Courier, Outcome, Verdict
from bot.house import House
from dialogs.letters import Sending, composers
from dialogs.letters.referrals import delivered
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import Reach, mark_unreachable, reach_of, reaches_of
from storage.database import Transaction
from storage.outbox import Letter, LetterState, claim, gave_up, later, sent

log = structlog.get_logger()

AT_ONCE = 20
IDLE = 1.0
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
STOPPED = timedelta(minutes=10)
"""How long letters wait when our own access is refused: it takes a person to mend that."""


class Sender:
    """`couriers` by channel; what has no courier here waits for one that has."""

    def __init__(self, house: House, couriers: Mapping[Channel, Courier]) -> None:
        self.house = house
        self.couriers = couriers
        self.composers = composers()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`. A failure of the round itself is logged; the letters keep their lease."""
        while not stop.is_set():
            try:
                busy = await self.round()
            except Exception:
                log.exception("outbox round failed")
                busy = False
            if not busy:
                await _first(stop, self.house.woken, IDLE)

    async def drain(self) -> int:
        """Sends all that may go now; the number of letters handled."""
        handled = 0
        while done := await self.round():
            handled += done
        return handled

    async def round(self) -> int:
        async with self.house.database.write() as tx:
            letters = await claim(tx, self.house.clock(), AT_ONCE)
        await asyncio.gather(*(self._send(letter) for letter in letters))
        return len(letters)

    async def _send(self, letter: Letter) -> None:
        try:
            reach, screen = await self._prepared(letter)
        except Exception as error:
            log.exception("letter not worded", letter=letter.id, kind=letter.kind)
            await self._later(letter, Verdict(Outcome.LATER, type(error).__name__))
            return
        if reach is None:
            await self._give_up(letter, LetterState.UNREACHABLE, "no_address")
        elif screen is None:
            await self._give_up(letter, LetterState.SENT, "no_longer_needed")
        else:
            verdict = await self.couriers[reach.channel].send(reach, screen)
            await self._store(letter, reach, verdict)

    async def _prepared(self, letter: Letter) -> tuple[Reach | None, Screen | None]:
        async with self.house.database.read() as tx:
            reach = await self._reach(tx, letter)
            if reach is None:
                return None, None
            sending = Sending(tx, letter, reach, self.house.clock(), self.house.desk)
            return reach, await self.composers[letter.kind](sending)

    async def _reach(self, tx: Transaction, letter: Letter) -> Reach | None:
        """The first address that can be reached; a letter to one address goes there only."""
        if letter.to.address is not None:
            found = [await reach_of(tx, letter.to.address)]
        elif letter.to.person is not None:
            found = await reaches_of(tx, letter.to.person)
        else:
            found = []
        usable = (reach for reach in found if reach.reachable and reach.channel in self.couriers)
        return next(usable, None)

    async def _store(self, letter: Letter, reach: Reach, verdict: Verdict) -> None:
        match verdict.outcome:
            case Outcome.SENT:
                await self._sent(letter, reach)
            case Outcome.UNREACHABLE:
                await self._unreachable(letter, reach, verdict)
            case Outcome.BROKEN:
                log.error("letter refused as malformed", letter=letter.id, kind=letter.kind)
                await self._give_up(letter, LetterState.BROKEN, verdict.why)
            case Outcome.STOP:
                log.critical("channel refuses us", channel=reach.channel.value)
                await self._later(letter, Verdict(Outcome.LATER, verdict.why, STOPPED))
            case Outcome.LATER:
                await self._later(letter, verdict)

    async def _sent(self, letter: Letter, reach: Reach) -> None:
        now = self.house.clock()
        async with self.house.database.write() as tx:
            await sent(tx, letter.id, reach.address, now)
            await delivered(tx, letter, now)

    async def _unreachable(self, letter: Letter, reach: Reach, verdict: Verdict) -> None:
        """The address is marked; the letter tries the next one at once, or ends as unreachable."""
        now = self.house.clock()
        async with self.house.database.write() as tx:
            await mark_unreachable(tx, reach.address, now)
            await later(tx, letter.id, now, verdict.why)

    async def _later(self, letter: Letter, verdict: Verdict) -> None:
        wait = verdict.wait or waiting(letter.tries)
        async with self.house.database.write() as tx:
            await later(tx, letter.id, self.house.clock() + wait, verdict.why)

    async def _give_up(self, letter: Letter, state: LetterState, why: str) -> None:
        if state is LetterState.UNREACHABLE:
            log.warning("nobody to reach", letter=letter.id, kind=letter.kind)
        async with self.house.database.write() as tx:
            await gave_up(tx, letter.id, state, why, self.house.clock())


def waiting(tries: int) -> timedelta:
    """5 s after the first try, then twice as long each time, at most an hour."""
    doubled: int = 2 ** min(max(tries - 1, 0), 12)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


async def _first(stop: asyncio.Event, woken: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(event.wait()) for event in (stop, woken)]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()
    woken.clear()
