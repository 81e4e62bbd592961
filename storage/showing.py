"""Letters brought to a person's web chat: they count as delivered only when the page has shown them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import AddressId, LetterId
from storage.letter import Letter, LetterState, Why, read_letter
from storage.tables.chats import outbox, web_event


@dataclass(frozen=True)
class Unshown:
    """A letter its page did not show in time. `at`: the web chat's address; `brought_at`: since when."""

    letter: Letter
    at: AddressId
    brought_at: datetime

    @property
    def asked_before(self) -> bool:
        """Whether it had its time already, and only waits for the morning."""
        return self.at in self.letter.tried


async def showing(
    tx: Transaction, letter: LetterId, to: AddressId, event: int, now: datetime, check_at: datetime
) -> None:
    values = {
        "state": LetterState.SHOWING.value,
        "lease_until": None,
        "done_at": now,
        "sent_to": to,
        "event": event,
        "check_at": check_at,
    }
    await tx.execute(sa.update(outbox).where(outbox.c.id == letter).values(values))


async def confirm(tx: Transaction) -> int:
    """What a page has shown is sent, at the instant it was shown; the number of letters. One statement."""
    seen = sa.select(web_event.c.shown_at).where(web_event.c.id == outbox.c.event)
    statement = sa.update(outbox).where(
        outbox.c.check_at.is_not(None),
        outbox.c.state == LetterState.SHOWING.value,
        sa.exists().where(web_event.c.id == outbox.c.event, web_event.c.shown_at.is_not(None)),
    )
    values = {
        "state": LetterState.SENT.value,
        "check_at": None,
        "done_at": seen.scalar_subquery(),
        "why": None,
    }
    return int((await tx.execute(statement.values(values))).rowcount)


async def unshown(tx: Transaction, now: datetime, limit: int) -> list[Unshown]:
    """Letters whose page should have shown them by now, locked."""
    statement = (
        sa.select(outbox)
        .where(outbox.c.check_at <= now, outbox.c.state == LetterState.SHOWING.value)
        .order_by(outbox.c.check_at, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await tx.execute(statement)
    return [Unshown(read_letter(row), AddressId(row.sent_to), row.done_at) for row in rows]


async def shown_at(tx: Transaction, event: int) -> datetime | None:
    found = await tx.execute(sa.select(web_event.c.shown_at).where(web_event.c.id == event))
    at: datetime | None = found.scalar_one_or_none()
    return at


async def to_the_next(tx: Transaction, late: Unshown, now: datetime) -> None:
    """Back among the waiting; its web chat is behind it."""
    waiting = {
        "state": LetterState.WAITING.value,
        "not_before": now,
        "done_at": None,
        "sent_to": None,
        "check_at": None,
    }
    await _change(tx, late, **waiting)


async def ask_again(tx: Transaction, late: Unshown, check_at: datetime) -> None:
    """There is no other way: its page has until then."""
    await _change(tx, late, check_at=check_at)


async def never_shown(tx: Transaction, late: Unshown, now: datetime) -> None:
    unreachable = {
        "state": LetterState.UNREACHABLE.value,
        "done_at": now,
        "sent_to": None,
        "check_at": None,
    }
    await _change(tx, late, **unreachable)


async def _change(tx: Transaction, late: Unshown, **values: Any) -> None:
    tried = list(dict.fromkeys([*late.letter.tried, late.at]))
    still = (
        outbox.c.id == late.letter.id,
        outbox.c.state == LetterState.SHOWING.value,
    )
    told = {"tried": tried, "why": Why.NOT_SHOWN.value, **values}
    await tx.execute(sa.update(outbox).where(*still).values(told))
