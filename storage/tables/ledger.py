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
    sa.Column("left_why", sa.Text),
    sa.Column("under_16_until", sa.Date, index=True),
)

care = sa.Table(
    "care",
    metadata,
    big_id(),
    sa.Column("child", sa.ForeignKey("child.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    sealed("reasons", nullable=False),
    sa.Column("close_months", sa.Integer),
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
    sa.Column("with_whom", sa.Text),
    sa.Column("outcome", sa.Text),
    sealed("words"),
    sa.Column("person", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("undone_at", Instant),
    sa.Column("was_due", sa.Date),
    sa.Column("corrects", sa.BigInteger),
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
    sa.Column("ask_on", sa.Date),
    sa.Column("put_off_until", sa.Date),
    sa.Column("put_off_why", sa.Text),
    sa.Column("put_offs", sa.Integer, nullable=False, server_default="0"),
    sa.Column("tried_until", sa.Date),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("nudged_on", sa.Date),
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

proposal = sa.Table(
    "proposal",
    metadata,
    big_id(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("child", sa.ForeignKey("child.id"), index=True),
    sa.Column("region", sa.ForeignKey("region.code"), nullable=False, index=True),
    sa.Column("to_region", sa.ForeignKey("region.code")),
    sa.Column("person", sa.ForeignKey("person.id"), index=True),
    sa.Column("address", sa.ForeignKey("address.id"), index=True),
    sa.Column("reason", sa.Text),
    sealed("answers"),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("answer_by", Instant, nullable=False),
    sa.Column("climbed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("decided_by", sa.ForeignKey("person.id")),
    sa.Column("decided_at", Instant),
    sa.Column("decided_why", sa.Text),
)
sa.Index(
    "ix_proposal_waiting",
    proposal.c.answer_by,
    sqlite_where=proposal.c.decided_at.is_(None),
    postgresql_where=proposal.c.decided_at.is_(None),
)
