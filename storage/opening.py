"""Opening a database by its address."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from storage.database import Database
from storage.keys import Keyring


class AddressWrong(Exception):
    """Not the address of a database. Says nothing of it: a password may stand anywhere in it."""


def open_database(
    url: str, keys: Keyring, *, patience: float = 5.0, durable: bool = True
) -> Database:
    """The database behind `sqlite:///FILE` or `postgresql://…`; no connection is made for PostgreSQL yet.

    `patience` in seconds: how long a write waits for its turn before DatabaseBusy. Raises AddressWrong.
    `durable` False: a SQLite file need not survive a power cut, as where a year is only played.
    A folder made for the file is its owner's only.
    """
    try:
        parsed = make_url(url)
    except (ValueError, ArgumentError):
        raise AddressWrong from None
    if parsed.get_backend_name() == "sqlite":
        from storage.sqlite import SQLite  # noqa: PLC0415 (each driver only where it is used)

        if parsed.database:
            Path(parsed.database).parent.mkdir(0o700, parents=True, exist_ok=True)
        return SQLite(url, keys, patience=patience, durable=durable)
    from storage.postgres import PostgreSQL  # noqa: PLC0415

    return PostgreSQL(parsed.set(drivername="postgresql+asyncpg"), keys, patience=patience)
