"""What is shown of children, narrowed in SQL to those the actor may see (`storage.care`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.access import Actor
from storage.care import seen_by
from storage.database import Transaction
from storage.ids import ChildId, PersonId
from storage.keys import Keyring
from storage.ledger import BIRTH_MONTH, GUARDIAN, NAME, reasons_opened
from storage.regional_rules import rules_column, rules_read
from storage.tables.ledger import care, child, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Personal:
    """What only the desk's own screens show. `birth_month` reads "2015-03", `reasons` are codes."""

    name: str
    guardian: str | None
    birth_month: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class OpenReminder:
    """`ask_on`: the planned day of what was due before the desk began; `put_off_why` is a code."""

    kind: str
    due: date
    acknowledged_on: date | None
    ask_on: date | None = None
    put_off_until: date | None = None
    put_off_why: str | None = None
    tried_until: date | None = None
    tries: int = 0
    nudged_on: date | None = None


@dataclass(frozen=True)
class File:
    """A child's card: `personal` is None unless it was asked for; `care_since` unless in key care.

    `rules` are those in force at its place; `close_months` the interval inside care periods, if marked.
    """

    child: ChildId
    region_name: str
    path: str
    care_since: date | None
    personal: Personal | None
    reminders: tuple[OpenReminder, ...]
    rules: Mapping[str, int] = field(default_factory=dict)
    close_months: int | None = None


@dataclass(frozen=True)
class Listed:
    """A line of a list; `name` is None unless asked for, `due` unless something is owed."""

    child: ChildId
    name: str | None
    due: date | None


@dataclass(frozen=True)
class Owed:
    """One open reminder; `assigned` is the director named for the child, whether or not in office."""

    child: ChildId
    kind: str
    due: date
    path: str
    assigned: PersonId | None


async def hold_child(tx: Transaction, actor: Actor, who: ChildId, today: date) -> str | None:
    """The path of a child this actor may see, its row locked for this turn; None as for no child."""
    statement = (
        sa.select(region.c.path)
        .join_from(child, region, region.c.code == child.c.region)
        .where(child.c.id == who, seen_by(actor, today))
        .with_for_update(of=child)
    )
    path: str | None = (await tx.execute(statement)).scalar_one_or_none()
    return path


async def file_of(
    tx: Transaction, actor: Actor, who: ChildId, today: date, *, personal: bool
) -> File | None:
    """The card of a child this actor may see, else None. One statement."""
    statement = (
        sa.select(
            child,
            region.c.name.label("region_name"),
            region.c.path,
            care.c.since,
            care.c.reasons,
            care.c.close_months,
            rules_column(region.c.path).label("rules"),
            reminder.c.kind,
            reminder.c.due,
            reminder.c.acknowledged_on,
            reminder.c.ask_on,
            reminder.c.put_off_until,
            reminder.c.put_off_why,
            reminder.c.tried_until,
            reminder.c.tries,
            reminder.c.nudged_on,
        )
        .join_from(child, region, region.c.code == child.c.region)
        .outerjoin(care, sa.and_(care.c.child == child.c.id, care.c.until.is_(None)))
        .outerjoin(reminder, _open_of_child())
        .where(child.c.id == who, seen_by(actor, today))
        .order_by(reminder.c.due, reminder.c.kind)
    )
    rows = (await tx.execute(statement)).all()
    return _file(tx.keys, rows, personal=personal) if rows else None


async def children_of(
    tx: Transaction, actor: Actor, today: date, page: int, size: int, *, names: bool
) -> list[Listed]:
    """One page of the children this actor sees, the first due first; one more than `size` if more follow."""
    first_due = sa.func.min(reminder.c.due)
    statement = (
        sa.select(child.c.id, child.c.name, first_due.label("due"))
        .join_from(child, region, region.c.code == child.c.region)
        .outerjoin(reminder, _open_of_child())
        .where(seen_by(actor, today))
        .group_by(child.c.id, child.c.name)
        .order_by(first_due.is_(None), first_due, child.c.id)
        .offset(page * size)
        .limit(size + 1)
    )
    return [
        Listed(ChildId(row.id), tx.keys.open(NAME, row.name) if names else None, row.due)
        for row in await tx.execute(statement)
    ]


def _open_of_child() -> sa.ColumnElement[bool]:
    return sa.and_(reminder.c.child == child.c.id, reminder.c.closed_at.is_(None))


def _file(keys: Keyring, rows: Any, *, personal: bool) -> File:
    row = rows[0]
    reminders = tuple(_open_reminder(each) for each in rows if each.kind)
    opened = _personal(keys, row) if personal else None
    return File(
        ChildId(row.id),
        row.region_name,
        row.path,
        row.since,
        opened,
        reminders,
        rules_read(row.rules),
        row.close_months,
    )


def _open_reminder(row: Any) -> OpenReminder:
    return OpenReminder(
        row.kind,
        row.due,
        row.acknowledged_on,
        row.ask_on,
        row.put_off_until,
        row.put_off_why,
        row.tried_until,
        row.tries,
        row.nudged_on,
    )


def _personal(keys: Keyring, row: Any) -> Personal:
    return Personal(
        keys.open(NAME, row.name),
        keys.open_or_none(GUARDIAN, row.guardian),
        keys.open_or_none(BIRTH_MONTH, row.birth_month),
        reasons_opened(keys, row.reasons),
    )
