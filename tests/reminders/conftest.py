"""The plan and the record run on both databases, like storage."""

from tests.storage.conftest import database, database_url

__all__ = ["database", "database_url"]
