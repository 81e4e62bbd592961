"""The transaction: committed or undone as a whole, savepoints, waiting, on both databases."""

import asyncio
import sqlite3
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from storage.database import Database, DatabaseBusy
from storage.keys import Keyring
from storage.migrate import migrate
from storage.opening import open_database
from storage.statements import insert
from storage.tables.people import person

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


async def _names(database: Database) -> list[bytes]:
    async with database.read() as tx:
        return [row.name for row in await tx.execute(sa.select(person).order_by(person.c.id))]


async def test_what_is_written_stands_after_the_commit(database: Database) -> None:
    async with database.write() as tx:
        await insert(tx, person, {"name": b"a", "made_at": NOW})
    assert await _names(database) == [b"a"]


async def test_an_error_undoes_everything(database: Database) -> None:
    async def turn() -> None:
        async with database.write() as tx:
            await insert(tx, person, {"name": b"a", "made_at": NOW})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await turn()
    assert await _names(database) == []


async def test_a_cancelled_turn_leaves_nothing(database: Database) -> None:
    reached = asyncio.Event()

    async def turn() -> None:
        async with database.write() as tx:
            await insert(tx, person, {"name": b"a", "made_at": NOW})
            reached.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(turn())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _names(database) == []


async def test_a_savepoint_undone_lets_the_turn_go_on(database: Database) -> None:
    async with database.write() as tx:
        first = await insert(tx, person, {"name": b"a", "made_at": NOW})
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await insert(tx, person, {"id": first, "name": b"b", "made_at": NOW})
        await insert(tx, person, {"name": b"c", "made_at": NOW})
    assert await _names(database) == [b"a", b"c"]


async def test_instants_come_back_in_utc(database: Database) -> None:
    async with database.write() as tx:
        await insert(tx, person, {"name": b"a", "made_at": NOW})
    async with database.read() as tx:
        stored = (await tx.execute(sa.select(person.c.made_at))).scalar_one()
    assert stored == NOW
    assert stored.utcoffset() == UTC.utcoffset(None)


async def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="zone"):
        async with database.write() as tx:
            await insert(tx, person, {"name": b"a", "made_at": datetime(2026, 1, 1)})  # noqa: DTZ001


async def test_twenty_writers_at_once_all_count(database: Database) -> None:
    async def add(number: int) -> None:
        async with database.write() as tx:
            await insert(tx, person, {"name": str(number).encode(), "made_at": NOW})

    await asyncio.gather(*(add(number) for number in range(20)))
    assert len(await _names(database)) == 20


async def test_sqlite_locked_by_another_process_is_busy_not_blocked(
    tmp_path: object, keys: Keyring
) -> None:
    file = f"{tmp_path}/locked.db"
    database = open_database(f"sqlite:///{file}", keys, patience=0.05)
    await migrate(database)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waited = asyncio.create_task(asyncio.Event().wait())
    with pytest.raises(DatabaseBusy):
        async with database.write():
            pass
    assert not waited.done()
    waited.cancel()
    other.execute("ROLLBACK")
    other.close()
    async with database.write() as tx:
        await insert(tx, person, {"name": b"a", "made_at": NOW})
    await database.close()
