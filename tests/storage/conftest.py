"""`database`: the same empty, migrated database twice, SQLite and a real PostgreSQL.

Each kind is migrated once a session; a test gets a copy of that.
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
from tests.village import PATHS

NUMBER = count()
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
    name = f"test_{next(NUMBER)}"
    await _ask(server, f"CREATE DATABASE {name} TEMPLATE {MIGRATED['postgres']}")
    yield _url(server, name)
    await _ask(server, f"DROP DATABASE {name} WITH (FORCE)")


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


async def _migrate(url: str, keys: Keyring) -> None:
    made = open_database(url, keys)
    await migrate(made)
    await made.close()


async def _ask(server: Any, statement: str) -> None:
    connection = await asyncpg.connect(server.get_uri())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _url(server: Any, name: str) -> str:
    return make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)
