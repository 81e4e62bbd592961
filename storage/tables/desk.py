"""The desk's own books: audit with its seals, the timetable's runs, and what places changed in the rules."""

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

calendar_day = sa.Table(
    "calendar_day",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("worked", sa.Boolean, nullable=False),
    sa.Column("person", sa.ForeignKey("person.id")),
    sa.Column("made_at", Instant, nullable=False),
)

regional_rule = sa.Table(
    "regional_rule",
    metadata,
    sa.Column("region", sa.ForeignKey("region.code"), primary_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("person", sa.ForeignKey("person.id")),
    sa.Column("made_at", Instant, nullable=False),
)
