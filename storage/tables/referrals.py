"""Requests handed over: consent, referrals with their history, the relay, traces of danger."""

import sqlalchemy as sa

from storage.tables.base import Instant, big_id, metadata, sealed

consent = sa.Table(
    "consent",
    metadata,
    big_id(),
    sa.Column("address", sa.ForeignKey("address.id"), nullable=False, index=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("unit", sa.ForeignKey("unit.id")),
    sa.Column("given_at", Instant, nullable=False),
    sa.Column("withdrawn_at", Instant),
)

referral = sa.Table(
    "referral",
    metadata,
    big_id(),
    sa.Column("address", sa.ForeignKey("address.id"), index=True),
    sa.Column("child", sa.ForeignKey("child.id"), index=True),
    sa.Column("opened_by", sa.ForeignKey("person.id"), index=True),
    sa.Column("region", sa.ForeignKey("region.code"), nullable=False),
    sa.Column("unit", sa.ForeignKey("unit.id"), index=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("worry", sa.Text, nullable=False),
    sa.Column("age_band", sa.Text),
    sealed("answers", nullable=False),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("queued_at", Instant, nullable=False),
    sa.Column("moved_at", Instant, nullable=False),
    sa.Column("waiting_since", Instant),
    sa.Column("claimed_by", sa.ForeignKey("person.id"), index=True),
    sa.Column("claimed_at", Instant),
    sa.Column("responded_at", Instant),
    sa.Column("closed_at", Instant),
    sa.Column("outcome", sa.Text),
    sealed("outcome_words"),
    sa.Column("rating", sa.Text),
    sa.Column("next_breach_at", Instant),
    sa.Column("climbed", sa.Integer, nullable=False, server_default="0"),
)
sa.Index(
    "ix_referral_breach",
    referral.c.next_breach_at,
    sqlite_where=referral.c.next_breach_at.is_not(None),
    postgresql_where=referral.c.next_breach_at.is_not(None),
)
sa.Index(
    "ix_referral_clockless",
    referral.c.id,
    sqlite_where=sa.and_(referral.c.next_breach_at.is_(None), referral.c.closed_at.is_(None)),
    postgresql_where=sa.and_(referral.c.next_breach_at.is_(None), referral.c.closed_at.is_(None)),
)
sa.Index(
    "uq_referral_one_open_of_child",
    referral.c.child,
    unique=True,
    sqlite_where=referral.c.closed_at.is_(None),
    postgresql_where=referral.c.closed_at.is_(None),
)
sa.Index("ix_referral_queue", referral.c.unit, referral.c.state, referral.c.level)

referral_step = sa.Table(
    "referral_step",
    metadata,
    big_id(),
    sa.Column("referral", sa.ForeignKey("referral.id"), nullable=False, index=True),
    sa.Column("deed", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("person", sa.ForeignKey("person.id")),
    sa.Column("at", Instant, nullable=False),
    sealed("words"),
)

relay = sa.Table(
    "relay",
    metadata,
    big_id(),
    sa.Column("referral", sa.ForeignKey("referral.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("from_family", sa.Boolean, nullable=False),
    sa.Column("person", sa.ForeignKey("person.id")),
    sealed("body", nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.UniqueConstraint("referral", "seq"),
)

danger_trace = sa.Table(
    "danger_trace",
    metadata,
    big_id(),
    sa.Column("address", sa.ForeignKey("address.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sealed("words", nullable=False),
    sa.Column("referral", sa.ForeignKey("referral.id"), index=True),
    sa.Column("dismissed_at", Instant),
)
