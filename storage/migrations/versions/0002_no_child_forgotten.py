"""No child forgotten"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pace",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_pace")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_calendar_day_person")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "leave",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("cover", ID, nullable=True),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cover"], ["person.id"], name=op.f("fk_leave_cover")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_leave_made_by")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_leave_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_cover"), ["cover"], unique=False)
        batch_op.create_index(batch_op.f("ix_leave_person"), ["person"], unique=False)

    op.create_table(
        "regional_rule",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_regional_rule_person")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_regional_rule_region")),
        sa.PrimaryKeyConstraint("region", "rule", name=op.f("pk_regional_rule")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("address", ID, nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("about_person", ID, nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("climbed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answered_by", ID, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_person"], ["person.id"], name=op.f("fk_complaint_about_person")
        ),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_complaint_address")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_complaint_answered_by")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_complaint_person")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_complaint_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_about_person"), ["about_person"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_complaint_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_region"), ["region"], unique=False)
        batch_op.create_index(
            "ix_complaint_waiting",
            ["answer_by"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "proposal",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("child", ID, nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("to_region", sa.Text(), nullable=True),
        sa.Column("person", ID, nullable=True),
        sa.Column("address", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("climbed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_proposal_address")),
        sa.ForeignKeyConstraint(["child"], ["child.id"], name=op.f("fk_proposal_child")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_proposal_decided_by")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_proposal_person")),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_proposal_region")),
        sa.ForeignKeyConstraint(["to_region"], ["region.code"], name=op.f("fk_proposal_to_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_child"), ["child"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_region"), ["region"], unique=False)
        batch_op.create_index(
            "ix_proposal_waiting",
            ["answer_by"],
            unique=False,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("code_hash", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("code_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("wrong_codes", sa.Integer(), server_default="0", nullable=False)
        )

    with op.batch_alter_table("care", schema=None) as batch_op:
        batch_op.add_column(sa.Column("close_months", sa.Integer(), nullable=True))

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_why", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("under_16_until", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_child_under_16_until"), ["under_16_until"], unique=False
        )

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("was_due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("corrects", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("with_whom", sa.Text(), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("check_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("tried", sa.JSON(), nullable=True))
        batch_op.create_index(
            "ix_outbox_check",
            ["check_at"],
            unique=False,
            sqlite_where=sa.text("check_at IS NOT NULL"),
            postgresql_where=sa.text("check_at IS NOT NULL"),
        )
        batch_op.create_index("ix_outbox_done", ["person", "done_at"], unique=False)

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("put_off_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("put_off_why", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("put_offs", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("tried_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("tries", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("nudged_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_column("nudged_on")
        batch_op.drop_column("tries")
        batch_op.drop_column("tried_until")
        batch_op.drop_column("put_offs")
        batch_op.drop_column("put_off_why")
        batch_op.drop_column("put_off_until")
        batch_op.drop_column("ask_on")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_done")
        batch_op.drop_index(
            "ix_outbox_check",
            sqlite_where=sa.text("check_at IS NOT NULL"),
            postgresql_where=sa.text("check_at IS NOT NULL"),
        )
        batch_op.drop_column("tried")
        batch_op.drop_column("check_at")
        batch_op.drop_column("event")

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_column("with_whom")
        batch_op.drop_column("corrects")
        batch_op.drop_column("was_due")

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_under_16_until"))
        batch_op.drop_column("under_16_until")
        batch_op.drop_column("left_why")

    with op.batch_alter_table("care", schema=None) as batch_op:
        batch_op.drop_column("close_months")

    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.drop_column("wrong_codes")
        batch_op.drop_column("code_until")
        batch_op.drop_column("code_hash")
        batch_op.drop_column("confirmed_at")

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_proposal_waiting",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_proposal_region"))
        batch_op.drop_index(batch_op.f("ix_proposal_person"))
        batch_op.drop_index(batch_op.f("ix_proposal_child"))
        batch_op.drop_index(batch_op.f("ix_proposal_address"))

    op.drop_table("proposal")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_complaint_waiting",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_complaint_region"))
        batch_op.drop_index(batch_op.f("ix_complaint_person"))
        batch_op.drop_index(batch_op.f("ix_complaint_address"))
        batch_op.drop_index(batch_op.f("ix_complaint_about_person"))

    op.drop_table("complaint")
    op.drop_table("regional_rule")
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leave_person"))
        batch_op.drop_index(batch_op.f("ix_leave_cover"))

    op.drop_table("leave")
    op.drop_table("calendar_day")
    op.drop_table("pace")
