"""The pace of one Telegram token, for all replicas together: pure rules over what `storage.pace` keeps.

Telegram takes thirty messages a second; bulk has twenty-five of them, five are left for dialogs and alarms.
Each letter gets a slot of its own, so no second holds more, wherever it begins.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from storage.database import Database
from storage.pace import Pace, keep_pace, lock_pace

RATE = 25
AHEAD = timedelta(seconds=1)
"""How far ahead slots are given out: the letters of a second are claimed together."""
LEASE = timedelta(seconds=30)
"""How long bulk sending stands still when the replica that does it dies."""


@dataclass(frozen=True)
class Grant:
    """So many letters may be claimed now; the first slot is at `first`. `until`: sent later than that,
    another replica may be sending too."""

    count: int
    first: datetime
    until: datetime


def slots(next_at: datetime | None, now: datetime, rate: int = RATE) -> tuple[int, datetime]:
    """How many slots are free through the second ahead, and when the first of them is.

    A time in which nothing was sent is not made up for.
    """
    first = now if next_at is None else max(next_at, now)
    return max((now + AHEAD - first) // (AHEAD / rate), 0), first


def granted(pace: Pace, holder: str, now: datetime, rate: int = RATE) -> Grant | None:
    """None while another replica has the lease, or Telegram has asked for patience."""
    leased = pace.lease_until is not None and pace.lease_until > now
    if leased and pace.holder != holder:
        return None
    if pace.not_before is not None and pace.not_before > now:
        return None
    count, first = slots(pace.next_at, now, rate)
    return Grant(count, first, now + LEASE)


def spent(pace: Pace, holder: str, grant: Grant, used: int, rate: int = RATE) -> Pace:
    """The pace once `used` slots of a grant are taken."""
    next_at = grant.first + used * AHEAD / rate
    return replace(pace, holder=holder, lease_until=grant.until, next_at=next_at)


def given_back(pace: Pace, holder: str) -> Pace:
    """A replica that stops need not be waited for."""
    return replace(pace, holder=None, lease_until=None) if pace.holder == holder else pace


def resting(pace: Pace, until: datetime) -> Pace:
    """Nothing is sent before `until`; a longer rest that was asked for holds."""
    longest = until if pace.not_before is None else max(until, pace.not_before)
    return replace(pace, not_before=longest)


async def rest(database: Database, token: str, until: datetime) -> None:
    """Telegram asked for patience: all that send with this token honour it."""
    async with database.write() as tx:
        await keep_pace(tx, token, resting(await lock_pace(tx, token), until))


def token_name(bot: int) -> str:
    """What a token is called in the table: the number of its bot, which is no secret."""
    return f"telegram:{bot}"
