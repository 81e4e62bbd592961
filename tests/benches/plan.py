"""The plan of a day for a million children, 1 % of them due, against the plain SQL that reads the same rows."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from reminders.plan import plan_day
from storage.database import Database
from tests.benches.databases import KINDS, migrated
from tests.benches.province import NOW, TODAY, ZONE, Province, fill
from tests.benches.telling import Spent, ratio, say, spent

TIMES = 3
THROUGH = TODAY + timedelta(days=14)
# Written so that SQLite, too, begins with the reminders.
PLAIN = sa.text(
    """
    SELECT role.person, reminder.id, reminder.due, reminder.kind, reminder.acknowledged_on,
           region.path, assignment.person AS assigned, care.id AS care
    FROM reminder
    CROSS JOIN child
    CROSS JOIN region
    CROSS JOIN role
    LEFT JOIN assignment ON assignment.child = child.id AND assignment.until IS NULL
    LEFT JOIN care ON care.child = child.id AND care.until IS NULL
    WHERE child.id = reminder.child AND region.code = child.region
      AND role.region = child.region AND role.kind = 'director'
      AND reminder.closed_at IS NULL AND reminder.due <= :through
    """
).bindparams(sa.bindparam("through", THROUGH, sa.Date))
ALL_TODAY = sa.text("UPDATE reminder SET due = :today WHERE due <= :through").bindparams(
    sa.bindparam("today", TODAY, sa.Date), sa.bindparam("through", THROUGH, sa.Date)
)


def main() -> None:
    for kind in KINDS:
        asyncio.run(_measured(kind, Province()))


async def _measured(kind: str, province: Province) -> None:
    async with migrated(kind) as (database, _):
        with spent() as filling:
            await fill(database, province)
        say(f"{kind}: {province.children:,} children made in {filling}")
        with spent() as first:
            planned = await plan_day(database, NOW, ZONE)
        say(f"{kind}: first plan of the day, {planned.notices:,} notices written: {first}")
        await _compared(kind, database, "due within two weeks")
        async with database.write() as tx:
            await tx.execute(ALL_TODAY)
        await _compared(kind, database, "the same, all due on one day")


async def _compared(kind: str, database: Database, what: str) -> None:
    again = await _best(database, _planned)
    plain = await _best(database, _grouped)
    say(f"{kind}, {what}: planned again, all read and nothing to write: {again}")
    say(f"{kind}, {what}: plain SQL, the same rows read and grouped: {plain}")
    say(f"{kind}, {what}: ratio {ratio(again.wall, plain.wall)} (aim ≤ 3×; the plan under 2 s)")


async def _best(database: Database, run: Any) -> Spent:
    found = []
    for _ in range(TIMES):
        with spent() as once:
            await run(database)
        found.append(once)
    return min(found, key=lambda each: each.wall)


async def _planned(database: Database) -> None:
    await plan_day(database, NOW, ZONE)


async def _grouped(database: Database) -> None:
    people: dict[int, list[Any]] = defaultdict(list)
    async with database.read() as tx:
        for row in await tx.execute(PLAIN):
            people[row.person].append(row)
