"""20,000 reminders told: digests, notices and letters written by the plan, against a bulk insert of the same rows."""

import asyncio
from typing import Any

import sqlalchemy as sa

from reminders.plan import plan_day
from storage.database import Database
from storage.tables.chats import outbox
from storage.tables.ledger import digest, notice
from tests.benches.databases import KINDS, migrated
from tests.benches.province import NOW, ZONE, Province, fill
from tests.benches.telling import Spent, ratio, say, spent

SIZE = Province(villages=5_000, children=20_000, due_every=1)
CHUNK = 500
WRITTEN = (digest, notice, outbox)
"""In the order they refer to each other."""


def main() -> None:
    for kind in KINDS:
        asyncio.run(_measured(kind))


async def _measured(kind: str) -> None:
    async with migrated(kind) as (database, _):
        await fill(database, SIZE)
        with spent() as planning:
            planned = await plan_day(database, NOW, ZONE)
        rows = await _taken_out(database)
        say(
            f"{kind}: {planned.notices:,} notices in {planned.digests:,} digests planned in {planning}"
        )
        bulk = await _put_back(database, rows)
        many = sum(map(len, rows.values()))
        say(f"{kind}: the same {many:,} rows inserted in bulk in {bulk}")
        say(f"{kind}: ratio {ratio(planning.wall, bulk.wall)} (aim ≤ 3×)")


async def _taken_out(database: Database) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    async with database.write() as tx:
        for table in WRITTEN:
            found = await tx.execute(sa.select(table))
            rows[table.name] = [dict(row._mapping) for row in found]
        for table in reversed(WRITTEN):
            await tx.execute(sa.delete(table))
    return rows


async def _put_back(database: Database, rows: dict[str, list[dict[str, Any]]]) -> Spent:
    """In transactions of the plan's own size."""
    with spent() as bulk:
        for table in WRITTEN:
            every = rows[table.name]
            for at in range(0, len(every), CHUNK):
                async with database.write() as tx:
                    await tx.execute(sa.insert(table), every[at : at + CHUNK])
    return bulk
