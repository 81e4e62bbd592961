"""The same two databases as in the storage tests, and a county to refer in."""

import pytest

from storage.database import Database
from tests.referrals.county import County
from tests.storage.conftest import database, database_url

__all__ = ["county", "database", "database_url"]


@pytest.fixture
async def county(database: Database) -> County:
    made = County(database)
    await made.settle()
    return made
