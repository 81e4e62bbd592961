"""Hands for stories of proposals: a village whose people can be reached, and a family's chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa

from reminders.proposal_jobs import proposal_clocks
from reminders.schedule import reschedule
from storage.access import Actor, Channel, Role
from storage.chats import ChatId, Kept, keep, meet
from storage.database import Database
from storage.ids import ChildId, ProposalId
from storage.ledger import NewChild, add_child
from storage.proposal_values import Proposal
from storage.proposals import proposal_by_id
from storage.tables.chats import outbox
from storage.tables.desk import audit
from tests.village import VILLAGE, Official, Village, at, day_of

NOW = at("2026-11-23")
TODAY = day_of(NOW)
MONDAY_ENDS = at("2026-11-30", "17:30")
"""The end of the fifth working day after Monday, 23 November 2026."""
CHATS = count(9001)


@dataclass(frozen=True)
class Told:
    kind: str
    person: int | None
    address: int | None
    refs: dict[str, Any]


async def founded(database: Database) -> Village:
    village = await Village.founded(database)
    for who in (village.wang, village.zhao, village.sun):
        await reachable(database, who)
    return village


async def reachable(database: Database, who: Official) -> None:
    """Gives somebody a chat."""
    await _chat(database, who)


async def family(database: Database) -> Actor:
    return await _chat(database, None)


async def counted(village: Village, entered: str = "2026-05-04", name: str = "小石头") -> ChildId:
    """A child in the ledger without key care."""
    async with village.database.write() as tx:
        made = await add_child(tx, NewChild(name, VILLAGE, day_of(at(entered)), guardian="爷爷"))
        await reschedule(tx, made, at(entered), day_of(at(entered)))
    return made


async def read(database: Database, which: ProposalId) -> Proposal:
    async with database.read() as tx:
        found = await proposal_by_id(tx, which)
    assert found is not None
    return found


async def swept(database: Database, now: datetime = NOW) -> list[Told]:
    """What one sweep tells."""
    before = len(await letters(database))
    await proposal_clocks(database, now)
    return (await letters(database))[before:]


async def letters(database: Database) -> list[Told]:
    async with database.read() as tx:
        rows = (await tx.execute(sa.select(outbox).order_by(outbox.c.id))).all()
    return [Told(row.kind, row.person, row.address, row.refs) for row in rows]


async def audited(database: Database) -> Sequence[tuple[str, str, int | None]]:
    async with database.read() as tx:
        rows = (await tx.execute(sa.select(audit).order_by(audit.c.id))).all()
    return [(row.deed, row.thing, row.thing_id) for row in rows]


async def _chat(database: Database, who: Official | None) -> Actor:
    chat = ChatId(Channel.WEB, 1, next(CHATS))
    async with database.write() as tx:
        met = await meet(tx, chat, "zh_Hans", NOW, TODAY)
        person = None if who is None else who.person
        kept = Kept(None, person, None, "zh_Hans", None, {})
        await keep(tx, met.actor.address, kept)
    return Actor(met.actor.address, None, Role.PARENT, "", None, Channel.WEB, "zh_Hans")
