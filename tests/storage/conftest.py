"""`database`: the same empty, migrated database twice, SQLite and a real PostgreSQL.

Each kind is migrated once a session; a test gets a copy of that. As a copy takes PostgreSQL long, one that
a test is done with is emptied and used again, and only made anew when that fails.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from storage.database import Database, Transaction
from storage.keys import Keyring
from storage.migrate import migrate
from storage.opening import open_database
from storage.regions import load_regions
from storage.tables import metadata
from tests.village import PATHS

NUMBER = count()
IDLE: list[str] = []
"""Databases on the server that tests are done with."""
EMPTY = "".join(
    [
        "SET lock_timeout = '1s'; SET session_replication_role = replica;",
        *(f"DELETE FROM {table};" for table in metadata.tables),
        "SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences;",
    ]
)
MIGRATED: dict[str, str] = {}
"""The database to copy, by kind. Not a fixture, as other rooms import these and would miss it."""
TWENTY = 20

T = TypeVar("T")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    keys: Keyring,
) -> AsyncIterator[str]:
    if request.param == "sqlite":
        if "sqlite" not in MIGRATED:
            MIGRATED["sqlite"] = await _migrated_file(tmp_path_factory.mktemp("migrated"), keys)
        shutil.copy(MIGRATED["sqlite"], tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    if "postgres" not in MIGRATED:
        MIGRATED["postgres"] = await _migrated_database(server, keys)
    name = await _emptied(server) or await _copied(server, MIGRATED["postgres"])
    yield _url(server, name)
    IDLE.append(name)


@pytest.fixture
async def database(database_url: str, keys: Keyring) -> AsyncIterator[Database]:
    made = open_database(database_url, keys)
    yield made
    await made.close()


@pytest.fixture
async def places(database: Database) -> Database:
    """The database with the places of `tests.village`."""
    await load_regions(database, [(code, code, "x", path) for code, path in PATHS.items()])
    return database


async def at_once(
    database: Database, deed: Callable[[Transaction], Awaitable[T]], times: int = TWENTY
) -> list[T]:
    """What the same deed gives, done that many times at once, each in a transaction of its own."""

    async def one() -> T:
        async with database.write() as tx:
            return await deed(tx)

    return await asyncio.gather(*(one() for _ in range(times)))


async def _migrated_file(folder: Path, keys: Keyring) -> str:
    file = folder / "migrated.db"
    await _migrate(f"sqlite:///{file}", keys)
    return str(file)


async def _migrated_database(server: Any, keys: Keyring) -> str:
    """Its server needs not survive a power cut: without waiting for the disk it is much faster."""
    for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
        await _ask(server, statement)
    name = "migrated"
    await _ask(server, f"CREATE DATABASE {name}")
    await _migrate(_url(server, name), keys)
    return name


async def _copied(server: Any, migrated: str) -> str:
    name = f"test_{next(NUMBER)}"
    await _ask(server, f"CREATE DATABASE {name} TEMPLATE {migrated}")
    return name


async def _emptied(server: Any) -> str | None:
    """None when there is none, or a test left it locked or in another shape."""
    if not IDLE:
        return None
    name = IDLE.pop()
    try:
        await _ask(server, EMPTY, name)
    except asyncpg.PostgresError:
        return None
    return name


async def _migrate(url: str, keys: Keyring) -> None:
    made = open_database(url, keys)
    await migrate(made)
    await made.close()


async def _ask(server: Any, statement: str, name: str = "postgres") -> None:
    connection = await asyncpg.connect(_url(server, name))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _url(server: Any, name: str) -> str:
    return make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)
