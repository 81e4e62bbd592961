"""Two statements that every room needs, on both databases."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction


def insert_new(tx: Transaction, table: sa.Table) -> Any:
    """An insert that leaves a row alone which is already there; `rowcount` says which it was."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    return make(table).on_conflict_do_nothing()


async def insert(tx: Transaction, table: sa.Table, row: Mapping[str, Any]) -> int:
    """The new row's id."""
    added = (await tx.execute(sa.insert(table), row)).inserted_primary_key
    assert added is not None  # noqa: S101 (a single-row insert always has one)
    return int(added[0])
