"""Days whose work or rest an administrator entered; they win over the calendar that comes with the desk."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import PersonId
from storage.tables.desk import calendar_day


async def exceptions(tx: Transaction) -> dict[date, bool]:
    """Whether each such day is worked, by day."""
    statement = sa.select(calendar_day.c.day, calendar_day.c.worked).order_by(calendar_day.c.day)
    return {row.day: row.worked for row in await tx.execute(statement)}


async def set_days(
    tx: Transaction, days: Mapping[date, bool], by: PersonId | None, now: datetime
) -> None:
    """Each day as entered last. Two statements."""
    if not days:
        return
    await drop_days(tx, *days)
    rows = [
        {"day": day, "worked": worked, "person": by, "made_at": now} for day, worked in days.items()
    ]
    await tx.execute(sa.insert(calendar_day), rows)


async def drop_days(tx: Transaction, *days: date) -> int:
    """These days are as the desk's own calendar has them again; how many were entered."""
    found = await tx.execute(sa.delete(calendar_day).where(calendar_day.c.day.in_(days)))
    return found.rowcount
