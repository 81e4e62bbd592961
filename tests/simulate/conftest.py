"""Small years on a migrated file of their own."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulate.county import Size
from bot.simulate.faults import Faults
from bot.simulate.year import Asked, Year
from storage.database import Database
from storage.migrate import migrate
from storage.opening import open_database
from tests.conftest import KEYS

Begins = Callable[..., Year]
SMALL = Size(directors=8, children=60, files=20)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def empty_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("county") / "county.db"
    database = open_database(f"sqlite:///{file}", KEYS)
    await migrate(database)
    await database.close()
    return file


@pytest.fixture
def a_year(empty_county: Path, tmp_path: Path) -> Begins:
    """`a_year(days=…, seed=…, faults=…, size=…)`, not begun yet."""
    numbers = count()

    def made(
        days: int = 25, seed: int = 1, faults: Faults = Faults.NONE, size: Size = SMALL
    ) -> Year:
        file = tmp_path / f"county-{next(numbers)}.db"
        shutil.copy(empty_county, file)

        def opens() -> Database:
            return open_database(f"sqlite:///{file}", KEYS, durable=False)

        return Year(Asked(size, days, seed, faults), opens)

    return made


async def played(year: Year) -> Year:
    """Through all its days."""
    await year.begin()
    for _ in range(year.asked.days):
        await year.next_day()
    await year.close()
    return year
