"""Why a child leaves the ledger or key care, and what follows from it. Who calls it holds the child's row.

Source: the Hebei plan of 2024-10-30 covers children under 16 who live away from their household registration.
A year of age is full on the day after the birthday, so on the 16th birthday a child is still under 16.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from reminders.due import KEY_CARE, Kind
from reminders.schedule import settle
from storage import leaving, ledger
from storage.database import Transaction
from storage.ids import ChildId
from storage.promises import ask_anew

REOPEN_WITHIN = timedelta(days=7)


class Why(StrEnum):
    MOVED = "moved"
    HUKOU = "hukou"
    NEED_ENDED = "need_ended"
    SIXTEEN = "sixteen"
    DIED = "died"


@dataclass(frozen=True)
class Leaving:
    """What stops, whether the supervisor has to agree, whether the file may go on at another place.

    `silent`: nobody is ever sent anything about the child again.
    """

    stops: tuple[Kind, ...] = KEY_CARE
    confirmed: bool = True
    hands_over: bool = False
    silent: bool = False

    @property
    def leaves(self) -> bool:
        """Whether nothing at all is owed any more: the child is out of the ledger."""
        return Kind.REFRESH in self.stops


LEAVINGS: Mapping[Why, Leaving] = {
    Why.MOVED: Leaving(hands_over=True),
    Why.HUKOU: Leaving(),
    Why.NEED_ENDED: Leaving(stops=(Kind.CONTACT, Kind.VISIT)),
    Why.SIXTEEN: Leaving(confirmed=False),
    Why.DIED: Leaving(silent=True),
}


def may_reopen(decided_at: datetime, now: datetime) -> bool:
    """A wrong leaving can be taken back through seven days."""
    return now - decided_at <= REOPEN_WITHIN


async def end(tx: Transaction, child: ChildId, why: Why, day: date, now: datetime) -> None:
    """`day` is the first one on which nothing is owed of what stops."""
    if LEAVINGS[why].leaves:
        await leaving.leave_for(tx, child, day, why.value, now)
        return
    await ledger.end_care(tx, child, day)
    await settle(tx, child, now, day)


async def hand_over(tx: Transaction, child: ChildId, to: str, now: datetime, today: date) -> None:
    """The file goes on at another place of the desk; who answered for it here does not any more."""
    await leaving.move_to(tx, child, to)
    await ledger.unassign(tx, child, today - timedelta(days=1))
    await ask_anew(tx, [child])
    await settle(tx, child, now, today)


async def bring_back(
    tx: Transaction, child: ChildId, why: Why, ended_on: date, now: datetime, today: date
) -> bool:
    """As it was before `end`; False when the child is in key care anew meanwhile."""
    if not LEAVINGS[why].leaves:
        if not await leaving.reopen_care(tx, child, ended_on):
            return False
    else:
        await leaving.come_back(tx, child)
    if why is Why.SIXTEEN:
        await leaving.forget_birth(tx, child)
    await settle(tx, child, now, today)
    return True


async def hand_back(
    tx: Transaction, child: ChildId, to: str, ended_on: date, now: datetime, today: date
) -> None:
    """As it was before `hand_over` on that day."""
    await leaving.move_to(tx, child, to)
    await leaving.reopen_assignment(tx, child, ended_on - timedelta(days=1))
    await settle(tx, child, now, today)
