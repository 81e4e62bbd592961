"""Filling an empty desk with the demo county: real region codes, invented units, people and children."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from content.places import default_path, regions
from dialogs.deeds.invites import Made, invite
from reminders.due import due_on
from reminders.schedule import reschedule
from storage.access import Role
from storage.database import Database, Transaction
from storage.entries import NewEntry, add_entry
from storage.ids import PersonId, UnitId
from storage.invites import Invited
from storage.ledger import NewChild, add_child, assign, put_in_care
from storage.people import add_person, add_unit, any_unit
from storage.regions import load_regions, regions_known


class NotEmpty(Exception):
    """The database already holds units; a demo would mix with them."""


@dataclass(frozen=True)
class Seeded:
    """The demo's invites by the person's key ("director"), each with the invented name."""

    invites: Mapping[str, Made]
    names: Mapping[str, str]
    parent: str


async def ensure_regions(database: Database, within: str = "") -> int:
    """Loads the packaged places into an empty table, those whose path begins with `within`."""
    async with database.read() as tx:
        if known := await regions_known(tx):
            return known
    rows = [
        (each.code, each.name, each.level.value, default_path(each.code))
        for each in regions()
        if _near(default_path(each.code), within)
    ]
    await load_regions(database, rows)
    return len(rows)


async def seed_demo(database: Database, now: datetime, today: date) -> Seeded:
    """Units, people with an invite each, children with a history. Raises NotEmpty."""
    plan = demo_plan()
    async with database.write() as tx:
        if await any_unit(tx):
            raise NotEmpty
        units = {each["key"]: await _unit(tx, each) for each in plan["unit"]}
        people = {each["key"]: await add_person(tx, each["name"], now) for each in plan["person"]}
        invites = {
            each["key"]: await _invite(tx, each, units, people, now) for each in plan["person"]
        }
        for each in plan["child"]:
            await _child(tx, each, people, now, today)
    names = {each["key"]: each["name"] for each in plan["person"]}
    return Seeded(invites, names, plan["parent"])


async def seed_counted(database: Database, now: datetime, today: date) -> None:
    """Children in no key care, counted so long ago that their record is to be checked within a week."""
    entered = due_on(today + timedelta(days=7), -6)
    async with database.write() as tx:
        for each in demo_plan()["counted"]:
            new = NewChild(
                each["name"], each["region"], entered, each["guardian"], each["birth_month"]
            )
            await reschedule(tx, await add_child(tx, new), now, today)


def demo_plan() -> dict[str, Any]:
    return tomllib.loads((files("content") / "data" / "demo" / "county.toml").read_text("utf-8"))


async def _unit(tx: Transaction, each: Mapping[str, str]) -> UnitId:
    return await add_unit(tx, each["kind"], each["region"], each["name"], example=True)


async def _invite(
    tx: Transaction,
    each: Mapping[str, str],
    units: Mapping[str, UnitId],
    people: Mapping[str, PersonId],
    now: datetime,
) -> Made:
    unit = units[each["unit"]] if "unit" in each else None
    role = Role(each["role"])
    invited = Invited(role, each["region"], unit, each["name"], person=people[each["key"]])
    return await invite(tx, invited, now)


async def _child(
    tx: Transaction,
    each: Mapping[str, Any],
    people: Mapping[str, PersonId],
    now: datetime,
    today: date,
) -> None:
    """A child in key care whose next contact falls due in `due_in` days; visited 40 days before the last."""
    entered = due_on(today, -each["entered_months_ago"])
    contact = due_on(today + timedelta(days=each["due_in"]), -3)
    director = people[each["director"]]
    new = NewChild(each["name"], each["region"], entered, each["guardian"], each["birth_month"])
    child = await add_child(tx, new)
    await put_in_care(tx, child, each["reasons"], entered)
    await assign(tx, child, director, entered)
    visit = max(contact - timedelta(days=40), entered)
    for entry in (
        NewEntry("visit", visit, reached=True, how="at_home", outcome="well"),
        NewEntry("contact", contact, reached=True, how="phone", outcome="well"),
        NewEntry("refresh", contact, reached=True),
    ):
        made_at = now - (today - entry.held_on)
        await add_entry(tx, child, director, entry, made_at)
    await reschedule(tx, child, now, today)


def _near(path: str, within: str) -> bool:
    """The place itself, all above it and all below it."""
    return path.startswith(within) or f"{within}/".startswith(f"{path}/")
