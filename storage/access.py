"""Who may do what: one function decides, deny by default; scope is a path prefix in SQL.

The table is the one in the design ("Who uses it, and what each may see"). Several roles of one person never
add up: an actor acts in one role.
"""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from storage.ids import AddressId, PersonId, UnitId


class Role(StrEnum):
    PARENT = "parent"
    DIRECTOR = "director"
    SUPERVISOR = "supervisor"
    TRIAGE = "triage"
    REFERRER = "referrer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Channel(StrEnum):
    WEB = "web"
    TELEGRAM = "telegram"
    EMAIL = "email"
    HOOK = "hook"


class Deed(StrEnum):
    SEE_CHILD = "see_child"
    RECORD = "record"
    ACKNOWLEDGE = "acknowledge"
    REFER = "refer"
    INVITE = "invite"
    SEE_QUEUE = "see_queue"
    CLAIM = "claim"
    READ = "read"
    ANSWER = "answer"
    CLOSE = "close"
    ASK_SUPPORT = "ask_support"
    SEE_OWN = "see_own"
    PROPOSE = "propose"
    DECIDE = "decide"
    TAKE_LEAVE = "take_leave"
    COVER = "cover"
    ASSIGN = "assign"
    NUDGE = "nudge"
    SEE_COUNTS = "see_counts"
    SET_CALENDAR = "set_calendar"
    SET_RULES = "set_rules"
    ANSWER_COMPLAINT = "answer_complaint"


@dataclass(frozen=True)
class Actor:
    """Who acts at an address, in one role. `scope` is a region path, "" for a parent."""

    address: AddressId
    person: PersonId | None
    role: Role
    scope: str
    unit: UnitId | None
    channel: Channel
    locale: str


@dataclass(frozen=True)
class Thing:
    """What a deed touches, as far as access depends on it; None where the thing has no such side."""

    path: str | None = None
    unit: UnitId | None = None
    address: AddressId | None = None
    holder: PersonId | None = None


DEEDS: dict[Role, frozenset[Deed]] = {
    Role.PARENT: frozenset({Deed.ASK_SUPPORT, Deed.SEE_OWN, Deed.PROPOSE}),
    Role.DIRECTOR: frozenset(
        {Deed.SEE_CHILD, Deed.RECORD, Deed.ACKNOWLEDGE, Deed.REFER, Deed.PROPOSE, Deed.TAKE_LEAVE}
    ),
    Role.SUPERVISOR: frozenset(
        {
            Deed.SEE_CHILD,
            Deed.RECORD,
            Deed.ACKNOWLEDGE,
            Deed.INVITE,
            Deed.PROPOSE,
            Deed.DECIDE,
            Deed.TAKE_LEAVE,
            Deed.COVER,
            Deed.ASSIGN,
            Deed.NUDGE,
        }
    ),
    Role.TRIAGE: frozenset({Deed.SEE_QUEUE, Deed.CLAIM, Deed.READ, Deed.ANSWER, Deed.CLOSE}),
    Role.REFERRER: frozenset({Deed.REFER}),
    Role.EDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(
        {
            Deed.INVITE,
            Deed.SEE_COUNTS,
            Deed.SET_CALENDAR,
            Deed.SET_RULES,
            Deed.ANSWER_COMPLAINT,
        }
    ),
}
HOLDERS_ONLY = frozenset({Deed.READ, Deed.ANSWER, Deed.CLOSE})


def may(actor: Actor, deed: Deed, thing: Thing) -> bool:
    """Whether this actor may do this to that thing. What is not allowed here is not allowed."""
    if deed not in DEEDS[actor.role]:
        return False
    if actor.role is Role.PARENT:
        return thing.address == actor.address
    if actor.role is Role.TRIAGE:
        mine = thing.holder is not None and thing.holder == actor.person
        return (
            actor.unit is not None
            and thing.unit == actor.unit
            and (mine or deed not in HOLDERS_ONLY)
        )
    return thing.path is not None and within(thing.path, actor.scope)


def within(path: str, scope: str) -> bool:
    """Whether a place lies in a scope, the scope itself included."""
    return bool(scope) and (path == scope or path.startswith(f"{scope}/"))


def in_scope(column: sa.ColumnElement[str], scope: str) -> sa.ColumnElement[bool]:
    """The same as `within`, as an indexed range; "0" is the character after "/"."""
    if not scope:
        return sa.false()
    return sa.or_(column == scope, sa.and_(column >= f"{scope}/", column < f"{scope}0"))
