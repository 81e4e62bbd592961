"""The morning's look over open complaints: who is silent too long is passed over, and nobody stays untold."""

from dataclasses import dataclass
from datetime import date, datetime

import structlog

from content.calendar import is_working_day
from reminders.complaint_clock import Exceptions, after_climb, climbs, promised
from reminders.complaint_owners import Level, levels, to_tell
from reminders.complaints import codes_of, concern_of, day_of, end_of, waiting
from storage.answerers import tell
from storage.calendar_days import exceptions
from storage.complaint_seats import seats_of_administrators
from storage.complaints import Complaint, climb, every_open
from storage.database import Database, Transaction

log = structlog.get_logger()


@dataclass(frozen=True)
class Open:
    """Of all open complaints: how many nobody may answer, how many are past their promise."""

    complaints: int
    unowned: int
    late: int


async def complaint_clocks(database: Database, now: datetime) -> int:
    """Late ones climb, each in a transaction of its own; the number that did. Rests on days off.

    Running late or twice is harmless: the next climb is counted from this one, a letter has one key.
    """
    today = day_of(now)
    async with database.read() as tx:
        moved = await exceptions(tx)
        found = await every_open(tx)
        seats = await seats_of_administrators(tx, codes_of(found))
    if not is_working_day(today, moved):
        return 0
    climbed = 0
    for each in found:
        over = levels(concern_of(each), seats, today)
        async with database.write() as tx:
            climbed += await _look_at(tx, each, over, now, moved)
    return climbed


async def count_open(tx: Transaction, today: date) -> Open:
    found = await every_open(tx)
    seats = await seats_of_administrators(tx, codes_of(found))
    moved = await exceptions(tx)
    unowned = sum(not levels(concern_of(each), seats, today) for each in found)
    late = sum(today > promised(day_of(each.made_at), moved) for each in found)
    return Open(len(found), unowned, late)


async def _look_at(
    tx: Transaction, each: Complaint, over: tuple[Level, ...], now: datetime, moved: Exceptions
) -> bool:
    """Also who came into office since gets their letter."""
    today, reached = day_of(now), each.climbed
    late = climbs(day_of(each.answer_by), today)
    if late:
        reached = max(min(each.climbed + 1, len(over) - 1), each.climbed)
        if reached == each.climbed:
            log.error("complaint late, nobody above", complaint=each.reference)
        next_day = end_of(after_climb(today, moved))
        if not await climb(tx, each.id, each.climbed, to=reached, answer_by=next_day):
            return False
    await tell(tx, waiting(each.id, reached, to_tell(over, reached)), now)
    return reached > each.climbed
