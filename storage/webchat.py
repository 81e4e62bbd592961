"""The web chat's transcript: numbered, sealed events, resent from the last one seen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId
from storage.statements import insert
from storage.tables.chats import address, web_event

BODY = "web_event.body"
HISTORY = 200


@dataclass(frozen=True)
class WebEvent:
    """`id` is unique over all browsers and grows: it is the update id. `seq` numbers one chat."""

    id: int
    seq: int
    kind: str
    body: Mapping[str, Any]
    at: datetime
    fresh: bool = True


async def add_event(
    tx: Transaction,
    to: AddressId,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
    key: str | None = None,
) -> WebEvent:
    """Stores the event under the chat's next number; a known `key` is found, not stored again."""
    await tx.execute(sa.select(address.c.id).where(address.c.id == to).with_for_update())
    if key is not None:
        known = web_event.c.address == to, web_event.c.key == key
        found = (await tx.execute(sa.select(web_event).where(*known))).first()
        if found is not None:
            return _event(tx, found, fresh=False)
    newest = sa.select(sa.func.max(web_event.c.seq)).where(web_event.c.address == to)
    seq = ((await tx.execute(newest)).scalar_one() or 0) + 1
    text = json.dumps({**body, "seq": seq}, ensure_ascii=False)
    row = {
        "address": to,
        "seq": seq,
        "key": key,
        "kind": kind,
        "body": tx.keys.seal(BODY, text),
        "at": now,
    }
    added = await insert(tx, web_event, row)
    return WebEvent(added, seq, kind, {**body, "seq": seq}, now)


async def events_after(tx: Transaction, of: AddressId, seq: int) -> list[WebEvent]:
    """The newest events after `seq`, at most HISTORY, in order."""
    statement = (
        sa.select(web_event)
        .where(web_event.c.address == of, web_event.c.seq > seq)
        .order_by(web_event.c.seq.desc())
        .limit(HISTORY)
    )
    return [_event(tx, row) for row in reversed((await tx.execute(statement)).all())]


async def shown(tx: Transaction, to: AddressId, seq: int, now: datetime) -> None:
    """The page has shown everything through `seq`: delivered. Who reads it can be reached again."""
    statement = sa.update(web_event).where(
        web_event.c.address == to, web_event.c.seq <= seq, web_event.c.shown_at.is_(None)
    )
    await tx.execute(statement.values(shown_at=now))
    away = sa.update(address).where(address.c.id == to, address.c.unreachable_since.is_not(None))
    await tx.execute(away.values(unreachable_since=None))


def _event(tx: Transaction, row: Any, *, fresh: bool = True) -> WebEvent:
    body = json.loads(tx.keys.open(BODY, row.body))
    return WebEvent(row.id, row.seq, row.kind, body, row.at, fresh)


async def erase_events(tx: Transaction, of: AddressId) -> None:
    """Takes the words of every event; the numbers stay, so that open pages don't lose count."""
    empty = tx.keys.seal(BODY, json.dumps({"message": 0, "erased": True}))
    statement = sa.update(web_event).where(web_event.c.address == of)
    await tx.execute(statement.values(body=empty, kind="erased", key=None))
