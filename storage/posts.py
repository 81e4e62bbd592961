"""Digests' letters in bulk: put in, looked up by their readers, and ended where a newer one takes their place."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import DigestId, LetterId, PersonId
from storage.outbox import OPEN, LetterState, Priority, Why
from storage.statements import insert_new
from storage.tables.chats import outbox, web_event

KIND = "digest"
"""The kind of a digest's letter; its key is "digest:<person>:<day>"."""


@dataclass(frozen=True)
class Post:
    """A digest's letter. `brought_at` is None while it is not sent; `flying`: it is being sent now.

    `again`: it was brought to one address before, and goes to another.
    """

    letter: LetterId
    person: PersonId
    made_at: datetime
    brought_at: datetime | None
    flying: bool
    again: bool = False


def letter_key(who: PersonId, day: date) -> str:
    return f"{KIND}:{who}:{day}"


async def put_digests(
    tx: Transaction, made: Mapping[PersonId, DigestId], day: date, now: datetime
) -> None:
    """The letters of new digests, as `storage.outbox.put` would put each. One statement."""
    rows = [
        {
            "key": letter_key(person, day),
            "kind": KIND,
            "person": person,
            "refs": {"digest": digest},
            "priority": Priority.DIGEST.value,
            "not_before": now,
            "made_at": now,
            "state": LetterState.WAITING.value,
        }
        for person, digest in made.items()
    ]
    if rows:
        await tx.execute(insert_new(tx, outbox), rows)


async def fold(tx: Transaction, letters: Collection[LetterId], now: datetime) -> None:
    """Ends letters a newer one takes the place of; one that is being sent stays. One statement."""
    if not letters:
        return
    values = {
        "state": LetterState.SENT.value,
        "lease_until": None,
        "done_at": now,
        "why": Why.FOLDED.value,
    }
    await tx.execute(
        sa.update(outbox).where(outbox.c.id.in_(letters), OPEN, ~flying(now)).values(values)
    )


async def posts_of(
    tx: Transaction, people: Collection[PersonId], since: datetime, now: datetime
) -> list[Post]:
    """These people's digest letters that were sent since then or are still unsent. One statement."""
    columns = (
        outbox.c.id,
        outbox.c.person,
        outbox.c.made_at,
        _brought_at().label("brought_at"),
        flying(now).label("flying"),
        outbox.c.event.is_not(None).label("again"),
    )
    theirs = (outbox.c.kind == KIND, outbox.c.person.in_(people))
    sent = (outbox.c.done_at >= since, outbox.c.sent_to.is_not(None))
    statement = sa.union_all(
        sa.select(*columns).where(*theirs, *sent),
        sa.select(*columns).where(*theirs, outbox.c.done_at.is_(None)),
    )
    return [
        Post(
            LetterId(row.id),
            PersonId(row.person),
            row.made_at,
            row.brought_at,
            bool(row.flying),
            bool(row.again),
        )
        for row in await tx.execute(statement)
    ]


def key_in_sql(who: sa.ColumnElement[Any], day: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """`letter_key`; `day` as text."""
    return sa.literal(f"{KIND}:") + sa.cast(who, sa.Text) + ":" + day


def _brought_at() -> sa.ColumnElement[datetime | None]:
    """What a page shows on a later day was brought there before: its reader's week has it on that day."""
    brought = sa.select(web_event.c.at).where(
        web_event.c.id == outbox.c.event, web_event.c.shown_at == outbox.c.done_at
    )
    return sa.func.coalesce(brought.scalar_subquery(), outbox.c.done_at)


def flying(now: datetime) -> sa.ColumnElement[bool]:
    """Being sent now: claimed, and the lease has not lapsed."""
    claimed = outbox.c.state == LetterState.SENDING.value
    return sa.and_(claimed, sa.func.coalesce(outbox.c.lease_until > now, sa.false()))
