"""The transaction: one async code path over SQLite (in the loop) and PostgreSQL (asyncpg)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from storage.keys import Keyring

Row = Mapping[str, Any]
Rows = Row | Sequence[Row] | None


class DatabaseBusy(Exception):
    """Somebody else kept the database longer than our patience; nothing was written."""


class Transaction(Protocol):
    """What a turn, request, job or command may do to the database; whoever opened it commits."""

    @property
    def keys(self) -> Keyring: ...

    @property
    def dialect(self) -> str: ...

    async def execute(
        self, statement: sa.Executable, rows: Rows = None
    ) -> sa.CursorResult[Any]: ...

    def savepoint(self) -> AbstractAsyncContextManager[object]: ...


class Database(Protocol):
    """Opens transactions. `write` commits at its end and rolls back on an error or cancellation."""

    keys: Keyring

    def write(self) -> AbstractAsyncContextManager[Transaction]: ...

    def read(self) -> AbstractAsyncContextManager[Transaction]: ...

    async def close(self) -> None: ...


def open_database(url: str, keys: Keyring, *, patience: float = 5.0) -> Database:
    """The database behind `sqlite:///FILE` or `postgresql://…`; no connection is made for PostgreSQL yet.

    `patience` in seconds: how long a write waits for its turn before DatabaseBusy.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        from storage.sqlite import SQLite  # noqa: PLC0415 (each driver only where it is used)

        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return SQLite(url, keys, patience=patience)
    from storage.postgres import PostgreSQL  # noqa: PLC0415

    return PostgreSQL(parsed.set(drivername="postgresql+asyncpg"), keys, patience=patience)
