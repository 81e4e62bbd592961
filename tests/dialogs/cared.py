"""A child in director Wang's care whose contact falls due tomorrow; the digest of this morning is read."""

from datetime import date

import sqlalchemy as sa

from dialogs.deeds.invites import invite
from storage.access import Channel, Role
from storage.database import Database
from storage.entries import Entry, newest_entries
from storage.ids import ChildId
from storage.invites import Invited
from storage.tables.desk import audit
from tests.cast import CastDesk, Player, Shown
from tests.village import VILLAGE, Village

ENTERED = "2026-08-25"
TODAY = date(2026, 11, 24)
DUE = date(2026, 11, 25)


async def due_tomorrow(desk: CastDesk) -> tuple[Village, ChildId]:
    village = await Village.of_desk(desk.database)
    made = await village.child(ENTERED)
    desk.clock.to("2026-11-24", "08:30")
    await desk.tick()
    return village, made


async def tap(player: Player, *labels: str) -> Shown:
    """One after the other; what stands there then."""
    for label in labels:
        shown = await player.presses(label)
    return shown


async def entries_of(database: Database, child: ChildId) -> list[Entry]:
    async with database.read() as tx:
        return await newest_entries(tx, child, 10)


async def deeds_on(database: Database, child: ChildId) -> list[str]:
    async with database.read() as tx:
        statement = sa.select(audit.c.deed).where(audit.c.thing_id == child).order_by(audit.c.id)
        return list((await tx.execute(statement)).scalars())


async def answer(player: Player, press: str) -> tuple[str, list[str], str]:
    """What this press shows: text, labels and toast."""
    await player.presses_data(press, player.screen.id)
    return player.screen.text, player.screen.labels, player.toast


async def on_telegram(desk: CastDesk, village: Village) -> Player:
    """Wang on a second device, the privacy strict."""
    async with desk.database.write() as tx:
        invited = Invited(Role.DIRECTOR, VILLAGE, None, "王", person=village.wang.person)
        made = await invite(tx, invited, desk.clock())
    phone = Player(desk, 7001, Channel.TELEGRAM)
    await phone.says(f"/start {made.code}")
    return phone
