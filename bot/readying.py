"""What is to become of a letter that was claimed: by which way, in which words, or why not now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.claiming import Batch
from bot.confirming import ways_left
from bot.couriers.base import Courier, Outcome, Verdict
from bot.house import House
from dialogs.letters import Composer, Sending
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import Reach, reach_of
from storage.database import Transaction
from storage.letter import Letter, LetterState, Priority, Why
from storage.showing import shown_at

STOPPED = timedelta(minutes=10)
"""How long letters wait when our own access is refused: it takes a person to mend that."""


@dataclass(frozen=True)
class Bring:
    """By this way, in these words."""

    reach: Reach
    screen: Screen


@dataclass(frozen=True)
class Wait:
    """Back among the waiting as if it had not been claimed."""

    why: Why


@dataclass(frozen=True)
class Shown:
    """Its web chat showed it after all, while the letter was on the way to the next address."""

    at: datetime


@dataclass(frozen=True)
class End:
    state: LetterState
    why: Why


@dataclass(frozen=True)
class Means:
    """What the letters of one batch are sent with. `token`: whose pace Telegram's courier keeps, if any."""

    house: House
    couriers: Mapping[Channel, Courier]
    composers: Mapping[str, Composer]
    batch: Batch
    token: str | None

    async def ready(self, letter: Letter) -> Bring | Wait | Shown | End | Verdict:
        async with self.house.database.read() as tx:
            at = None if letter.event is None else await shown_at(tx, letter.event)
            if at is not None:
                return Shown(at)
            ways = await _ways(tx, letter)
            if not ways:
                why = Why.NOT_SHOWN if letter.tried else Why.NO_ADDRESS
                return End(LetterState.UNREACHABLE, why)
            reach = next((each for each in ways if each.channel in self.couriers), None)
            if reach is None:
                return Verdict(Outcome.LATER, Why.NO_COURIER, STOPPED)
            if reach.channel is Channel.TELEGRAM and (stays := self._kept_back(letter)):
                return stays
            sending = Sending(tx, letter, reach, self.house.clock(), self.house.desk)
            screen = await self.composers[letter.kind](sending)
            if screen is None:
                return End(LetterState.SENT, Why.NO_LONGER_NEEDED)
            return Bring(reach, screen)

    def _kept_back(self, letter: Letter) -> Wait | Verdict | None:
        """By the pace of the token: what is not urgent needs a slot, and everything keeps its rests."""
        now = self.house.clock()
        if self.batch.not_before is not None and self.batch.not_before > now:
            return Verdict(Outcome.LATER, Why.AWAY, self.batch.not_before - now)
        if self.token is None or letter.priority < Priority.RECEIPT:
            return None
        until = self.batch.slots_until
        in_time = (
            letter.id in {each.id for each in self.batch.paced}
            and until is not None
            and now < until
        )
        return None if in_time else Wait(Why.PACED)


async def _ways(tx: Transaction, letter: Letter) -> list[Reach]:
    """The addresses that can be reached, in order; a letter to one address goes there only."""
    if letter.to.address is not None:
        reach = await reach_of(tx, letter.to.address)
        return [reach] if reach.reachable else []
    return await ways_left(tx, letter)
