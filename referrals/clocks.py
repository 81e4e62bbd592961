"""Which clock runs on a referral, and when it runs out.

Every open referral has one: until claimed (P0), until the family has its first word, until it has the next
one; and where nobody waits for a word, a quiet one that asks the holder to look again. P0 to P2 run in real
time, P3 in working days. Source: the desk's design, "Referrals".
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from content.calendar import add_working_days
from referrals.levels import Level, Unit, Within, acknowledge_within, first_response_within
from storage.referrals import OPEN, Referral, State

ZONE = ZoneInfo("Asia/Shanghai")
DAY_ENDS = time(17, 30)
QUIET = timedelta(days=7)
PAUSE = {
    Level.P0: Within(15, Unit.MINUTES),
    Level.P1: Within(1, Unit.HOURS),
    Level.P2: Within(24, Unit.HOURS),
    Level.P3: Within(1, Unit.WORKING_DAYS),
}
"""How long a climb has before the next one. P0's is "raised at 15 and 30 minutes"; the others are ours."""


class Clock(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    FIRST_RESPONSE = "first_response"
    REPLY = "reply"
    LOOK_AGAIN = "look_again"


@dataclass(frozen=True)
class Breach:
    """The clock that runs out next: since when it ran, and the first instant that is too late."""

    clock: Clock
    since: datetime
    at: datetime


@dataclass(frozen=True)
class Standing:
    """What the clocks of a referral depend on; the fields are those of `storage.referrals.Referral`."""

    level: Level
    state: State
    queued_at: datetime
    moved_at: datetime
    waiting_since: datetime | None
    responded_at: datetime | None


def standing(referral: Referral) -> Standing:
    return Standing(
        Level(referral.level),
        referral.state,
        referral.queued_at,
        referral.moved_at,
        referral.waiting_since,
        referral.responded_at,
    )


def opening(level: Level, now: datetime) -> Standing:
    """How a referral stands in the instant it is opened."""
    return Standing(level, State.QUEUED, now, now, waiting_since=now, responded_at=None)


def next_breach(now_is: Standing) -> Breach | None:
    """None once it is closed or withdrawn; an open referral always has one."""
    if now_is.state not in OPEN:
        return None
    return min(_running(now_is), key=lambda breach: breach.at)


def restarted(before: Standing, after: Standing) -> Breach | None:
    """The clock that runs after a deed, if it is another than before; None when the old one goes on."""
    old, new = next_breach(before), next_breach(after)
    return None if old == new else new


def after_climb(level: Level, clock: Clock, now: datetime) -> datetime:
    """When the next climb is due, counted from this one: a late climb takes no time from the next."""
    return now + QUIET if clock is Clock.LOOK_AGAIN else ends(now, PAUSE[level])


def ends(start: datetime, within: Within) -> datetime:
    """The first instant after the time allowed; working days end with their working hours."""
    if within.real_time is not None:
        return start + within.real_time
    day = add_working_days(start.astimezone(ZONE).date(), within.count)
    return datetime.combine(day, DAY_ENDS, ZONE).astimezone(start.tzinfo)


def _running(now_is: Standing) -> list[Breach]:
    running = []
    acknowledge = acknowledge_within(now_is.level)
    if now_is.state is State.QUEUED and acknowledge is not None:
        since = now_is.queued_at
        running.append(Breach(Clock.ACKNOWLEDGE, since, ends(since, acknowledge)))
    if now_is.waiting_since is not None:
        since = now_is.waiting_since
        clock = Clock.FIRST_RESPONSE if now_is.responded_at is None else Clock.REPLY
        running.append(Breach(clock, since, ends(since, first_response_within(now_is.level))))
    if not running:
        since = now_is.moved_at
        running.append(Breach(Clock.LOOK_AGAIN, since, since + QUIET))
    return running
