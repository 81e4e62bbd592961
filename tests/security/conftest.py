"""`town`: a desk that was lived in for two days, with people around it who may see nothing of it.

`week`: what is left of a longer story, told once: what each read, the log, the files.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage.opening import open_database
from storage.sqlite import SQLite
from tests.cast import CastDesk, Clock
from tests.conftest import KEYS
from tests.security import story
from tests.security.own_log import fails_in_many_ways, own_log
from tests.security.secrets_told import CHATS
from tests.security.story import Week
from tests.security.town import founded, lived_in, rows_of, unsynced


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town_file(desk_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("town") / "town.db"
    shutil.copy(desk_file, file)
    database = _opened(file)
    desk = await CastDesk.open(database)
    await founded(desk)
    await lived_in(desk)
    await database.close()
    return file


@pytest.fixture
async def town(town_file: Path, tmp_path: Path) -> AsyncIterator[CastDesk]:
    shutil.copy(town_file, tmp_path / "town.db")
    database = _opened(tmp_path / "town.db")
    clock = Clock()
    clock.to("2026-11-24", "09:00")
    yield await CastDesk.open(database, clock)
    await database.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def week(desk_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Week:
    folder, copied = tmp_path_factory.mktemp("week"), tmp_path_factory.mktemp("while_open")
    shutil.copy(desk_file, folder / "desk.db")
    database = _opened(folder / "desk.db")
    with own_log() as written:
        desk = await CastDesk.open(database)
        tale = await story.told(desk)
        rows = await rows_of(desk)
        await fails_in_many_ways(desk)
    for file in folder.iterdir():
        shutil.copy(file, copied)
    await database.close()
    read = {chat: tale.read_by(chat) for chat in CHATS.values()}
    log, posts = written.getvalue(), tale.posts.sent
    return Week(read, posts, tale.presses(), tale.codes, rows, log, copied, folder)


def _opened(file: Path) -> SQLite:
    database = open_database(f"sqlite:///{file}", KEYS, patience=0.5)
    assert isinstance(database, SQLite)
    return unsynced(database)
