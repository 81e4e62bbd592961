"""Days an administrator entered; on both databases."""

from datetime import date

from storage.calendar_days import drop_days, exceptions, set_days
from storage.database import Database
from tests.village import Village, at

NOW = at("2026-11-23")
SATURDAY, MONDAY = date(2027, 1, 9), date(2027, 1, 11)


async def test_the_last_entry_of_a_day_counts(database: Database) -> None:
    village = await Village.founded(database)
    async with database.write() as tx:
        await set_days(tx, {SATURDAY: True, MONDAY: False}, village.sun.person, NOW)
        await set_days(tx, {MONDAY: True}, None, NOW)
        await set_days(tx, {}, None, NOW)
    async with database.read() as tx:
        assert await exceptions(tx) == {SATURDAY: True, MONDAY: True}


async def test_a_day_taken_out_is_as_the_calendar_has_it(database: Database) -> None:
    async with database.write() as tx:
        await set_days(tx, {SATURDAY: True, MONDAY: False}, None, NOW)
        assert await drop_days(tx, SATURDAY, date(2027, 1, 10)) == 1
    async with database.read() as tx:
        assert await exceptions(tx) == {MONDAY: False}
