"""The transaction: one async code path over SQLite (in the loop) and PostgreSQL (asyncpg)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import sqlalchemy as sa

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
