"""What was brought to a person's web chat and has not been shown: when it is asked for, and what follows.

Two working hours, then the person's next address. Where there is none, the page has until the next working
morning; then the person can't be reached there, and whoever answers for them hears of it.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import structlog

from bot.house import House
from content.working_hours import after_working_time, next_working
from storage.calendar_days import exceptions
from storage.chats import Reach, mark_unreachable, reaches_of
from storage.database import Transaction
from storage.ids import AddressId
from storage.letter import Letter, Priority
from storage.showing import Unshown, ask_again, confirm, never_shown, to_the_next, unshown

log = structlog.get_logger()

WITHIN = timedelta(hours=2)
MORNING = time(8, 20)
"""Before the morning's plan, which passes on what was not heard."""
CHUNK = 100
Exceptions = Mapping[date, bool]


def first_check(priority: Priority, at: datetime, urgent: timedelta, days: Exceptions) -> datetime:
    """When its page should have shown a letter brought at `at`, a local time; an alarm within `urgent`."""
    if priority is Priority.ALARM:
        return at + urgent
    return after_working_time(at, WITHIN, days)


def last_check(brought_at: datetime, now: datetime, days: Exceptions) -> datetime:
    """When a letter with no other way is given up: a morning after its reader had two working hours."""
    return next_working(max(after_working_time(brought_at, WITHIN, days), now), MORNING, days)


async def confirm_shown(house: House, now: datetime) -> None:
    """Everything shown is sent; everything not shown in time goes on. May run late or twice."""
    async with house.database.write() as tx:
        await confirm(tx)
    late = CHUNK
    while late == CHUNK:
        async with house.database.write() as tx:
            found = await unshown(tx, now, CHUNK)
            days = await exceptions(tx) if found else {}
            for each in found:
                await _follow(tx, house, each, now, days)
        late = len(found)


async def ways_left(tx: Transaction, letter: Letter) -> list[Reach]:
    """The ways to a person that can be used and have not been tried, in order."""
    found = [] if letter.to.person is None else await reaches_of(tx, letter.to.person)
    return [
        reach
        for reach in found
        if reach.reachable and reach.confirmed and reach.address not in letter.tried
    ]


async def _follow(
    tx: Transaction, house: House, late: Unshown, now: datetime, days: Exceptions
) -> None:
    zone = house.desk.zone
    if await _another_way(tx, house, late.letter, late.at):
        await to_the_next(tx, late, now)
    elif late.asked_before:
        log.warning("not shown", letter=late.letter.id, kind=late.letter.kind)
        for page in {late.at, *late.letter.tried}:
            await mark_unreachable(tx, page, now)
        await never_shown(tx, late, now)
    else:
        until = last_check(late.brought_at.astimezone(zone), now.astimezone(zone), days)
        await ask_again(tx, late, until)


async def _another_way(tx: Transaction, house: House, letter: Letter, but: AddressId) -> bool:
    """One that this desk can go."""
    return any(
        reach.address != but and reach.channel in house.desk.channels
        for reach in await ways_left(tx, letter)
    )
