"""Invites: a code of one use that expires; the code and the word are kept as keyed hashes only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.access import Role
from storage.database import Transaction
from storage.ids import InviteId, PersonId, UnitId
from storage.statements import insert
from storage.tables.people import invite, region

NAME = "invite.name"


@dataclass(frozen=True)
class Invited:
    """Who is asked to be what. `name` is how the inviter knows the person; `person` is somebody
    the desk knows already (another device, children assigned beforehand)."""

    role: Role
    region: str
    unit: UnitId | None
    name: str
    inviter: PersonId | None = None
    person: PersonId | None = None


@dataclass(frozen=True)
class Invite:
    """`guarded`: the 4-digit word is wanted too. `taken_by` None: still open, if not expired."""

    id: InviteId
    invited: Invited
    region_name: str
    guarded: bool
    wrong_words: int
    expires_at: datetime
    taken_by: PersonId | None


async def add_invite(
    tx: Transaction, invited: Invited, code: str, word: str | None, now: datetime, until: datetime
) -> InviteId:
    row = {
        "code_hash": tx.keys.look_up("invite", code),
        "word_hash": None if word is None else tx.keys.look_up("invite word", f"{code}:{word}"),
        "name": tx.keys.seal(NAME, invited.name),
        "role": invited.role.value,
        "region": invited.region,
        "unit": invited.unit,
        "inviter": invited.inviter,
        "person": invited.person,
        "made_at": now,
        "expires_at": until,
    }
    return InviteId(await insert(tx, invite, row))


async def invite_by_code(tx: Transaction, code: str) -> Invite | None:
    return await _one(tx, invite.c.code_hash == tx.keys.look_up("invite", code))


async def invite_by_id(tx: Transaction, wanted: InviteId) -> Invite | None:
    return await _one(tx, invite.c.id == wanted)


async def word_fits(tx: Transaction, wanted: InviteId, code: str, word: str) -> bool:
    """Whether the word is the invite's; a wrong one is counted."""
    hashed = tx.keys.look_up("invite word", f"{code}:{word}")
    fits = sa.select(invite.c.id).where(invite.c.id == wanted, invite.c.word_hash == hashed)
    if (await tx.execute(fits)).first() is not None:
        return True
    wrong = sa.update(invite).where(invite.c.id == wanted)
    await tx.execute(wrong.values(wrong_words=invite.c.wrong_words + 1))
    return False


async def take_invite(tx: Transaction, wanted: InviteId, who: PersonId, now: datetime) -> bool:
    """False when somebody was first. A guarded update, so one use is one use."""
    statement = sa.update(invite).where(
        invite.c.id == wanted, invite.c.taken_at.is_(None), invite.c.expires_at > now
    )
    return bool((await tx.execute(statement.values(taken_at=now, taken_by=who))).rowcount)


async def _one(tx: Transaction, condition: sa.ColumnElement[bool]) -> Invite | None:
    statement = (
        sa.select(invite, region.c.name.label("region_name"))
        .join(region, region.c.code == invite.c.region)
        .where(condition)
        .with_for_update(of=invite)
    )
    row: Any = (await tx.execute(statement)).first()
    if row is None:
        return None
    invited = Invited(
        Role(row.role),
        row.region,
        row.unit,
        tx.keys.open(NAME, row.name),
        row.inviter,
        row.person,
    )
    guarded = row.word_hash is not None
    return Invite(
        InviteId(row.id),
        invited,
        row.region_name,
        guarded,
        row.wrong_words,
        row.expires_at,
        row.taken_by,
    )
