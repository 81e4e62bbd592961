"""`houniao invite` and `houniao seed demo`."""

from typing import Any

import segno

from bot.assembly import desk_of, system_clock
from bot.commands.opened import CommandFailed, Opened, opened
from bot.commands.output import OK, line, text, wrong
from bot.seed import NotEmpty, ensure_regions, seed_demo
from dialogs.deeds.invites import Made, invite
from storage.access import Role
from storage.ids import UnitId
from storage.invites import Invited
from storage.people import path_of, unit_of

IN_A_UNIT = (Role.TRIAGE, Role.REFERRER)


async def invite_person(
    role: str, region: str, unit: int | None, name: str, *, as_json: bool
) -> int:
    try:
        async with opened() as desk:
            await ensure_regions(desk.database)
            made = await _invited(desk, role, region, unit, name)
    except CommandFailed as failed:
        return failed.code
    except ValueError as error:
        return wrong(str(error))
    _print(told(desk.settings.public_url, made), as_json=as_json)
    if not as_json:
        segno.make(link(desk.settings.public_url, made)).terminal(compact=True)
    return OK


async def seed_county(*, as_json: bool) -> int:
    try:
        async with opened() as desk:
            await ensure_regions(desk.database)
            now = system_clock()
            today = now.astimezone(desk_of(desk.settings).zone).date()
            seeded = await seed_demo(desk.database, now, today)
    except CommandFailed as failed:
        return failed.code
    except NotEmpty:
        return wrong("the database already holds units; a demo goes into an empty one")
    for key, made in seeded.invites.items():
        _print(
            {"person": key, "name": seeded.names[key], **told(desk.settings.public_url, made)},
            as_json=as_json,
        )
    return OK


def link(public_url: str, made: Made) -> str:
    """The code stands behind #, so that it reaches no server log on the way."""
    return f"{public_url}/chat#start={made.code}"


def told(public_url: str, made: Made) -> dict[str, Any]:
    return {
        "link": link(public_url, made),
        "start": f"/start {made.code}",
        "word": made.word,
        "expires_at": made.expires_at.isoformat(),
    }


async def _invited(desk: Opened, role: str, region: str, unit: int | None, name: str) -> Made:
    kinds = [each.value for each in Role if each is not Role.PARENT]
    if role not in kinds:
        raise ValueError(f"role: expected one of {', '.join(kinds)}")
    kind = Role(role)
    async with desk.database.write() as tx:
        if await path_of(tx, region) is None:
            raise ValueError(f"--region {region}: not a code of Hebei's divisions")
        if kind in IN_A_UNIT and (unit is None or await unit_of(tx, UnitId(unit)) is None):
            raise ValueError(f"--unit: a {role} needs the number of an existing unit")
        unit_id = UnitId(unit) if unit is not None and kind in IN_A_UNIT else None
        return await invite(tx, Invited(kind, region, unit_id, name or role), system_clock())


def _print(made: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        line(made)
        return
    for key, value in made.items():
        if value is not None:
            text(f"{key}: {value}")
    text("")
