"""A request is opened, routed and told of; what is added to it later may raise or re-route it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from referrals import telling
from referrals.clocks import ZONE, next_breach, restarted, standing
from referrals.clocks import opening as standing_at_opening
from referrals.intake import Intake
from referrals.levels import Level, more_urgent
from referrals.refusals import AlreadyOpen
from referrals.routing import Route, administrators, route, route_unplaced
from storage.access import Actor, within
from storage.answerers import Answerer, Tidings, answerers, tell
from storage.audit import note
from storage.database import Transaction
from storage.ids import AddressId, ChildId, PersonId
from storage.people import members_of
from storage.referral_changes import Opening, add_referral, change
from storage.referral_steps import add_step
from storage.referrals import Referral, Source

log = structlog.get_logger()

THING = "referral"
UNKNOWN_PLACE = "13"
"""The region noted where the place is unknown and the desk serves more than one county: the province."""


@dataclass(frozen=True)
class Asked:
    """What is asked for. `region` None: the place is unknown. `address`: the family's chat, if any."""

    source: Source
    intake: Intake
    level: Level
    region: str | None
    address: AddressId | None = None
    child: ChildId | None = None
    opened_by: PersonId | None = None
    age_band: str | None = None


@dataclass(frozen=True)
class Routed:
    """Where a place leads, and everybody at or above it; above the province, if it is unknown."""

    route: Route
    everybody: tuple[Answerer, ...]


async def routed(tx: Transaction, region: str | None, now: datetime) -> Routed:
    """One statement."""
    found = tuple(await answerers(tx, region, now.astimezone(ZONE).date()))
    if region is not None:
        return Routed(route(found), found)
    to = route_unplaced(found)
    place = to.place or UNKNOWN_PLACE
    return Routed(to, tuple(each for each in found if within(place, each.place)))


async def open_referral(
    tx: Transaction, actor: Actor, asked: Asked, now: datetime, where: Routed | None = None
) -> Referral:
    """Stored with its first clock, routed, told of: the unit's reachable members and the family.

    Whether the actor may is the caller's question: each room asks `may` about its own thing. `where`:
    the route, if the caller has asked for it in this transaction. Raises AlreadyOpen.
    """
    where = where or await routed(tx, asked.region, now)
    opened = await _store(tx, asked, where.route, now)
    await note(tx, actor, "open", THING, opened.id, now)
    await tell(tx, [*_told(opened, where), *telling.receipt(opened)], now)
    return opened


async def complete(
    tx: Transaction, actor: Actor, before: Referral, asked: Asked, now: datetime
) -> Referral:
    """An intake sent while words of danger have opened one already: it becomes that one's content.

    Its level only rises; where nobody could take it so far, it is routed by the place now told.
    """
    where = await routed(tx, asked.region, now) if before.unit is None else None
    level = more_urgent(Level(before.level), asked.level)
    after = replace(
        before,
        level=level.value,
        region=asked.region or before.region,
        worry=asked.intake.worry,
        age_band=asked.age_band or before.age_band,
    )
    if where is not None:
        after = replace(after, unit=where.route.unit, unit_name=where.route.unit_name)
    after = with_clock(before, after)
    await change(tx, before, after, answers=asked.intake.to_json())
    await add_step(tx, after.id, "complete", after.state, None, now)
    await note(tx, actor, "complete", THING, after.id, now)
    if where is not None:
        await tell(tx, _told(after, where), now)
    return after


async def add_danger(
    tx: Transaction, before: Referral, level: Level, trace: int, now: datetime
) -> Referral:
    """Words of danger were added: the level only ever rises.

    Its holder is alarmed each time; while nobody holds it, its unit when it became more urgent.
    """
    raised = more_urgent(Level(before.level), level)
    after = with_clock(before, replace(before, level=raised.value))
    await change(tx, before, after)
    await add_step(tx, after.id, "danger", after.state, None, now)
    people: Sequence[PersonId] = ()
    if before.claimed_by is not None:
        people = (before.claimed_by,)
    elif after.level != before.level and before.unit is not None:
        people = await members_of(tx, before.unit, now.astimezone(ZONE).date())
    await tell(tx, telling.raised(after, trace, people), now)
    return after


async def reroute(
    tx: Transaction, before: Referral, where: Routed, now: datetime, *, region: str | None = None
) -> Referral:
    """Nobody could take it so far: whoever can by now, or at the place now told, is asked, and told of."""
    if before.unit is not None:
        return before
    to = where.route
    placed = replace(before, region=region or before.region)
    if to.unit is not None:
        placed = replace(placed, unit=to.unit, unit_name=to.unit_name, queued_at=now, climbed=0)
        breach = next_breach(standing(placed))
        placed = replace(placed, next_breach_at=breach.at if breach else None)
    await change(tx, before, placed)
    await add_step(tx, placed.id, "route", placed.state, None, now)
    family = telling.changed(placed, now) if to.unit is not None else []
    await tell(tx, [*_told(placed, where), *family], now)
    return placed


def with_clock(before: Referral, after: Referral) -> Referral:
    """`after` with the clock that runs now: a new one has not climbed yet, the old one goes on."""
    breach = restarted(standing(before), standing(after))
    if after.is_open and breach is None:
        return after
    return replace(after, next_breach_at=breach.at if breach else None, climbed=0)


async def _store(tx: Transaction, asked: Asked, to: Route, now: datetime) -> Referral:
    breach = next_breach(standing_at_opening(asked.level, now))
    region = asked.region or (to.place or UNKNOWN_PLACE).rpartition("/")[2]
    opening = Opening(
        address=asked.address,
        child=asked.child,
        opened_by=asked.opened_by,
        region=region,
        unit=to.unit,
        unit_name=to.unit_name,
        source=asked.source,
        level=asked.level.value,
        worry=asked.intake.worry,
        age_band=asked.age_band,
        answers=asked.intake.to_json(),
    )
    opened = await add_referral(tx, opening, breach.at if breach else None, now)
    if opened is None:
        raise AlreadyOpen
    return opened


def _told(referral: Referral, where: Routed) -> list[Tidings]:
    """The unit; or, where there is none, the nearest administrators and the operator's alarm."""
    if referral.unit is not None:
        return telling.new_to(referral, where.route.members)
    log.critical("referral unrouted", referral=referral.reference, level=referral.level)
    return telling.unrouted_to(referral, administrators(where.everybody))
