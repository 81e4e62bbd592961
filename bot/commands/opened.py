"""Commands that need the desk's database: settings read, errors told in one line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from bot.commands.output import notice, wrong
from bot.logs import set_up_logs
from bot.opening import open_desk
from bot.settings import Settings, SettingsWrong, read_settings
from storage.database import Database
from storage.keys import KeyFileMissing, KeysError
from storage.opening import AddressWrong

log = structlog.get_logger()


class CommandFailed(Exception):
    """Told already; `code` is the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Opened:
    settings: Settings
    database: Database


@asynccontextmanager
async def opened() -> AsyncIterator[Opened]:
    """Raises CommandFailed after having said what is wrong."""
    set_up_logs()
    try:
        settings = read_settings()
    except SettingsWrong as error:
        raise CommandFailed(wrong("; ".join(error.problems))) from None
    database = await _database(settings)
    try:
        yield Opened(settings, database)
    finally:
        await database.close()


async def _database(settings: Settings) -> Database:
    try:
        database, fresh = await open_desk(settings)
    except KeyFileMissing:
        told = (
            f"the database holds data, but its key file {settings.key_file} is missing; put it back"
        )
        raise CommandFailed(wrong(told)) from None
    except KeysError as error:
        raise CommandFailed(wrong(f"HOUNIAO_KEY_FILE: {error}")) from None
    except AddressWrong:
        told = "not an address; in a password write signs such as @ : / as %40 %3A %2F"
        raise CommandFailed(wrong(f"HOUNIAO_DATABASE_URL: {told}")) from None
    except OSError as error:
        raise CommandFailed(wrong(f"HOUNIAO_DATABASE_URL: {error.strerror or error}")) from None
    except Exception as error:
        log.exception("database not opened")
        told = f"the database can't be opened ({type(error).__name__})"
        raise CommandFailed(wrong(f"HOUNIAO_DATABASE_URL: {told}")) from None
    if fresh:
        told = (
            f"a new key file was written: {settings.key_file}. Back it up, apart from the database"
        )
        notice(f"{told}: without it nobody can read what the desk keeps")
    return database
