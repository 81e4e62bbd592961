"""The counted children of a place whose record is to be checked: who is left, who is done. Named queries only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.access import Actor
from storage.care import seen_by
from storage.database import Transaction
from storage.ids import ChildId
from storage.ledger import BIRTH_MONTH, GUARDIAN, NAME, sixteenth_birthday
from storage.proposal_values import ProposalKind
from storage.proposals import OPEN
from storage.tables.ledger import care, child, entry, proposal, reminder
from storage.tables.people import region

REFRESH = "refresh"


@dataclass(frozen=True)
class Span:
    """Asked for are due dates up to `through`; done is what was entered since then."""

    through: date
    since: datetime


@dataclass(frozen=True)
class InRound:
    """`name` is None unless asked for; `waits`: its record is to be checked, and nobody said it is gone."""

    child: ChildId
    name: str | None
    path: str
    waits: bool


@dataclass(frozen=True)
class Stand:
    """The one asked about, if it is there to be seen, the next who waits, and how far the round is."""

    current: InRound | None
    next: InRound | None
    left: int
    done: int


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    path: str
    left: int


@dataclass(frozen=True)
class Corrected:
    """What changed on a record; None: as it was."""

    guardian: str | None = None
    birth_month: str | None = None


async def stand_of(
    tx: Transaction,
    actor: Actor,
    code: str,
    span: Span,
    today: date,
    *,
    current: ChildId | None,
    names: bool,
    after: ChildId | None = None,
) -> Stand:
    """One statement. `current` is locked, as is the next; `after`: the next behind that one, if any is."""
    asked_about = child.c.id == (current or 0)
    here = sa.and_(child.c.region == code, seen_by(actor, today), _counted())
    waits = _waits(span)
    statement = (
        sa.select(
            child.c.id,
            child.c.name,
            region.c.path,
            waits.label("waits"),
            _count(here, waits).label("left"),
            _count(here, ~waits, _done(span)).label("done"),
        )
        .join_from(child, region, region.c.code == child.c.region)
        .where(here, sa.or_(waits, asked_about))
        .order_by(asked_about.desc(), (child.c.id > (after or 0)).desc(), child.c.id)
        .limit(2)
        .with_for_update(of=child)
    )
    rows = (await tx.execute(statement)).all()
    if not rows:
        return Stand(None, None, 0, await _all_done(tx, here, span))
    found = [_read(tx, row, names=names) for row in rows]
    mine = next((each for each in found if each.child == current), None)
    others = [each for each in found if each.child != current and each.waits]
    return Stand(mine, others[0] if others else None, rows[0].left, rows[0].done)


async def places_in_round(tx: Transaction, actor: Actor, span: Span, today: date) -> list[Place]:
    """Where somebody waits to be checked, by code. One statement."""
    statement = (
        sa.select(region.c.code, region.c.name, region.c.path, sa.func.count().label("left"))
        .join_from(child, region, region.c.code == child.c.region)
        .where(seen_by(actor, today), _counted(), _waits(span))
        .group_by(region.c.code, region.c.name, region.c.path)
        .order_by(region.c.code)
    )
    return [Place(row.code, row.name, row.path, row.left) for row in await tx.execute(statement)]


async def correct_record(tx: Transaction, who: ChildId, right: Corrected) -> None:
    """One statement."""
    values: dict[str, Any] = {}
    if right.guardian is not None:
        values["guardian"] = tx.keys.seal(GUARDIAN, right.guardian)
    if right.birth_month is not None:
        values["birth_month"] = tx.keys.seal(BIRTH_MONTH, right.birth_month)
        values["under_16_until"] = sixteenth_birthday(None, right.birth_month)
    if values:
        await tx.execute(sa.update(child).where(child.c.id == who).values(values))


async def _all_done(tx: Transaction, here: sa.ColumnElement[bool], span: Span) -> int:
    return int((await tx.execute(sa.select(_count(here, _done(span))))).scalar_one())


def _counted() -> sa.ColumnElement[bool]:
    cared = sa.exists().where(care.c.child == child.c.id, care.c.until.is_(None))
    return ~cared.correlate(child)


def _waits(span: Span) -> sa.ColumnElement[bool]:
    asked = sa.exists().where(
        reminder.c.child == child.c.id,
        reminder.c.kind == REFRESH,
        reminder.c.closed_at.is_(None),
        sa.func.coalesce(reminder.c.ask_on, reminder.c.due) <= span.through,
    )
    return sa.and_(asked.correlate(child), ~_gone())


def _done(span: Span) -> sa.ColumnElement[bool]:
    """Checked since then, or said to be gone."""
    checked = sa.exists().where(
        entry.c.child == child.c.id,
        entry.c.kind == REFRESH,
        entry.c.reached,
        entry.c.undone_at.is_(None),
        entry.c.made_at >= span.since,
    )
    return sa.or_(checked.correlate(child), _gone())


def _gone() -> sa.ColumnElement[bool]:
    leaving = proposal.c.kind == ProposalKind.LEAVING.value
    return sa.exists().where(proposal.c.child == child.c.id, leaving, OPEN).correlate(child)


def _count(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(child)
        .join(region, region.c.code == child.c.region)
        .where(*conditions)
        .correlate(None)
        .scalar_subquery()
    )


def _read(tx: Transaction, row: Any, *, names: bool) -> InRound:
    name = tx.keys.open(NAME, row.name) if names else None
    return InRound(ChildId(row.id), name, row.path, bool(row.waits))
