"""PostgreSQL through asyncpg, with the same two names as SQLite's transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.database import DatabaseBusy, Transaction
from storage.keys import Keyring

LOCK_NOT_AVAILABLE = "55P03"


class Asked:
    """A transaction on an `AsyncConnection`."""

    def __init__(self, connection: AsyncConnection, keys: Keyring) -> None:
        self.execute: Any = connection.execute
        self.savepoint: Any = connection.begin_nested
        self.keys = keys
        self.dialect = "postgresql"


class PostgreSQL:
    """See `Database`. A lock waited for longer than the patience raises DatabaseBusy."""

    def __init__(self, url: sa.URL, keys: Keyring, *, patience: float) -> None:
        self.keys = keys
        settings = {
            "lock_timeout": str(int(patience * 1000)),
            "timezone": "UTC",
            "datestyle": "ISO",  # days are written into keys
        }
        self.engine = create_async_engine(
            url,
            connect_args={"server_settings": settings, "timeout": patience},
            pool_pre_ping=True,
            hide_parameters=True,
        )

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        try:
            async with self.engine.begin() as connection:
                yield Asked(connection, self.keys)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
                raise DatabaseBusy from error
            raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        async with self.engine.connect() as connection:
            yield Asked(connection, self.keys)

    async def close(self) -> None:
        await self.engine.dispose()
