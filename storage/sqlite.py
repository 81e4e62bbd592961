"""SQLite inside the loop: one kept writing connection, a few kept readers, no thread hops.

Waiting for another process is an `await`, never a block: the driver's timeout is 0 and BEGIN IMMEDIATE
is tried again. Our own writers queue behind a fair lock.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa

from storage.database import DatabaseBusy, Rows, Transaction
from storage.keys import Keyring

FIRST_PAUSE = 0.001
LONGEST_PAUSE = 0.05
PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL", "secure_delete = ON")


class Inline:
    """A transaction whose statements run at once: nothing here waits, so the loop is never left."""

    def __init__(self, connection: sa.Connection, keys: Keyring) -> None:
        self._connection = connection
        self.keys = keys
        self.dialect = "sqlite"

    async def execute(self, statement: sa.Executable, rows: Rows = None) -> sa.CursorResult[Any]:
        return self._connection.execute(statement, rows)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[object]:
        with self._connection.begin_nested() as point:
            yield point


class SQLite:
    """See `Database`. WAL; `synchronous=FULL`, so a reply means stored even after a power cut."""

    def __init__(self, url: str, keys: Keyring, *, patience: float, durable: bool = True) -> None:
        self.keys = keys
        self.engine = sqlite_engine(url)
        if not durable:
            sa.event.listen(self.engine, "connect", _hurry)
        self._patience = patience
        self._turn = asyncio.Lock()
        self._writer: sa.Connection | None = None
        self._readers: list[sa.Connection] = []

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        async with self._turn:
            writer = self._writer = self._writer or self.engine.connect()
            await self._begin(writer)
            with writer.begin():
                yield Inline(writer, self.keys)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        reader = self._readers.pop() if self._readers else self.engine.connect()
        _raw(reader).execute("BEGIN")
        try:
            with reader.begin() as reading:
                yield Inline(reader, self.keys)
                reading.rollback()
        finally:
            self._readers.append(reader)

    async def close(self) -> None:
        for connection in (self._writer, *self._readers):
            if connection is not None:
                connection.close()
        self._writer, self._readers = None, []
        self.engine.dispose()

    async def _begin(self, connection: sa.Connection) -> None:
        pause = FIRST_PAUSE
        try:
            async with asyncio.timeout(self._patience):
                while not _try_begin(_raw(connection)):
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        except TimeoutError as error:
            raise DatabaseBusy from error


def sqlite_engine(url: str) -> sa.Engine:
    """An engine whose transactions are begun by us; also what migrations use."""
    engine = sa.create_engine(
        url,
        connect_args={"timeout": 0, "isolation_level": None, "check_same_thread": False},
        poolclass=sa.NullPool,
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA busy_timeout = 5000")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA busy_timeout = 0")


def _hurry(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _raw(connection: sa.Connection) -> sqlite3.Connection:
    raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    return raw


def _try_begin(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True
