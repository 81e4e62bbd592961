"""Places as the desk supervises them: loaded once from the packaged data, re-hung by administrators."""

from collections.abc import Iterable
from datetime import date
from itertools import islice

import sqlalchemy as sa

from storage.database import Database, Transaction
from storage.tables.people import region

CHUNK = 500
BEGINNING = date(2023, 6, 30)


async def load_regions(database: Database, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Adds (code, name, level, path) rows, chunk by chunk; all or, when interrupted, none."""
    waiting = iter(rows)
    async with database.write() as tx:
        while chunk := list(islice(waiting, CHUNK)):
            await tx.execute(sa.insert(region), [_row(*values) for values in chunk])


async def regions_known(tx: Transaction) -> int:
    return int((await tx.execute(sa.select(sa.func.count()).select_from(region))).scalar_one())


def _row(code: str, name: str, level: str, path: str) -> dict[str, object]:
    return {"code": code, "name": name, "level": level, "path": path, "valid_from": BEGINNING}
