"""Ways to reach a person beside their chats: a mail address, a number. One counts once its owner typed the code.

Until then its row is found under the person, not under the place: who types an address of somebody else
takes nothing from them. A way belongs to one person at a time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa

from storage.access import Channel
from storage.chats import CHAT
from storage.database import Transaction
from storage.ids import AddressId, PersonId
from storage.keys import Keyring
from storage.statements import insert
from storage.tables.chats import address

CODE_HOLDS = timedelta(minutes=30)
MOST_WRONG = 5
DIGITS = 6


class Typed(Enum):
    """What became of a typed code. OVER: too late, or too often wrong."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


@dataclass(frozen=True)
class Way:
    """One way to a person, as they see it themselves."""

    address: AddressId
    channel: Channel
    place: str
    confirmed_at: datetime | None
    unreachable_since: datetime | None
    code_until: datetime | None


async def ways_of(tx: Transaction, person: PersonId) -> list[Way]:
    """In the order they are tried."""
    found = await tx.execute(
        sa.select(address).where(address.c.person == person).order_by(address.c.id)
    )
    order = tuple(Channel)
    return sorted((_way(tx.keys, row) for row in found), key=lambda way: order.index(way.channel))


async def way_of(tx: Transaction, wanted: AddressId, person: PersonId) -> Way | None:
    """One's own; None where there is no such one."""
    own = sa.select(address).where(address.c.id == wanted, address.c.person == person)
    found = (await tx.execute(own)).first()
    return None if found is None else _way(tx.keys, found)


async def propose_way(
    tx: Transaction, person: PersonId, channel: Channel, place: str, locale: str, now: datetime
) -> AddressId:
    """A way that has yet to be confirmed, as `new_code` asks for; typed again, it is the same row."""
    hashed = _pending(tx.keys, person, channel, place)
    found = await tx.execute(sa.select(address.c.id).where(address.c.chat_hash == hashed))
    known: int | None = found.scalar_one_or_none()
    if known is not None:
        return AddressId(known)
    row = {
        "channel": channel.value,
        "chat_hash": hashed,
        "chat": tx.keys.seal(CHAT, place),
        "person": person,
        "locale": locale,
        "met_at": now,
    }
    return AddressId(await insert(tx, address, row))


async def new_code(tx: Transaction, way: AddressId, now: datetime) -> None:
    until = (now + CODE_HOLDS).replace(microsecond=0)
    values = {
        "code_hash": _code_hash(tx.keys, way, code_of(tx.keys, way, until)),
        "code_until": until,
        "wrong_codes": 0,
        "unreachable_since": None,
    }
    await tx.execute(sa.update(address).where(address.c.id == way).values(values))


def code_of(keys: Keyring, way: AddressId, until: datetime) -> str:
    """The code that holds until then. It is stored nowhere: the letter that brings it makes it again."""
    drawn = keys.look_up("reach code", f"{way}:{int(until.timestamp())}")
    return str(int.from_bytes(drawn[:8]) % 10**DIGITS).zfill(DIGITS)


async def pending_code(tx: Transaction, way: AddressId, now: datetime) -> str | None:
    """None once it was typed, removed, or is too old."""
    found = await tx.execute(sa.select(address.c.code_until).where(address.c.id == way))
    until: datetime | None = found.scalar_one_or_none()
    return None if until is None or until <= now else code_of(tx.keys, way, until)


async def type_code(
    tx: Transaction, way: Way, person: PersonId, typed: str, now: datetime
) -> Typed:
    """Right, the way is confirmed, and whoever had it before has it no more."""
    own = sa.select(address).where(address.c.id == way.address).with_for_update()
    row = (await tx.execute(own)).one()
    if row.code_until is None or row.code_until <= now or row.wrong_codes >= MOST_WRONG:
        return Typed.OVER
    if bytes(row.code_hash) != _code_hash(tx.keys, way.address, typed):
        wrong = sa.update(address).where(address.c.id == way.address)
        await tx.execute(wrong.values(wrong_codes=address.c.wrong_codes + 1))
        return Typed.OVER if row.wrong_codes + 1 >= MOST_WRONG else Typed.WRONG
    await _confirm(tx, way, person, now)
    return Typed.RIGHT


async def remove_way(tx: Transaction, way: AddressId) -> None:
    """Nobody's any more, and where it led is forgotten; its row stays, as letters were sent to it."""
    values = {
        "person": None,
        "chat_hash": tx.keys.look_up("gone", str(way)),
        "chat": tx.keys.seal(CHAT, ""),
        "confirmed_at": None,
        "code_hash": None,
        "code_until": None,
    }
    await tx.execute(sa.update(address).where(address.c.id == way).values(values))


async def operators_address(
    tx: Transaction, channel: Channel, place: str, locale: str, now: datetime
) -> AddressId:
    """The operator's own, locked; nobody's, and never given up as unreachable."""
    hashed = tx.keys.look_up("operator", f"{channel}:{place}")
    wanted = sa.select(address.c.id).where(address.c.chat_hash == hashed).with_for_update()
    known: int | None = (await tx.execute(wanted)).scalar_one_or_none()
    if known is None:
        row = {
            "channel": channel.value,
            "chat_hash": hashed,
            "chat": tx.keys.seal(CHAT, place),
            "locale": locale,
            "met_at": now,
            "confirmed_at": now,
        }
        return AddressId(await insert(tx, address, row))
    mended = sa.update(address).where(address.c.id == known)
    await tx.execute(mended.values(unreachable_since=None))
    return AddressId(known)


async def _confirm(tx: Transaction, way: Way, person: PersonId, now: datetime) -> None:
    hashed = tx.keys.look_up("way", f"{way.channel}:{way.place}")
    before = sa.select(address.c.id).where(
        address.c.chat_hash == hashed, address.c.id != way.address
    )
    held: int | None = (await tx.execute(before)).scalar_one_or_none()
    if held is not None:
        await remove_way(tx, AddressId(held))
    values = {
        "person": person,
        "chat_hash": hashed,
        "confirmed_at": now,
        "unreachable_since": None,
        "code_hash": None,
        "code_until": None,
        "wrong_codes": 0,
    }
    await tx.execute(sa.update(address).where(address.c.id == way.address).values(values))


def _pending(keys: Keyring, person: PersonId, channel: Channel, place: str) -> bytes:
    return keys.look_up("pending way", f"{person}:{channel}:{place}")


def _code_hash(keys: Keyring, way: AddressId, code: str) -> bytes:
    return keys.look_up("typed code", f"{way}:{code}")


def _way(keys: Keyring, row: Any) -> Way:
    return Way(
        AddressId(row.id),
        Channel(row.channel),
        keys.open(CHAT, row.chat),
        row.confirmed_at,
        row.unreachable_since,
        row.code_until,
    )
