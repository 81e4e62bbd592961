"""Opening the database: its keys, its newest shape, its places."""

from pathlib import Path

from bot.settings import Settings
from storage.database import Database
from storage.keys import KeyFileMissing, Keyring, fresh_keyring, read_keyring, write_keyring
from storage.migrate import migrate, newest_revision, revision_of
from storage.opening import open_database


async def open_desk(settings: Settings) -> tuple[Database, bool]:
    """The migrated database, and whether its key file was written just now.

    Raises KeyFileMissing where data stands that no key here can read, KeysError for a bad file.
    """
    keys, fresh = await _keys(settings)
    database = open_database(settings.database_url, keys)
    if await revision_of(database) != newest_revision():
        await migrate(database)
    return database, fresh


async def _keys(settings: Settings) -> tuple[Keyring, bool]:
    try:
        return read_keyring(settings.key_file), False
    except KeyFileMissing:
        if not await _is_empty(settings):
            raise
    keys = fresh_keyring()
    write_keyring(Path(settings.key_file), keys)
    return keys, True


async def _is_empty(settings: Settings) -> bool:
    if settings.database_url.startswith("sqlite") and not _file(settings.database_url).exists():
        return True
    database = open_database(settings.database_url, fresh_keyring())
    try:
        return await revision_of(database) is None
    finally:
        await database.close()


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
