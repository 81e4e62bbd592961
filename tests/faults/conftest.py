"""Telegram as a server over HTTP, a database that outlives desks, and an outbox without a desk around it."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from bot.logs import set_up_logs
from bot.seed import ensure_regions, seed_demo
from storage.keys import Keyring
from storage.migrate import migrate
from storage.opening import open_database
from tests.botapi import BotApi
from tests.cast import MONDAY, Clock
from tests.conftest import KEYS
from tests.faults.ground import Ground, Post, Seed


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    """As the desk logs. Structlog's own way draws every local variable, which takes half a minute."""
    before = structlog.get_config()
    set_up_logs()
    yield
    structlog.configure(**before)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """The demo county with its invites not yet taken; every test gets a copy."""
    file = tmp_path_factory.mktemp("ground") / "desk.db"
    database = open_database(f"sqlite:///{file}", KEYS)
    await migrate(database)
    await ensure_regions(database, within="13/1301/130123")
    seeded = await seed_demo(database, MONDAY, MONDAY.date())
    await database.close()
    return Seed(file, seeded)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as made:
        yield made
    assert made.violations == []


@pytest.fixture
def ground(api: BotApi, seed: Seed, tmp_path: Path, keys: Keyring) -> Ground:
    file = tmp_path / "desk.db"
    shutil.copy(seed.file, file)
    return Ground(file, seed.seeded, keys, api, Clock())


@pytest.fixture
async def post(ground: Ground) -> AsyncIterator[Post]:
    async with ground.post() as made:
        yield made
