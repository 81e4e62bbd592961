"""Who there is: places, units, people, their roles from–to, invites."""

import sqlalchemy as sa

from storage.tables.base import Instant, big_id, metadata, path_type, sealed

region = sa.Table(
    "region",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("path", path_type(), nullable=False, unique=True),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
    sa.Column("successor", sa.Text),
)

unit = sa.Table(
    "unit",
    metadata,
    big_id(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("region", sa.ForeignKey("region.code"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("example", sa.Boolean, nullable=False),
    sa.Column("closed_on", sa.Date),
)

person = sa.Table(
    "person",
    metadata,
    big_id(),
    sealed("name", nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)

role = sa.Table(
    "role",
    metadata,
    big_id(),
    sa.Column("person", sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("region", sa.ForeignKey("region.code"), nullable=False, index=True),
    sa.Column("unit", sa.ForeignKey("unit.id"), index=True),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),
)

invite = sa.Table(
    "invite",
    metadata,
    big_id(),
    sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("word_hash", sa.LargeBinary),
    sa.Column("wrong_words", sa.Integer, nullable=False, server_default="0"),
    sa.Column("person", sa.ForeignKey("person.id")),
    sealed("name", nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("region", sa.ForeignKey("region.code"), nullable=False),
    sa.Column("unit", sa.ForeignKey("unit.id")),
    sa.Column("inviter", sa.ForeignKey("person.id")),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("taken_at", Instant),
    sa.Column("taken_by", sa.ForeignKey("person.id")),
)

leave = sa.Table(
    "leave",
    metadata,
    big_id(),
    sa.Column("person", sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("cover", sa.ForeignKey("person.id"), index=True),
    sa.Column("made_by", sa.ForeignKey("person.id"), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("cancelled_at", Instant),
)
