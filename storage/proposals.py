"""Proposals: a child for the ledger or key care, a child who leaves it, a family that wants to be contacted.

Named queries only; the rules are `reminders.proposals`. What was told is sealed, and erased once it is decided.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.access import Actor, Role
from storage.care import places_of, seen_by
from storage.database import Transaction
from storage.ids import AddressId, ChildId, ProposalId
from storage.proposal_values import Proposal, ProposalKind, ProposalState
from storage.tables.ledger import care, child, proposal
from storage.tables.people import region

OPEN = proposal.c.state == ProposalState.OPEN.value


@dataclass(frozen=True)
class Proposable:
    """A child this actor may propose something of; its row is locked."""

    region: str
    path: str
    in_care: bool
    open: ProposalId | None


async def place_worked_at(tx: Transaction, actor: Actor, code: str, today: date) -> str | None:
    """The path of a place this actor works for, covers included; None for any other."""
    here = sa.select(region.c.path).where(region.c.code == code)
    found = await tx.execute(here.where(region.c.code.in_(places_of(actor, today))))
    path: str | None = found.scalar_one_or_none()
    return path


async def hold_proposable(
    tx: Transaction, actor: Actor, who: ChildId, kind: ProposalKind, today: date
) -> Proposable | None:
    """None as for no child. `open` is a proposal of this kind that waits already."""
    waiting = (
        sa.select(sa.func.min(proposal.c.id))
        .where(proposal.c.child == child.c.id, proposal.c.kind == kind.value, OPEN)
        .scalar_subquery()
    )
    cared = sa.exists().where(care.c.child == child.c.id, care.c.until.is_(None)).correlate(child)
    statement = (
        sa.select(child.c.region, region.c.path, cared.label("in_care"), waiting.label("open"))
        .join_from(child, region, region.c.code == child.c.region)
        .where(child.c.id == who, seen_by(actor, today))
        .with_for_update(of=child)
    )
    row = (await tx.execute(statement)).first()
    return None if row is None else Proposable(row.region, row.path, bool(row.in_care), row.open)


async def proposal_seen(
    tx: Transaction, actor: Actor, which: ProposalId, today: date
) -> Proposal | None:
    """One that this actor of the staff may see, else None, as for none. One statement."""
    return await _one(tx, sa.and_(proposal.c.id == which, seen(actor, today)))


async def proposal_by_id(
    tx: Transaction, which: ProposalId, *, lock: bool = False
) -> Proposal | None:
    return await _one(tx, proposal.c.id == which, lock=lock)


async def proposals_seen(
    tx: Transaction, actor: Actor, today: date, page: int, size: int
) -> list[Proposal]:
    """What waits and this actor may see; the oldest first, one more than `size` if more follow."""
    statement = (
        _rows()
        .where(OPEN, seen(actor, today))
        .order_by(proposal.c.made_at, proposal.c.id)
        .offset(page * size)
        .limit(size + 1)
    )
    return [_proposal(row) for row in await tx.execute(statement)]


async def count_waiting(tx: Transaction, actor: Actor, today: date) -> int:
    statement = (
        sa.select(sa.func.count())
        .select_from(proposal)
        .join(region, region.c.code == proposal.c.region)
        .where(OPEN, seen(actor, today))
    )
    return int((await tx.execute(statement)).scalar_one())


async def closings_seen(
    tx: Transaction, actor: Actor, since: datetime, today: date
) -> list[Proposal]:
    """Children who left the ledger or key care since then, the latest first."""
    left = (
        proposal.c.kind == ProposalKind.LEAVING.value,
        proposal.c.state == ProposalState.ACCEPTED.value,
        proposal.c.decided_at >= since,
    )
    statement = _rows().where(*left, seen(actor, today)).order_by(proposal.c.decided_at.desc())
    return [_proposal(row) for row in await tx.execute(statement)]


async def open_of_child(tx: Transaction, who: ChildId) -> list[Proposal]:
    statement = _rows().where(OPEN, proposal.c.child == who).order_by(proposal.c.id)
    return [_proposal(row) for row in await tx.execute(statement)]


async def wanted_by(tx: Transaction, at: AddressId) -> list[Proposal]:
    """What a family asked for from this chat, the newest first."""
    statement = _rows().where(proposal.c.address == at).order_by(proposal.c.id.desc())
    return [_proposal(row) for row in await tx.execute(statement)]


def seen(actor: Actor, today: date) -> sa.ColumnElement[bool]:
    """A supervisor sees those of the township; a director their own, and families' wishes in the village."""
    if actor.role not in {Role.DIRECTOR, Role.SUPERVISOR} or actor.person is None:
        return sa.false()
    here = proposal.c.region.in_(places_of(actor, today))
    if actor.role is Role.SUPERVISOR:
        return here
    own = proposal.c.person == actor.person
    return sa.or_(own, sa.and_(proposal.c.kind == ProposalKind.CONTACT.value, here))


async def _one(
    tx: Transaction, which: sa.ColumnElement[bool], *, lock: bool = False
) -> Proposal | None:
    statement = _rows().where(which)
    if lock:
        statement = statement.with_for_update(of=proposal)
    row = (await tx.execute(statement)).first()
    return None if row is None else _proposal(row)


def _rows() -> sa.Select[Any]:
    return sa.select(proposal, region.c.path, region.c.name.label("region_name")).join(
        region, region.c.code == proposal.c.region
    )


def _proposal(row: Any) -> Proposal:
    return Proposal(
        ProposalId(row.id),
        ProposalKind(row.kind),
        ProposalState(row.state),
        row.child,
        row.region,
        row.region_name,
        row.path,
        row.to_region,
        row.person,
        row.address,
        row.reason,
        row.answers,
        row.made_at,
        row.answer_by,
        row.climbed,
        row.decided_by,
        row.decided_at,
        row.decided_why,
    )
