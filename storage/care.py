"""In whose care a child is: the conditions that narrow every query over children.

A director sees the children assigned to them and, where they are the village's only director, the
unassigned ones of the village; a supervisor those of the township. A child who left the ledger is
nowhere. `reminders.recipients.director_of` is the same rule over values.
"""

from datetime import date

import sqlalchemy as sa

from storage.access import Actor, Role, in_scope
from storage.chats import valid
from storage.ids import PersonId
from storage.tables.ledger import assignment, child
from storage.tables.people import region, role


def seen_by(actor: Actor, today: date) -> sa.ColumnElement[bool]:
    """For statements over `child` and `region`."""
    here = sa.and_(child.c.left_on.is_(None), in_scope(region.c.path, actor.scope))
    if actor.role is Role.SUPERVISOR:
        return here
    if actor.role is not Role.DIRECTOR or actor.person is None:
        return sa.false()
    return sa.and_(here, _in_care_of(actor.person, today))


def assigned_now(today: date) -> sa.ColumnElement[bool]:
    """Joins the assignment that holds today, first and last day included."""
    return sa.and_(
        assignment.c.child == child.c.id,
        assignment.c.since <= today,
        sa.or_(assignment.c.until.is_(None), assignment.c.until >= today),
    )


def _in_care_of(director: PersonId, today: date) -> sa.ColumnElement[bool]:
    """An assignment counts while the person is a director at or above the child's place."""
    place = region.alias("place")
    in_office = (
        sa.select(assignment.c.id)
        .join(role, role.c.person == assignment.c.person)
        .join(place, place.c.code == role.c.region)
        .where(assigned_now(today), *_directs(today), _covers(place.c.path, region.c.path))
        .correlate(child, region)
    )
    local = sa.select(role.c.id).where(role.c.region == child.c.region, *_directs(today))
    only = sa.and_(
        local.where(role.c.person == director).exists(),
        ~local.where(role.c.person != director).exists(),
    )
    mine = in_office.where(assignment.c.person == director).exists()
    return sa.or_(mine, sa.and_(~in_office.exists(), only))


def _directs(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (role.c.kind == Role.DIRECTOR.value, valid(today))


def _covers(outer: sa.ColumnElement[str], inner: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """`storage.access.within` between two columns."""
    return sa.or_(inner == outer, sa.and_(inner >= outer + "/", inner < outer + "0"))
