"""The ledger (一人一档): children, key care, entries; what is due and who was told."""

import sqlalchemy as sa

from storage.tables.base import Instant, big_id, metadata, sealed

child = sa.Table(
    "child",
    metadata,
    big_id(),
    sa.Column("region", sa.ForeignKey("region.code"), nullable=False, index=True),
    sealed("name", nullable=False),
    sealed("guardian"),
    sealed("birth_month"),
    sa.Column("entered_on", sa.Date, nullable=False),
    sa.Column("left_on", sa.Date),
)

care = sa.Table(
    "care",
    metadata,
    big_id(),
    sa.Column("child", sa.ForeignKey("child.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    sealed("reasons", nullable=False),
)
sa.Index(
    "uq_care_open",
    care.c.child,
    unique=True,
    sqlite_where=care.c.until.is_(None),
    postgresql_where=care.c.until.is_(None),
)

assignment = sa.Table(
    "assignment",
    metadata,
    big_id(),
    sa.Column("child", sa.ForeignKey("child.id"), nullable=False, index=True),
    sa.Column("person", sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
)
sa.Index(
    "uq_assignment_open",
    assignment.c.child,
    unique=True,
    sqlite_where=assignment.c.until.is_(None),
    postgresql_where=assignment.c.until.is_(None),
)

entry = sa.Table(
    "entry",
    metadata,
    big_id(),
    sa.Column("child", sa.ForeignKey("child.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("reached", sa.Boolean, nullable=False),
    sa.Column("how", sa.Text),
    sa.Column("outcome", sa.Text),
    sealed("words"),
    sa.Column("person", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("undone_at", Instant),
)

reminder = sa.Table(
    "reminder",
    metadata,
    big_id(),
    sa.Column("child", sa.ForeignKey("child.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("due", sa.Date, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("acknowledged_on", sa.Date),
    sa.Column("closed_at", Instant),
    sa.UniqueConstraint("child", "kind", "due"),
)
sa.Index(
    "ix_reminder_open",
    reminder.c.due,
    sqlite_where=reminder.c.closed_at.is_(None),
    postgresql_where=reminder.c.closed_at.is_(None),
)
sa.Index(
    "uq_reminder_one_open",
    reminder.c.child,
    reminder.c.kind,
    unique=True,
    sqlite_where=reminder.c.closed_at.is_(None),
    postgresql_where=reminder.c.closed_at.is_(None),
)

digest = sa.Table(
    "digest",
    metadata,
    big_id(),
    sa.Column("person", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("acknowledged_at", Instant),
    sa.UniqueConstraint("person", "day"),
)

notice = sa.Table(
    "notice",
    metadata,
    big_id(),
    sa.Column("reminder", sa.ForeignKey("reminder.id"), nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("person", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("digest", sa.ForeignKey("digest.id"), nullable=False, index=True),
    sa.UniqueConstraint("reminder", "step", "person"),
)
