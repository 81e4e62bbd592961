"""An address is one chat on one channel; its row carries who acts there and the conversation.

The row is also the lock of a turn: two updates of one person never interleave, here or across replicas.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage.access import Actor, Channel, Role
from storage.database import Transaction
from storage.ids import AddressId, PersonId, RoleId, UnitId
from storage.keys import Keyring
from storage.statements import insert_new
from storage.tables.chats import address
from storage.tables.people import region, role

CHAT = "address.chat"
DATA = "address.data"


@dataclass(frozen=True)
class ChatId:
    """A chat as its channel names it. `bot` keeps the chats of two bots apart."""

    channel: Channel
    bot: int
    chat: int


@dataclass(frozen=True)
class Met:
    """An address as a turn finds it. `data` is the conversation, empty before the first turn."""

    actor: Actor
    acting: RoleId | None
    place: str | None
    state: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """What a turn leaves in the address row."""

    acting: RoleId | None
    person: PersonId | None
    place: str | None
    locale: str
    state: str | None
    data: Mapping[str, Any]


def chat_hash(keys: Keyring, chat: ChatId) -> bytes:
    return keys.look_up("chat", f"{chat.channel}:{chat.bot}:{chat.chat}")


async def meet(tx: Transaction, chat: ChatId, locale: str, now: datetime, today: date) -> Met:
    """The address of this chat, locked; a new one speaks `locale`. One statement for a known chat."""
    hashed = chat_hash(tx.keys, chat)
    found = (await tx.execute(_address(hashed, today))).first()
    if found is None:
        await _add(tx, chat, hashed, locale, now)
        found = (await tx.execute(_address(hashed, today))).one()
    return _met(tx.keys, found)


async def address_of_chat(tx: Transaction, chat: ChatId) -> AddressId | None:
    """The address of a chat that has been met; nothing is locked."""
    hashed = chat_hash(tx.keys, chat)
    found = await tx.execute(sa.select(address.c.id).where(address.c.chat_hash == hashed))
    known: int | None = found.scalar_one_or_none()
    return None if known is None else AddressId(known)


async def keep(tx: Transaction, at: AddressId, kept: Kept) -> None:
    """One statement. Whoever writes to us can be reached again."""
    data = json.dumps(kept.data, ensure_ascii=False, separators=(",", ":"))
    values = {
        "acting": kept.acting,
        "person": kept.person,
        "place": kept.place,
        "locale": kept.locale,
        "state": kept.state,
        "data": tx.keys.seal(DATA, data),
        "unreachable_since": None,
    }
    await tx.execute(sa.update(address).where(address.c.id == at).values(values))


@dataclass(frozen=True)
class Reach:
    """A way to reach somebody. `place` is the chat's number, the mail address, or whom a gateway is to
    tell; `confirmed`: the person has shown that it is theirs, as whoever writes in a chat does."""

    address: AddressId
    channel: Channel
    place: str
    locale: str
    reachable: bool
    confirmed: bool = True

    @property
    def chat(self) -> int:
        """Of a chat's channel."""
        return int(self.place)


ORDER = tuple(Channel)
"""In which order the ways to a person are tried: as the channels stand in `storage.access`."""
CHATS = frozenset({Channel.WEB, Channel.TELEGRAM})


async def reaches_of(tx: Transaction, person: PersonId) -> list[Reach]:
    """All ways to reach a person in the order they are tried; those that can't be used too, marked."""
    found = await tx.execute(
        sa.select(address).where(address.c.person == person).order_by(address.c.id)
    )
    return sorted(
        (_reach(tx.keys, row) for row in found), key=lambda reach: ORDER.index(reach.channel)
    )


async def reach_of(tx: Transaction, at: AddressId) -> Reach:
    found = await tx.execute(sa.select(address).where(address.c.id == at))
    return _reach(tx.keys, found.one())


async def mark_unreachable(tx: Transaction, at: AddressId, now: datetime) -> None:
    statement = sa.update(address).where(address.c.id == at, address.c.unreachable_since.is_(None))
    await tx.execute(statement.values(unreachable_since=now))


async def staff_chats(tx: Transaction, today: date) -> dict[bytes, Role]:
    """The chat hashes of everyone who acts as staff today: what the danger check keeps in memory."""
    statement = (
        sa.select(address.c.chat_hash, role.c.kind)
        .join(role, role.c.id == address.c.acting)
        .where(valid(today))
    )
    return {bytes(row.chat_hash): Role(row.kind) for row in await tx.execute(statement)}


def valid(today: date) -> sa.ColumnElement[bool]:
    """Roles that hold today, first and last day included."""
    return sa.and_(
        role.c.valid_from <= today, sa.or_(role.c.valid_to.is_(None), role.c.valid_to >= today)
    )


async def _add(tx: Transaction, chat: ChatId, hashed: bytes, locale: str, now: datetime) -> None:
    row = {
        "channel": chat.channel.value,
        "chat_hash": hashed,
        "chat": tx.keys.seal(CHAT, str(chat.chat)),
        "locale": locale,
        "met_at": now,
    }
    await tx.execute(insert_new(tx, address), row)


def _address(hashed: bytes, today: date) -> sa.Select[Any]:
    return (
        sa.select(address, role.c.kind, role.c.unit, role.c.id.label("role"), region.c.path)
        .outerjoin(role, sa.and_(role.c.id == address.c.acting, valid(today)))
        .outerjoin(region, region.c.code == role.c.region)
        .where(address.c.chat_hash == hashed)
        .with_for_update(of=address, key_share=True)
    )


def _met(keys: Keyring, row: Any) -> Met:
    data = keys.open_or_none(DATA, row.data)
    actor = Actor(
        address=AddressId(row.id),
        person=None if row.person is None else PersonId(row.person),
        role=Role.PARENT if row.kind is None else Role(row.kind),
        scope=row.path or "",
        unit=None if row.unit is None else UnitId(row.unit),
        channel=Channel(row.channel),
        locale=row.locale,
    )
    acting = None if row.role is None else RoleId(row.role)
    return Met(actor, acting, row.place, row.state, json.loads(data) if data else {})


def _reach(keys: Keyring, row: Any) -> Reach:
    channel = Channel(row.channel)
    return Reach(
        AddressId(row.id),
        channel,
        keys.open(CHAT, row.chat),
        row.locale,
        row.unreachable_since is None,
        channel in CHATS or row.confirmed_at is not None,
    )
