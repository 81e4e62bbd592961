"""Counting SQL statements, and seeing whether a transaction is open: for tests of the turn."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import sqlalchemy as sa

from storage.database import Database, Transaction
from storage.keys import Keyring
from storage.sqlite import SQLite


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements run inside the block; BEGIN and COMMIT are not counted."""
    assert isinstance(database, SQLite)
    seen: list[str] = []

    def heard(_: object, __: object, statement: str, *___: object) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", heard)
    try:
        yield seen
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", heard)


class Watched:
    """A database that knows whether a writing transaction is open now."""

    def __init__(self, inner: Database) -> None:
        self.inner = inner
        self.keys: Keyring = inner.keys
        self.open = False

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        async with self.inner.write() as tx:
            self.open = True
            try:
                yield tx
            finally:
                self.open = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        async with self.inner.read() as tx:
            yield tx

    async def close(self) -> None:
        await self.inner.close()
