"""Migrations: up, down, up; equal to the tables; on both databases."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.database import Database
from storage.migrate import NOTHING, migrate, newest_revision, revision_of
from storage.postgres import PostgreSQL
from storage.sqlite import SQLite
from storage.tables import metadata


def _differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_up_down_up_leaves_what_the_tables_say(database: Database) -> None:
    assert await revision_of(database) == newest_revision()
    await migrate(database, NOTHING)
    assert await revision_of(database) is None
    await migrate(database)

    if isinstance(database, SQLite):
        with database.engine.connect() as connection:
            assert _differences(connection) == []
    else:
        assert isinstance(database, PostgreSQL)
        async with database.engine.connect() as asked:
            assert await asked.run_sync(_differences) == []
