"""How people are reached: addresses and conversations, updates seen, web events, the outbox."""

import sqlalchemy as sa

from storage.tables.base import Instant, big_id, metadata, sealed

address = sa.Table(
    "address",
    metadata,
    big_id(),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("chat_hash", sa.LargeBinary, nullable=False, unique=True),
    sealed("chat", nullable=False),
    sa.Column("person", sa.ForeignKey("person.id"), index=True),
    sa.Column("acting", sa.ForeignKey("role.id")),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("place", sa.ForeignKey("region.code")),
    sa.Column("state", sa.Text),
    sealed("data"),
    sa.Column("met_at", Instant, nullable=False),
    sa.Column("unreachable_since", Instant),
    sa.Column("confirmed_at", Instant),
    sa.Column("code_hash", sa.LargeBinary),
    sa.Column("code_until", Instant),
    sa.Column("wrong_codes", sa.Integer, nullable=False, server_default="0"),
)

seen = sa.Table(
    "seen",
    metadata,
    sa.Column("bot", sa.BigInteger, primary_key=True),
    sa.Column("update_id", sa.BigInteger, primary_key=True),
    sa.Column("at", Instant, nullable=False, index=True),
)

web_event = sa.Table(
    "web_event",
    metadata,
    big_id(),
    sa.Column("address", sa.ForeignKey("address.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("key", sa.Text),
    sa.Column("kind", sa.Text, nullable=False),
    sealed("body", nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("shown_at", Instant),
    sa.UniqueConstraint("address", "seq"),
    sa.UniqueConstraint("address", "key"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    big_id(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("person", sa.ForeignKey("person.id"), index=True),
    sa.Column("address", sa.ForeignKey("address.id"), index=True),
    sa.Column("refs", sa.JSON, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("not_before", Instant, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("lease_until", Instant),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("done_at", Instant),
    sa.Column("sent_to", sa.ForeignKey("address.id")),
    sa.Column("why", sa.Text),
    sa.Column("event", sa.BigInteger),
    sa.Column("check_at", Instant),
    sa.Column("tried", sa.JSON),
)
sa.Index(
    "ix_outbox_check",
    outbox.c.check_at,
    sqlite_where=outbox.c.check_at.is_not(None),
    postgresql_where=outbox.c.check_at.is_not(None),
)
sa.Index("ix_outbox_done", outbox.c.person, outbox.c.done_at)
sa.Index(
    "ix_outbox_waiting",
    outbox.c.priority,
    outbox.c.not_before,
    sqlite_where=outbox.c.state.in_(["waiting", "sending"]),
    postgresql_where=outbox.c.state.in_(["waiting", "sending"]),
)

pace = sa.Table(
    "pace",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("holder", sa.Text),
    sa.Column("lease_until", Instant),
    sa.Column("next_at", Instant),
    sa.Column("not_before", Instant),
)

complaint = sa.Table(
    "complaint",
    metadata,
    big_id(),
    sa.Column("address", sa.ForeignKey("address.id"), nullable=False, index=True),
    sa.Column("person", sa.ForeignKey("person.id"), index=True),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("about_person", sa.ForeignKey("person.id"), index=True),
    sa.Column("region", sa.ForeignKey("region.code"), index=True),
    sealed("words", nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("answer_by", Instant, nullable=False),
    sa.Column("climbed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("answered_by", sa.ForeignKey("person.id")),
    sa.Column("answered_at", Instant),
    sealed("answer"),
)
sa.Index(
    "ix_complaint_waiting",
    complaint.c.answer_by,
    sqlite_where=complaint.c.answered_at.is_(None),
    postgresql_where=complaint.c.answered_at.is_(None),
)
