"""The ledger (一人一档): children, their key care and directors from–to. Entries are in `storage.entries`.

What is sealed here is opened here or in `storage.children`. After each change `reminders.schedule` is asked anew.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import ChildId, PersonId
from storage.keys import Keyring
from storage.statements import insert
from storage.tables.ledger import assignment, care, child

NAME = "child.name"
GUARDIAN = "child.guardian"
BIRTH_MONTH = "child.birth_month"
REASONS = "care.reasons"


@dataclass(frozen=True)
class NewChild:
    """`region` is the village's code, `birth_month` reads "2015-03", `guardian` how to reach whom.

    Of `born_on` only the month and the 16th birthday are kept; it wins over `birth_month`.
    """

    name: str
    region: str
    entered_on: date
    guardian: str | None = None
    birth_month: str | None = None
    born_on: date | None = None


async def add_child(tx: Transaction, new: NewChild) -> ChildId:
    """Enters a child as counted; `put_in_care` makes it a key-care file."""
    month = f"{new.born_on:%Y-%m}" if new.born_on else new.birth_month
    row = {
        "region": new.region,
        "name": tx.keys.seal(NAME, new.name),
        "guardian": _sealed(tx.keys, GUARDIAN, new.guardian),
        "birth_month": _sealed(tx.keys, BIRTH_MONTH, month),
        "entered_on": new.entered_on,
        "under_16_until": sixteenth_birthday(new.born_on, month),
    }
    return ChildId(await insert(tx, child, row))


async def leave_ledger(tx: Transaction, who: ChildId, left_on: date) -> None:
    """Moved away or grown out of it: nothing is owed any more, and nobody's list shows the child."""
    await tx.execute(sa.update(child).where(child.c.id == who).values(left_on=left_on))


async def put_in_care(
    tx: Transaction,
    who: ChildId,
    reasons: Sequence[str],
    since: date,
    close_months: int | None = None,
) -> None:
    """Opens key care for these reasons (codes). At most one holds: a second is an IntegrityError.

    `close_months` is `content.care_periods.close_months` of the reasons: what the rules read of them.
    """
    sealed = tx.keys.seal(REASONS, ",".join(reasons))
    row = {"child": who, "since": since, "reasons": sealed, "close_months": close_months}
    await insert(tx, care, row)


async def change_reasons(
    tx: Transaction, who: ChildId, reasons: Sequence[str], close_months: int | None = None
) -> None:
    """Other reasons for the care that holds; it began when it began."""
    sealed = tx.keys.seal(REASONS, ",".join(reasons))
    await tx.execute(_open(care, who).values(reasons=sealed, close_months=close_months))


async def end_care(tx: Transaction, who: ChildId, last_day: date) -> None:
    """Ends the care that holds. What key care asks for stops with this entry; `last_day` is its record."""
    await tx.execute(_open(care, who).values(until=last_day))


async def assign(tx: Transaction, who: ChildId, director: PersonId, since: date) -> None:
    """This director answers for the child from `since` on; who did before, through the day before."""
    await unassign(tx, who, since - timedelta(days=1))
    await insert(tx, assignment, {"child": who, "person": director, "since": since})


async def unassign(tx: Transaction, who: ChildId, last_day: date) -> None:
    """From then on the village's only director answers, if there is just one."""
    await tx.execute(_open(assignment, who).values(until=last_day))


def sixteenth_birthday(born_on: date | None, birth_month: str | None) -> date | None:
    """Of a month only ("2015-03") its last day; None where nothing readable is known."""
    if born_on is None:
        try:
            first = date.fromisoformat(f"{birth_month}-01")
        except ValueError:
            return None
        born_on = first.replace(day=monthrange(first.year, first.month)[1])
    last = monthrange(born_on.year + 16, born_on.month)[1]
    return born_on.replace(year=born_on.year + 16, day=min(born_on.day, last))


def reasons_opened(keys: Keyring, sealed: bytes | None) -> tuple[str, ...]:
    opened = keys.open_or_none(REASONS, sealed)
    return tuple(opened.split(",")) if opened else ()


def _open(table: sa.Table, who: ChildId) -> sa.Update:
    return sa.update(table).where(table.c.child == who, table.c.until.is_(None))


def _sealed(keys: Keyring, column: str, text: str | None) -> bytes | None:
    return None if text is None else keys.seal(column, text)
