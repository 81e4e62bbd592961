"""Alembic's way in: a connection is always handed over by `storage.migrate`."""

import sqlalchemy as sa
from alembic import context

from storage.tables import metadata

connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
