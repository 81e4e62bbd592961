"""Numbers for a county: by place, never by child or director. Every query is narrowed by a scope."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from storage.access import in_scope
from storage.database import Transaction
from storage.tables.chats import outbox
from storage.tables.desk import job_run
from storage.tables.ledger import care, child, entry, reminder
from storage.tables.people import region

WAITING = ("waiting", "sending")


@dataclass(frozen=True)
class Place:
    """A place right below a scope, a township of a county or a county of a city; or the scope itself."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class LateAt:
    """How many items of one village are open for so long, and the oldest's day."""

    path: str
    items: int
    oldest: date


@dataclass(frozen=True)
class RefreshedAt:
    """Of the children of one village, in key care or counted: all, and those refreshed."""

    path: str
    in_care: bool
    children: int
    refreshed: int


@dataclass(frozen=True)
class Pulse:
    """When the last day was planned, and since when a letter that may go waits."""

    planned_at: datetime | None
    waiting_since: datetime | None


async def places_of(tx: Transaction, scope: str) -> list[Place]:
    """Right below a scope by code, and last the scope itself."""
    deeper = region.c.path.like(f"{scope}/%/%")
    statement = (
        sa.select(region.c.code, region.c.name, region.c.path)
        .where(in_scope(region.c.path, scope), ~deeper)
        .order_by(region.c.path == scope, region.c.code)
    )
    return [Place(row.code, row.name, row.path) for row in await tx.execute(statement)]


async def late_by_place(tx: Transaction, scope: str, through: date) -> list[LateAt]:
    """What was to be done by `through` and is open; an item of the backlog from the day it is asked for."""
    asked = sa.func.coalesce(reminder.c.ask_on, reminder.c.due)
    statement = (
        sa.select(region.c.path, sa.func.count().label("items"), sa.func.min(asked).label("oldest"))
        .join_from(reminder, child, child.c.id == reminder.c.child)
        .join(region, region.c.code == child.c.region)
        .where(
            reminder.c.closed_at.is_(None),
            reminder.c.due <= through,
            asked <= through,
            child.c.left_on.is_(None),
            in_scope(region.c.path, scope),
        )
        .group_by(region.c.path)
    )
    return [LateAt(row.path, row.items, row.oldest) for row in await tx.execute(statement)]


async def refreshed_by_place(tx: Transaction, scope: str, since: date) -> list[RefreshedAt]:
    """Whose record was confirmed, or who was entered, on that day or later."""
    confirmed = sa.exists().where(
        entry.c.child == child.c.id,
        entry.c.kind == "refresh",
        entry.c.reached,
        entry.c.undone_at.is_(None),
        entry.c.held_on >= since,
    )
    done = sa.case((sa.or_(child.c.entered_on >= since, confirmed), 1), else_=0)
    in_care = care.c.id.is_not(None).label("in_care")
    statement = (
        sa.select(
            region.c.path,
            in_care,
            sa.func.count().label("children"),
            sa.func.sum(done).label("refreshed"),
        )
        .join_from(child, region, region.c.code == child.c.region)
        .outerjoin(care, sa.and_(care.c.child == child.c.id, care.c.until.is_(None)))
        .where(child.c.left_on.is_(None), in_scope(region.c.path, scope))
        .group_by(region.c.path, in_care)
    )
    return [
        RefreshedAt(row.path, bool(row.in_care), row.children, int(row.refreshed))
        for row in await tx.execute(statement)
    ]


async def pulse(tx: Transaction, plan: str, now: datetime) -> Pulse:
    """One statement. `plan` is the name of the job that plans a day."""
    planned = (
        sa.select(sa.func.max(job_run.c.instant))
        .where(job_run.c.job == plan, job_run.c.done_at.is_not(None))
        .scalar_subquery()
    )
    waiting = (
        sa.select(sa.func.min(outbox.c.not_before))
        .where(outbox.c.state.in_(WAITING), outbox.c.not_before <= now)
        .scalar_subquery()
    )
    row = (await tx.execute(sa.select(planned.label("planned"), waiting.label("waiting")))).one()
    return Pulse(row.planned, row.waiting)
