"""The desk's own books: audit with its seals, and the timetable's runs."""

import sqlalchemy as sa

from storage.tables.base import Instant, big_id, metadata

audit = sa.Table(
    "audit",
    metadata,
    big_id(),
    sa.Column("at", Instant, nullable=False),
    sa.Column("address", sa.BigInteger),
    sa.Column("person", sa.BigInteger),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("deed", sa.Text, nullable=False),
    sa.Column("thing", sa.Text, nullable=False),
    sa.Column("thing_id", sa.BigInteger),
)

audit_seal = sa.Table(
    "audit_seal",
    metadata,
    sa.Column("last", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
)

job_run = sa.Table(
    "job_run",
    metadata,
    sa.Column("job", sa.Text, primary_key=True),
    sa.Column("instant", Instant, primary_key=True),
    sa.Column("lease_until", Instant, nullable=False),
    sa.Column("done_at", Instant),
)
