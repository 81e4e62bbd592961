"""In whose care a child is: the conditions that narrow every query over children.

A director sees the children assigned to them and, where they are the village's only director, the
unassigned ones of the village; a supervisor those of the township. Who covers somebody on leave sees
theirs too, from–to; who is away still sees their own. A child who left the ledger is nowhere.
`reminders.recipients.seers` is the same rule over values.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.access import Actor, Role, Thing, in_scope, within
from storage.ids import PersonId
from storage.seats import in_force, on_leave
from storage.tables.ledger import assignment, child
from storage.tables.people import leave, region, role

Of = Callable[[sa.ColumnElement[Any]], sa.ColumnElement[bool]]
"""Whether a column names the one who is meant."""


def seen_by(actor: Actor, today: date) -> sa.ColumnElement[bool]:
    """For statements over `child` and `region`."""
    if actor.role not in {Role.DIRECTOR, Role.SUPERVISOR} or actor.person is None:
        return sa.false()
    return _seen_by(actor.person, actor.role, actor.scope, today)


def in_care_of(director: PersonId | None, scope: str, today: date) -> sa.ColumnElement[bool]:
    """For statements over `child` and `region`: what this director answers for within a scope, covers apart.

    None: what nobody answers for.
    """
    here = sa.and_(child.c.left_on.is_(None), in_scope(region.c.path, scope))
    if director is None:
        return sa.and_(here, ~_answers(lambda _: sa.true(), today))
    return sa.and_(here, _answers(lambda person: person == director, today))


def thing_seen(actor: Actor, path: str) -> Thing:
    """A child at `path` found through `seen_by`, for `may`: what one covers counts as one's own place."""
    return Thing(path=path if within(path, actor.scope) else actor.scope)


def places_of(actor: Actor, today: date) -> sa.CompoundSelect[Any]:
    """The codes of the places this actor's work is in: their own scope, and that of those they cover."""
    person = PersonId(0) if actor.person is None else actor.person
    return _places(actor.role, actor.scope, _covered_by(person, today), today)


def assigned_now(today: date) -> sa.ColumnElement[bool]:
    """Joins the assignment that holds today, first and last day included."""
    return sa.and_(
        assignment.c.child == child.c.id,
        assignment.c.since <= today,
        sa.or_(assignment.c.until.is_(None), assignment.c.until >= today),
    )


@lru_cache(maxsize=128)
def _seen_by(person: PersonId, kind: Role, scope: str, today: date) -> sa.ColumnElement[bool]:
    """Kept, as it takes longer to build than to ask, and one tap asks more than once."""
    covered = _covered_by(person, today)
    places = _places(kind, scope, covered, today)
    here = sa.and_(child.c.left_on.is_(None), child.c.region.in_(places))
    if kind is Role.SUPERVISOR:
        return here
    return sa.and_(here, _answers(lambda who: sa.or_(who == person, who.in_(covered)), today))


def _covered_by(cover: PersonId, today: date) -> sa.Select[Any]:
    """Who is on leave today and named this person as cover."""
    return sa.select(leave.c.person).where(leave.c.cover == cover, on_leave(leave, today))


def _places(kind: Role, scope: str, covered: sa.Select[Any], today: date) -> sa.CompoundSelect[Any]:
    """The places in the scope and in that of those they cover: few, so that indexes are used."""
    own, outer, inner = region.alias(), region.alias(), region.alias()
    theirs = (
        sa.select(inner.c.code)
        .join_from(role, outer, outer.c.code == role.c.region)
        .join(inner, _covers(outer.c.path, inner.c.path))
        .where(role.c.person.in_(covered), role.c.kind == kind.value, in_force(role, today))
    )
    return sa.union_all(sa.select(own.c.code).where(in_scope(own.c.path, scope)), theirs)


def _answers(of: Of, today: date) -> sa.ColumnElement[bool]:
    """An assignment counts while the person is a director at or above the child's place."""
    place, other = region.alias("place"), role.alias("other")
    in_office = (
        sa.select(assignment.c.id)
        .join(role, role.c.person == assignment.c.person)
        .join(place, place.c.code == role.c.region)
        .where(assigned_now(today), _directs(role, today), _covers(place.c.path, region.c.path))
        .correlate(child, region)
    )
    second = sa.exists().where(
        other.c.region == role.c.region,
        _directs(other, today),
        other.c.person != role.c.person,
    )
    only = sa.exists().where(
        role.c.region == child.c.region, _directs(role, today), of(role.c.person), ~second
    )
    mine = in_office.where(of(assignment.c.person)).exists()
    return sa.or_(mine, sa.and_(~in_office.exists(), only))


def _directs(which: Any, today: date) -> sa.ColumnElement[bool]:
    return sa.and_(which.c.kind == Role.DIRECTOR.value, in_force(which, today))


def _covers(outer: sa.ColumnElement[str], inner: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """`storage.access.within` between two columns."""
    return sa.or_(inner == outer, sa.and_(inner >= outer + "/", inner < outer + "0"))
