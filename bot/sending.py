"""The outbox goes out: claimed under a lease, worded now, sent by a courier, the receipt stored."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import structlog

from bot.couriers.base import Courier, Outcome, Verdict
from bot.house import House
from dialogs.letters import Sending, composers
from dialogs.letters.referrals import delivered
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import Reach, mark_unreachable, reach_of, reaches_of
from storage.database import Transaction
from storage.outbox import Letter, LetterState, To, claim, gave_up, later, sent

log = structlog.get_logger()

AT_ONCE = 20
IDLE = 1.0
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
UP_AGAIN = timedelta(minutes=1)
"""A channel that was away finds what waits for it within this time, however long it was away."""
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
        """What is more urgent goes first; who gets several letters gets them one after another."""
        async with self.house.database.write() as tx:
            letters = await claim(tx, self.house.clock(), AT_ONCE)
        for _, equals in groupby(letters, key=lambda letter: letter.priority):
            await asyncio.gather(*(self._in_order(each) for each in by_recipient(equals)))
        return len(letters)

    async def _in_order(self, letters: Iterable[Letter]) -> None:
        """Once the channel asks one of them to wait, those behind it wait with it."""
        asked: Verdict | None = None
        for letter in letters:
            try:
                asked = asked or await self._send(letter)
                if asked is not None:
                    await self._later(letter, asked)
            except Exception:  # the lease brings it back; the others go on
                log.exception("letter not finished", letter=letter.id, kind=letter.kind)

    async def _send(self, letter: Letter) -> Verdict | None:
        """Done with the letter, or how long its channel asks to wait."""
        try:
            ways, screen = await self._prepared(letter)
        except Exception as error:
            log.exception("letter not worded", letter=letter.id, kind=letter.kind)
            await self._later(letter, _ours(letter, error))
            return None
        reach = self._served(ways)
        if not ways:
            await self._give_up(letter, LetterState.UNREACHABLE, "no_address")
        elif reach is None:
            return Verdict(Outcome.LATER, "no_courier", STOPPED)
        elif screen is None:
            await self._give_up(letter, LetterState.SENT, "no_longer_needed")
        else:
            return await self._store(letter, reach, await self._brought(letter, reach, screen))
        return None

    async def _prepared(self, letter: Letter) -> tuple[list[Reach], Screen | None]:
        """The ways that are open to this letter, and its words for the first one a courier serves."""
        async with self.house.database.read() as tx:
            ways = await _ways(tx, letter)
            reach = self._served(ways)
            if reach is None:
                return ways, None
            sending = Sending(tx, letter, reach, self.house.clock(), self.house.desk)
            return ways, await self.composers[letter.kind](sending)

    def _served(self, ways: Iterable[Reach]) -> Reach | None:
        return next((reach for reach in ways if reach.channel in self.couriers), None)

    async def _brought(self, letter: Letter, reach: Reach, screen: Screen) -> Verdict:
        try:
            return await self.couriers[reach.channel].send(reach, screen)
        except Exception as error:
            log.exception("courier broke", letter=letter.id, channel=reach.channel.value)
            return _ours(letter, error)

    async def _store(self, letter: Letter, reach: Reach, verdict: Verdict) -> Verdict | None:
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
                return replace(verdict, wait=STOPPED)
            case Outcome.LATER:
                wait = verdict.wait or min(waiting(letter.tries), UP_AGAIN)
                return replace(verdict, wait=wait)
        return None

    async def _sent(self, letter: Letter, reach: Reach) -> None:
        """What follows from a receipt never undoes it: the same words would come after every lease."""
        now = self.house.clock()
        async with self.house.database.write() as tx:
            await sent(tx, letter.id, reach.address, now)
            try:
                async with tx.savepoint():
                    await delivered(tx, letter, now)
            except Exception:
                log.exception("receipt without effect", letter=letter.id, kind=letter.kind)

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


async def _ways(tx: Transaction, letter: Letter) -> list[Reach]:
    """The addresses that can be reached, in order; a letter to one address goes there only."""
    if letter.to.address is not None:
        found = [await reach_of(tx, letter.to.address)]
    elif letter.to.person is not None:
        found = await reaches_of(tx, letter.to.person)
    else:
        found = []
    return [reach for reach in found if reach.reachable]


def by_recipient(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Words to one recipient must not overtake each other on two connections."""
    found: dict[To, list[Letter]] = {}
    for letter in letters:
        found.setdefault(letter.to, []).append(letter)
    return list(found.values())


def _ours(letter: Letter, error: Exception) -> Verdict:
    """An error of ours: only somebody who mends it can help, so it is tried less and less often."""
    return Verdict(Outcome.LATER, type(error).__name__, waiting(letter.tries))


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
