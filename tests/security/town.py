"""More people around the standing cast, and a busy week: who must not see what, and something to see."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dialogs.deeds.invites import invite
from storage.access import Channel, Role
from storage.ids import UnitId
from storage.invites import Invited
from storage.ledger import NewChild, add_child
from storage.people import add_unit
from storage.sqlite import SQLite
from storage.tables import metadata
from storage.tables.chats import address
from storage.tables.people import role
from tests.cast import MONDAY, CastDesk, Player
from tests.dialogs.asking import ask
from tests.village import NEXT_VILLAGE, OTHER_TOWN

COUNTY, TOWNSHIP, OTHER_TOWNSHIP = "130123", "130123100", "130123001"
DESK_UNIT = UnitId(1)
WEDNESDAY = (MONDAY + timedelta(days=2)).date()

FATHER, CHILD_IN_DANGER = 103, 104
PHONE = "13900001234"
CRY = "我不想活了，今晚就跳楼"
ANSWER = "您好，我们想多了解一些。"
ADDED = "他昨天一整天没出门。"
NOTE = "孩子说想爸爸，奶奶腿不好。"
OTHER_WORDS = "我家的事不想让村里知道。"

OUTSIDERS = {
    "stranger": 102,
    "ma": 601,
    "qian": 602,
    "he": 603,
    "worked_here": 604,
    "was_director": 605,
    "begins_tomorrow": 606,
    "sun": 501,
}
"""A parent; a director of the next village; a supervisor of the next township; a triage worker of another
unit; a triage worker and a director until yesterday; a triage worker from tomorrow; the administrator."""
INSIDERS = {"mother": 101, "wang": 201, "zhao": 301, "chen": 401, "liu": 402}


@dataclass(frozen=True)
class Newcomer:
    """Somebody who takes an invite in a chat of their own."""

    chat: int
    kind: Role
    region: str
    unit: UnitId | None = None
    name: str = "新来的"


async def joins(desk: CastDesk, who: Newcomer, channel: Channel = Channel.WEB) -> Player:
    invited = Invited(who.kind, who.region, who.unit, who.name)
    async with desk.database.write() as tx:
        made = await invite(tx, invited, desk.clock())
    player = Player(desk, who.chat, channel)
    await player.says(f"/start {made.code}")
    if made.word:
        await player.says(made.word)
    return player


async def role_of(desk: CastDesk, player: Player) -> int:
    """The newest role of the person in this chat."""
    at = await address_of(desk, player)
    newest = (
        sa.select(sa.func.max(role.c.id))
        .join(address, address.c.person == role.c.person)
        .where(address.c.id == at)
    )
    async with desk.database.read() as tx:
        return int((await tx.execute(newest)).scalar_one())


async def ends_yesterday(desk: CastDesk, player: Player) -> None:
    yesterday = desk.house.today - timedelta(days=1)
    await _dated(desk, player, valid_to=yesterday)


async def begins_on_wednesday(desk: CastDesk, player: Player) -> None:
    await _dated(desk, player, valid_from=WEDNESDAY)


async def _dated(desk: CastDesk, player: Player, **dates: Any) -> None:
    which = await role_of(desk, player)
    async with desk.database.write() as tx:
        await tx.execute(sa.update(role).where(role.c.id == which).values(**dates))


async def founded(desk: CastDesk) -> None:
    """The outsiders join; two more children: C-4 of Ma's village, C-5 of Qian's township."""
    async with desk.database.write() as tx:
        other = await add_unit(tx, "triage_desk", COUNTY, "示例县第二转介台", example=True)
        for region in (NEXT_VILLAGE, OTHER_TOWN):
            await add_child(tx, NewChild("远处的孩子", region, desk.house.today))
    triage = Role.TRIAGE
    for who in (
        Newcomer(OUTSIDERS["ma"], Role.DIRECTOR, NEXT_VILLAGE, name="马主任"),
        Newcomer(OUTSIDERS["qian"], Role.SUPERVISOR, OTHER_TOWNSHIP, name="钱督导"),
        Newcomer(OUTSIDERS["he"], triage, COUNTY, other, "何老师"),
        Newcomer(OUTSIDERS["worked_here"], triage, COUNTY, DESK_UNIT, "前同事"),
        Newcomer(OUTSIDERS["was_director"], Role.DIRECTOR, "130123100001", name="前主任"),
        Newcomer(OUTSIDERS["begins_tomorrow"], triage, COUNTY, DESK_UNIT, "新同事"),
    ):
        await joins(desk, who)
    await ends_yesterday(desk, outsider(desk, "worked_here"))
    await ends_yesterday(desk, outsider(desk, "was_director"))
    await begins_on_wednesday(desk, outsider(desk, "begins_tomorrow"))


async def lived_in(desk: CastDesk) -> None:
    """R-1 of the mother, held by Chen, with words both ways; R-2 waits; R-3 of Wang's C-1; R-4 is a cry.

    Wang has entered a contact of C-2 with a note. Then Tuesday's digests go out.
    """
    await ask(desk.mother)
    await ask(Player(desk, FATHER), words=OTHER_WORDS)
    await desk.deliver()
    await desk.chen.presses_data("claim:1", desk.chen.screen.id)
    await desk.chen.presses_data("reply:1", desk.chen.screen.id)
    await desk.chen.says(ANSWER)
    await desk.deliver()
    await desk.mother.presses_data("write:1", desk.mother.screen.id)
    await desk.mother.says(ADDED)
    await desk.deliver()
    await desk.wang.presses_data("rfd:1:BULLYING:n:n:g:0", 1)
    await Player(desk, CHILD_IN_DANGER).says(CRY)
    await desk.wang.presses_data("rec:2:contact", 1)
    await desk.wang.presses_data("how:2:phone", 1)
    await desk.wang.presses_data("addwords:2:contact", 1)
    await desk.wang.says(NOTE)
    await desk.wang.presses_data("enter:2:contact:1:well", 1)
    desk.clock.to("2026-11-24", "08:31")
    await desk.tick()
    for player in (*everybody(desk).values(),):
        await player.says("/start")


def outsider(desk: CastDesk, name: str) -> Player:
    return Player(desk, OUTSIDERS[name])


def everybody(desk: CastDesk) -> dict[str, Player]:
    return {name: Player(desk, chat) for name, chat in (INSIDERS | OUTSIDERS).items()}


def unsynced(database: SQLite) -> SQLite:
    """A test needs not survive a power cut, and thousands of turns are quicker without waiting."""
    sa.event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=0"))
    return database


async def rows_of(desk: CastDesk) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table."""
    async with desk.database.read() as tx:
        return {
            name: {tuple(map(str, row)) for row in await tx.execute(sa.select(table))}
            for name, table in metadata.tables.items()
        }


async def address_of(desk: CastDesk, player: Player) -> int:
    async with desk.database.read() as tx:
        found = await tx.execute(sa.select(address.c.id, address.c.chat, address.c.channel))
        known = {(tx.keys.open("address.chat", row.chat), row.channel): row.id for row in found}
    return int(known[str(player.chat), player.channel.value])
