"""Opening a database by its address."""

from pathlib import Path

from sqlalchemy.engine import make_url

from storage.database import Database
from storage.keys import Keyring


def open_database(url: str, keys: Keyring, *, patience: float = 5.0) -> Database:
    """The database behind `sqlite:///FILE` or `postgresql://…`; no connection is made for PostgreSQL yet.

    `patience` in seconds: how long a write waits for its turn before DatabaseBusy.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        from storage.sqlite import SQLite  # noqa: PLC0415 (each driver only where it is used)

        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return SQLite(url, keys, patience=patience)
    from storage.postgres import PostgreSQL  # noqa: PLC0415

    return PostgreSQL(parsed.set(drivername="postgresql+asyncpg"), keys, patience=patience)
