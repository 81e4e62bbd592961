"""What a replica takes out of the outbox at a time: what may go, as far as pace, cap and quiet hours allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import structlog

from bot.holding import Hold, day_began, holds
from bot.house import House
from bot.pace import given_back, granted, spent
from storage.calendar_days import exceptions
from storage.database import Transaction
from storage.letter import Letter, Why
from storage.outbox import Lane, claim, held, paced_wait
from storage.pace import keep_pace, lock_pace, pace_of
from storage.tallies import brought_since

log = structlog.get_logger()

AT_ONCE = 20


@dataclass(frozen=True)
class Batch:
    """Claimed letters. `paced` have a slot of Telegram's pace, good until `slots_until`; nothing goes to
    Telegram before `not_before`. `handled` counts those that were held back, too."""

    free: Sequence[Letter] = ()
    paced: Sequence[Letter] = ()
    handled: int = 0
    slots_until: datetime | None = None
    not_before: datetime | None = None


class Claims:
    """One replica's. `token`: whose pace is kept; None where there is none to keep."""

    def __init__(self, house: House, token: str | None) -> None:
        self.house = house
        self.token = token
        self.holder = uuid4().hex

    async def take(self) -> Batch:
        now = self.house.clock()
        async with self.house.database.write() as tx:
            if self.token is None:
                return await self._but_held(tx, Batch(await claim(tx, now, AT_ONCE)), now)
            free = await claim(tx, now, AT_ONCE, Lane.FREE)
            paced, until = await self._paced(tx, self.token, now)
            if not free and not paced:
                return Batch()
            pace = await pace_of(tx, self.token)
            batch = Batch(free, paced, 0, until, pace.not_before)
            return await self._but_held(tx, batch, now)

    async def give_back(self) -> None:
        """Another replica need not wait for this one's lease to lapse."""
        if self.token is None:
            return
        async with self.house.database.write() as tx:
            pace = await lock_pace(tx, self.token)
            await keep_pace(tx, self.token, given_back(pace, self.holder))

    async def _paced(
        self, tx: Transaction, token: str, now: datetime
    ) -> tuple[list[Letter], datetime | None]:
        """As many of those that wait for a slot as there are slots, if this replica has the lease."""
        if not await paced_wait(tx, now):
            return [], None
        pace = await lock_pace(tx, token)
        grant = granted(pace, self.holder, now)
        if grant is None or not grant.count:
            return [], None
        letters = await claim(tx, now, grant.count, Lane.PACED)
        await keep_pace(tx, token, spent(pace, self.holder, grant, len(letters)))
        return letters, grant.until

    async def _but_held(self, tx: Transaction, batch: Batch, now: datetime) -> Batch:
        letters = [*batch.free, *batch.paced]
        back = await self._held(tx, letters, now) if letters else []
        for hold in back:
            await held(tx, hold.letter.id, hold.why, hold.until)
            if hold.why is Why.CAPPED:
                log.error("too many letters to one recipient", letter=hold.letter.id)
        kept_back = {hold.letter.id for hold in back}
        return Batch(
            [each for each in batch.free if each.id not in kept_back],
            [each for each in batch.paced if each.id not in kept_back],
            len(letters),
            batch.slots_until,
            batch.not_before,
        )

    async def _held(self, tx: Transaction, letters: list[Letter], now: datetime) -> list[Hold]:
        at = now.astimezone(self.house.desk.zone)
        recipients = {letter.to for letter in letters}
        brought = await brought_since(tx, recipients, day_began(at))
        return holds(letters, brought, at, await exceptions(tx))
