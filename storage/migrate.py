"""Bringing a database's tables up to the newest shape (or, in tests, down again)."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Database
from storage.postgres import PostgreSQL
from storage.sqlite import SQLite

NEWEST = "head"
NOTHING = "base"
ONE_AT_A_TIME = 20241030
"""The lock of whoever migrates: a replica that starts meanwhile waits, and finds it done."""


async def migrate(database: Database, to: str = NEWEST) -> None:
    """All in one transaction: a migration that fails leaves the tables as they were."""
    if isinstance(database, SQLite):
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.commit()
            with connection.begin():
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                _run(connection, to)
    elif isinstance(database, PostgreSQL):
        async with database.engine.begin() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            await connection.run_sync(_run, to)


async def revision_of(database: Database) -> str | None:
    """The revision the database stands at; None when it holds no tables of ours."""
    if isinstance(database, SQLite):
        with database.engine.connect() as connection:
            return _revision(connection)
    assert isinstance(database, PostgreSQL)  # noqa: S101 (narrows the type)
    async with database.engine.connect() as asked:
        return await asked.run_sync(_revision)


def newest_revision() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def config(connection: sa.Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(files("storage") / "migrations"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def _revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _run(connection: sa.Connection, to: str) -> None:
    go = command.downgrade if to == NOTHING else command.upgrade
    go(config(connection), to)
