"""The first desk"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PATH = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("last", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("instant", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("job", "instant", name=op.f("pk_job_run")),
    )
    op.create_table(
        "person",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("path", PATH, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
        sa.UniqueConstraint("path", name=op.f("uq_region_path")),
    )
    op.create_table(
        "seen",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "update_id", name=op.f("pk_seen")),
    )
    with op.batch_alter_table("seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seen_at"), ["at"], unique=False)

    op.create_table(
        "child",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("guardian", sa.LargeBinary(), nullable=True),
        sa.Column("birth_month", sa.LargeBinary(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_child_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_region"), ["region"], unique=False)

    op.create_table(
        "digest",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_digest_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("person", "day", name=op.f("uq_digest_person_day")),
    )
    op.create_table(
        "unit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_unit_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_region"), ["region"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("child", ID, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["child"], ["child.id"], name=op.f("fk_assignment_child")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_assignment_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_child"), ["child"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person"), ["person"], unique=False)
        batch_op.create_index(
            "uq_assignment_open",
            ["child"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "care",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("child", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reasons", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["child"], ["child.id"], name=op.f("fk_care_child")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care")),
    )
    with op.batch_alter_table("care", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_child"), ["child"], unique=False)
        batch_op.create_index(
            "uq_care_open",
            ["child"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "entry",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("child", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("person", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["child"], ["child.id"], name=op.f("fk_entry_child")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_entry_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_child"), ["child"], unique=False)

    op.create_table(
        "invite",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("word_hash", sa.LargeBinary(), nullable=True),
        sa.Column("wrong_words", sa.Integer(), server_default="0", nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("unit", ID, nullable=True),
        sa.Column("inviter", ID, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["inviter"], ["person.id"], name=op.f("fk_invite_inviter")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_invite_person")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_invite_region")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_invite_taken_by")),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_invite_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invite_code_hash")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("child", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["child"], ["child.id"], name=op.f("fk_reminder_child")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("child", "kind", "due", name=op.f("uq_reminder_child_kind_due")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reminder_open",
            ["due"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_reminder_one_open",
            ["child", "kind"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "role",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("unit", ID, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_role_person")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_role_region")),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_role_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_region"), ["region"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_unit"), ["unit"], unique=False)

    op.create_table(
        "address",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat_hash", sa.LargeBinary(), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("acting", ID, nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["acting"], ["role.id"], name=op.f("fk_address_acting")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_address_person")),
        sa.ForeignKeyConstraint(["place"], ["region.code"], name=op.f("fk_address_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint("chat_hash", name=op.f("uq_address_chat_hash")),
    )
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_person"), ["person"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("reminder", ID, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["digest.id"], name=op.f("fk_notice_digest")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_notice_person")),
        sa.ForeignKeyConstraint(["reminder"], ["reminder.id"], name=op.f("fk_notice_reminder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "reminder", "step", "person", name=op.f("uq_notice_reminder_step_person")
        ),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_digest"), ["digest"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("address", ID, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("unit", ID, nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_consent_address")),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_consent_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_address"), ["address"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("address", ID, nullable=True),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_to", ID, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_outbox_address")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_outbox_person")),
        sa.ForeignKeyConstraint(["sent_to"], ["address.id"], name=op.f("fk_outbox_sent_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_person"), ["person"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["priority", "not_before"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        )

    op.create_table(
        "referral",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("address", ID, nullable=True),
        sa.Column("child", ID, nullable=True),
        sa.Column("opened_by", ID, nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("unit", ID, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("worry", sa.Text(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", ID, nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_words", sa.LargeBinary(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("next_breach_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("climbed", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_referral_address")),
        sa.ForeignKeyConstraint(["child"], ["child.id"], name=op.f("fk_referral_child")),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name=op.f("fk_referral_claimed_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_referral_opened_by")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_referral_region")),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_referral_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_address"), ["address"], unique=False)
        batch_op.create_index(
            "ix_referral_breach",
            ["next_breach_at"],
            unique=False,
            sqlite_where=sa.text("next_breach_at IS NOT NULL"),
            postgresql_where=sa.text("next_breach_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_referral_child"), ["child"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_claimed_by"), ["claimed_by"], unique=False)
        batch_op.create_index(
            "ix_referral_clockless",
            ["id"],
            unique=False,
            sqlite_where=sa.text("next_breach_at IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("next_breach_at IS NULL AND closed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_referral_opened_by"), ["opened_by"], unique=False)
        batch_op.create_index("ix_referral_queue", ["unit", "state", "level"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_unit"), ["unit"], unique=False)
        batch_op.create_index(
            "uq_referral_one_open_of_child",
            ["child"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "web_event",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("address", ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_web_event_address")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_event")),
        sa.UniqueConstraint("address", "key", name=op.f("uq_web_event_address_key")),
        sa.UniqueConstraint("address", "seq", name=op.f("uq_web_event_address_seq")),
    )
    op.create_table(
        "danger_trace",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("address", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("referral", ID, nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_danger_trace_address")),
        sa.ForeignKeyConstraint(
            ["referral"], ["referral.id"], name=op.f("fk_danger_trace_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_trace")),
    )
    with op.batch_alter_table("danger_trace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_danger_trace_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_danger_trace_referral"), ["referral"], unique=False)

    op.create_table(
        "referral_step",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("referral", ID, nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_referral_step_person")),
        sa.ForeignKeyConstraint(
            ["referral"], ["referral.id"], name=op.f("fk_referral_step_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_step")),
    )
    with op.batch_alter_table("referral_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_step_referral"), ["referral"], unique=False)

    op.create_table(
        "relay",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("referral", ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("from_family", sa.Boolean(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_relay_person")),
        sa.ForeignKeyConstraint(["referral"], ["referral.id"], name=op.f("fk_relay_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay")),
        sa.UniqueConstraint("referral", "seq", name=op.f("uq_relay_referral_seq")),
    )


def downgrade() -> None:
    op.drop_table("relay")
    with op.batch_alter_table("referral_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_step_referral"))

    op.drop_table("referral_step")
    with op.batch_alter_table("danger_trace", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_danger_trace_referral"))
        batch_op.drop_index(batch_op.f("ix_danger_trace_address"))

    op.drop_table("danger_trace")
    op.drop_table("web_event")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_referral_one_open_of_child",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_referral_unit"))
        batch_op.drop_index("ix_referral_queue")
        batch_op.drop_index(batch_op.f("ix_referral_opened_by"))
        batch_op.drop_index(
            "ix_referral_clockless",
            sqlite_where=sa.text("next_breach_at IS NULL AND closed_at IS NULL"),
            postgresql_where=sa.text("next_breach_at IS NULL AND closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_referral_claimed_by"))
        batch_op.drop_index(batch_op.f("ix_referral_child"))
        batch_op.drop_index(
            "ix_referral_breach",
            sqlite_where=sa.text("next_breach_at IS NOT NULL"),
            postgresql_where=sa.text("next_breach_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_referral_address"))

    op.drop_table("referral")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_person"))
        batch_op.drop_index(batch_op.f("ix_outbox_address"))

    op.drop_table("outbox")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_address"))

    op.drop_table("consent")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_digest"))

    op.drop_table("notice")
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_person"))

    op.drop_table("address")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_unit"))
        batch_op.drop_index(batch_op.f("ix_role_region"))
        batch_op.drop_index(batch_op.f("ix_role_person"))

    op.drop_table("role")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reminder_one_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_reminder_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("reminder")
    op.drop_table("invite")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_child"))

    op.drop_table("entry")
    with op.batch_alter_table("care", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_care_open",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_care_child"))

    op.drop_table("care")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_open",
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assignment_person"))
        batch_op.drop_index(batch_op.f("ix_assignment_child"))

    op.drop_table("assignment")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_region"))

    op.drop_table("unit")
    op.drop_table("digest")
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_region"))

    op.drop_table("child")
    with op.batch_alter_table("seen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seen_at"))

    op.drop_table("seen")
    op.drop_table("region")
    op.drop_table("person")
    op.drop_table("job_run")
    op.drop_table("audit_seal")
    op.drop_table("audit")
