"""What changes of proposals: made, decided by one winner, taken back, climbing when nobody answers."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from storage.access import in_scope
from storage.database import Transaction
from storage.ids import AddressId, ChildId, PersonId, ProposalId
from storage.proposal_values import UNTOLD, NewProposal, ProposalKind, ProposalState, sealed
from storage.proposals import OPEN
from storage.statements import insert
from storage.tables.ledger import proposal
from storage.tables.people import region


async def add_proposal(tx: Transaction, new: NewProposal, now: datetime) -> ProposalId:
    """Open, and late at once: the next sweep tells the first who have to know."""
    row = {
        "kind": new.kind.value,
        "region": new.region,
        "child": new.child,
        "to_region": new.to_region,
        "person": new.person,
        "address": new.address,
        "reason": new.reason,
        "answers": sealed(tx.keys, new.told),
        "made_at": now,
        "answer_by": now,
        "climbed": UNTOLD,
        "state": ProposalState.OPEN.value,
    }
    return ProposalId(await insert(tx, proposal, row))


async def decide(
    tx: Transaction,
    which: ProposalId,
    state: ProposalState,
    by: PersonId | None,
    why: str | None,
    now: datetime,
) -> bool:
    """Closes it and erases what was told; False when somebody was first. One winner."""
    values = {
        "state": state.value,
        "decided_by": by,
        "decided_at": now,
        "decided_why": why,
        "answers": None,
    }
    statement = sa.update(proposal).where(proposal.c.id == which, OPEN).values(values)
    return bool((await tx.execute(statement)).rowcount)


async def take_back(tx: Transaction, which: ProposalId, by: PersonId, now: datetime) -> bool:
    """A closing that was wrong: accepted before, withdrawn now; False when it is that already."""
    accepted = proposal.c.state == ProposalState.ACCEPTED.value
    statement = sa.update(proposal).where(proposal.c.id == which, accepted)
    values = {"state": ProposalState.WITHDRAWN.value, "decided_by": by, "decided_at": now}
    return bool((await tx.execute(statement.values(values))).rowcount)


async def withdraw_wanted(tx: Transaction, at: AddressId, now: datetime) -> int:
    """All a family still waits for; what it told is erased."""
    values = {"state": ProposalState.WITHDRAWN.value, "decided_at": now, "answers": None}
    statement = sa.update(proposal).where(proposal.c.address == at, OPEN).values(values)
    return (await tx.execute(statement)).rowcount


async def withdraw_of_child(tx: Transaction, who: ChildId, why: str, now: datetime) -> None:
    """What still waits of a child who is out of the ledger."""
    values = {
        "state": ProposalState.WITHDRAWN.value,
        "decided_at": now,
        "decided_why": why,
        "answers": None,
    }
    await tx.execute(sa.update(proposal).where(proposal.c.child == who, OPEN).values(values))


async def add_closing(
    tx: Transaction, who: ChildId, at: str, reason: str, now: datetime
) -> ProposalId:
    """A child who left without anybody having to agree, so that it can be looked at and taken back."""
    row = {
        "kind": ProposalKind.LEAVING.value,
        "region": at,
        "child": who,
        "reason": reason,
        "made_at": now,
        "answer_by": now,
        "state": ProposalState.ACCEPTED.value,
        "decided_at": now,
    }
    return ProposalId(await insert(tx, proposal, row))


async def late(tx: Transaction, now: datetime, limit: int) -> list[ProposalId]:
    """Open ones whose time is over, the longest first."""
    statement = (
        sa.select(proposal.c.id)
        .where(proposal.c.decided_at.is_(None), proposal.c.answer_by <= now)
        .order_by(proposal.c.answer_by, proposal.c.id)
        .limit(limit)
    )
    return [ProposalId(row.id) for row in await tx.execute(statement)]


async def next_late_after(tx: Transaction, after: datetime) -> datetime | None:
    statement = sa.select(sa.func.min(proposal.c.answer_by)).where(
        proposal.c.decided_at.is_(None), proposal.c.answer_by > after
    )
    found: datetime | None = (await tx.execute(statement)).scalar_one()
    return found


async def climb(tx: Transaction, which: ProposalId, climbed: int, answer_by: datetime) -> None:
    values = {"climbed": climbed, "answer_by": answer_by}
    await tx.execute(sa.update(proposal).where(proposal.c.id == which).values(values))


async def count_climbed(tx: Transaction, code: str, tops: Mapping[ProposalKind, int]) -> int:
    """Open ones within a place that climbed at least to the county: how far that is, by kind."""
    path = sa.select(region.c.path).where(region.c.code == code)
    scope = (await tx.execute(path)).scalar_one_or_none()
    at_top = sa.or_(
        *(
            sa.and_(proposal.c.kind == kind.value, proposal.c.climbed >= top)
            for kind, top in tops.items()
        )
    )
    statement = (
        sa.select(sa.func.count())
        .select_from(proposal)
        .join(region, region.c.code == proposal.c.region)
        .where(OPEN, at_top, in_scope(region.c.path, scope or ""))
    )
    return int((await tx.execute(statement)).scalar_one())
