"""One letter on its way: its address found, its words made, brought by a courier, its receipt stored."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.confirming import first_check, last_check
from bot.couriers.base import Outcome, Verdict
from bot.pace import rest
from bot.readying import STOPPED, Bring, End, Means, Shown, Wait
from dialogs.letters.referrals import delivered
from dialogs.screen import Screen
from storage.access import Channel
from storage.calendar_days import exceptions
from storage.chats import Reach, mark_unreachable
from storage.database import Transaction
from storage.letter import Letter, LetterState, Why
from storage.outbox import gave_up, held, later, sent
from storage.showing import showing

log = structlog.get_logger()

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
UP_AGAIN = timedelta(minutes=1)
"""A channel that was away finds what waits for it within this time, however long it was away."""


class Delivering:
    """The letters of one batch."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self.house = means.house

    async def in_order(self, letters: Iterable[Letter]) -> None:
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
            ready = await self.means.ready(letter)
        except Exception:
            log.exception("letter not worded", letter=letter.id, kind=letter.kind)
            await self._later(letter, _ours(letter))
            return None
        match ready:
            case Verdict():
                return ready
            case Bring(reach, screen):
                verdict = await self._brought(letter, reach, screen)
                return await self._store(letter, reach, verdict)
            case _:
                await self._follow(letter, ready)
                return None

    async def _follow(self, letter: Letter, found: Wait | Shown | End) -> None:
        async with self.house.database.write() as tx:
            match found:
                case Wait(why):
                    await held(tx, letter.id, why)
                case Shown(at):
                    await sent(tx, letter.id, letter.tried[-1], at)
                case End(LetterState.UNREACHABLE, Why.NOT_SHOWN) if letter.event is not None:
                    await self._wait_for_the_morning(tx, letter, letter.event)
                case End(state, why):
                    if state is LetterState.UNREACHABLE:
                        log.warning("nobody to reach", letter=letter.id, kind=letter.kind)
                    await gave_up(tx, letter.id, state, why, self.house.clock())

    async def _wait_for_the_morning(self, tx: Transaction, letter: Letter, event: int) -> None:
        """The other ways failed; the page may still show it."""
        now = self.house.clock()
        at = now.astimezone(self.house.desk.zone)
        until = last_check(at, at, await exceptions(tx))
        await showing(tx, letter.id, letter.tried[-1], event, now, until)

    async def _brought(self, letter: Letter, reach: Reach, screen: Screen) -> Verdict:
        try:
            return await self.means.couriers[reach.channel].send(reach, screen, letter)
        except Exception:
            log.exception("courier broke", letter=letter.id, channel=reach.channel.value)
            return _ours(letter)

    async def _store(self, letter: Letter, reach: Reach, verdict: Verdict) -> Verdict | None:
        match verdict.outcome:
            case Outcome.SENT:
                await self._sent(letter, reach, verdict.event)
            case Outcome.UNREACHABLE:
                await self._unreachable(letter, reach, verdict)
            case Outcome.BROKEN:
                log.error("letter refused as malformed", letter=letter.id, kind=letter.kind)
                await self._follow(letter, End(LetterState.BROKEN, verdict.why))
            case Outcome.STOP:
                log.critical("channel refuses us", channel=reach.channel.value)
                return replace(verdict, wait=STOPPED)
            case Outcome.LATER:
                await self._keep_rest(reach, verdict)
                wait = verdict.wait or min(waiting(letter.tries), UP_AGAIN)
                return replace(verdict, wait=wait)
        return None

    async def _sent(self, letter: Letter, reach: Reach, event: int | None) -> None:
        """What follows from a receipt never undoes it: the same words would come after every lease."""
        now = self.house.clock()
        async with self.house.database.write() as tx:
            if event is not None and letter.to.person is not None:
                at, days = now.astimezone(self.house.desk.zone), await exceptions(tx)
                check_at = first_check(letter.priority, at, self.house.alarm_shown, days)
                await showing(tx, letter.id, reach.address, event, now, check_at)
                return
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

    async def _keep_rest(self, reach: Reach, verdict: Verdict) -> None:
        """Asked for patience by Telegram, every replica keeps it."""
        asked = verdict.why is Why.ASKED_TO_WAIT and reach.channel is Channel.TELEGRAM
        if self.means.token is not None and asked and verdict.wait is not None:
            await rest(self.house.database, self.means.token, self.house.clock() + verdict.wait)

    async def _later(self, letter: Letter, verdict: Verdict) -> None:
        wait = verdict.wait or waiting(letter.tries)
        async with self.house.database.write() as tx:
            await later(tx, letter.id, self.house.clock() + wait, verdict.why)


def _ours(letter: Letter) -> Verdict:
    """An error of ours: only somebody who mends it can help, so it is tried less and less often."""
    return Verdict(Outcome.LATER, Why.OURS, waiting(letter.tries))


def waiting(tries: int) -> timedelta:
    """5 s after the first try, then twice as long each time, at most an hour."""
    doubled: int = 2 ** min(max(tries - 1, 0), 12)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
