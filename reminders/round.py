"""The round of counted children: still here, changed, gone, one by one, over as many days as it takes.

What is done is an entry, so nothing of a round is kept beside the ledger: it stands wherever one goes on.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reminders.due import Kind
from reminders.morning import last_day_asked
from reminders.record import UNDO_WITHIN, Held, NotInYourCare, UndoTooLate
from reminders.schedule import settle
from storage import audit, corrections, entries
from storage.access import Actor, Deed, may
from storage.care import thing_seen
from storage.database import Transaction
from storage.ids import ChildId, EntryId, PersonId
from storage.rounds import Corrected, InRound, Span, Stand, correct_record, stand_of

COUNTS_AS_DONE = timedelta(days=30)
"""So long what was checked counts in "3 of 12": a round is done in days, the next is half a year off."""


@dataclass(frozen=True)
class Turned:
    """How the round stands after a child was done; `entry` None when it was done before."""

    entry: EntryId | None
    stand: Stand


def span_of(now: datetime, today: date) -> Span:
    return Span(last_day_asked(today), now - COUNTS_AS_DONE)


async def still_here(
    tx: Transaction,
    actor: Actor,
    code: str,
    child: ChildId,
    now: datetime,
    today: date,
    *,
    names: bool,
) -> Turned:
    """A refresh is entered, and the next one follows. Raises NotInYourCare.

    Five statements; one that was done meanwhile is left as it is.
    """
    span = span_of(now, today)
    before = await stand_of(tx, actor, code, span, today, current=child, names=names, after=child)
    by, current = _allowed(actor, before)
    if not current.waits:
        return Turned(None, before)
    made = await entries.add_entry(
        tx, child, by, Held(Kind.REFRESH, today, reached=True).entry, now
    )
    await settle(tx, child, now, today, touched=(Kind.REFRESH,))
    await audit.note(tx, actor, "record", "child", child, now)
    return Turned(made, Stand(current, before.next, before.left - 1, before.done + 1))


async def change_record(
    tx: Transaction,
    actor: Actor,
    code: str,
    child: ChildId,
    right: Corrected,
    now: datetime,
    today: date,
    *,
    names: bool,
) -> InRound:
    """The record as it is right now; that it was checked is entered next. Raises NotInYourCare."""
    span = span_of(now, today)
    stand = await stand_of(tx, actor, code, span, today, current=child, names=names)
    _, current = _allowed(actor, stand)
    await correct_record(tx, child, right)
    await settle(tx, child, now, today)
    await audit.note(tx, actor, "change", "child", child, now)
    return current


async def undo_last(
    tx: Transaction,
    actor: Actor,
    code: str,
    child: ChildId,
    entry: EntryId,
    now: datetime,
    today: date,
    *,
    names: bool,
) -> Stand:
    """The child just done is asked about again. Raises NotInYourCare, UndoTooLate. Five statements."""
    span = span_of(now, today)
    before = await stand_of(tx, actor, code, span, today, current=child, names=names)
    by, current = _allowed(actor, before)
    if await corrections.undo_entry(tx, entry, child, by, now - UNDO_WITHIN, now) is None:
        raise UndoTooLate
    await settle(tx, child, now, today)
    await audit.note(tx, actor, "undo", "child", child, now)
    return Stand(current, current, before.left + 1, before.done - 1)


def _allowed(actor: Actor, stand: Stand) -> tuple[PersonId, InRound]:
    current = stand.current
    if current is None or actor.person is None:
        raise NotInYourCare
    if not may(actor, Deed.RECORD, thing_seen(actor, current.path)):
        raise NotInYourCare
    return actor.person, current
