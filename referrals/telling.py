"""Letters about referrals: to whom, of which kind, under which key. Their words are made when they go out.

A key names what is told of: a deed pressed twice, or a job run twice, tells once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from referrals.clocks import Breach
from referrals.levels import Level
from storage.answerers import Tidings
from storage.ids import PersonId
from storage.outbox import Priority, To
from storage.referrals import Referral, State

NEW = "referral_new"
UNROUTED = "referral_unrouted"
RECEIPT = "referral_receipt"
CHANGED = "referral_changed"
RAISED = "referral_raised"
CLIMB = "referral_climb"
RELAY = "relay"


def new_to(referral: Referral, members: Iterable[PersonId]) -> list[Tidings]:
    """A referral waits in the queue."""
    told = new_to_unit(referral)
    return [replace(told, key=f"{told.key}:{person}", to=To(person=person)) for person in members]


def new_to_unit(referral: Referral) -> Tidings:
    """The same for whoever works there; keyed anew each time it comes into the queue."""
    key = f"{NEW}:{referral.id}:{_stamp(referral.queued_at)}"
    return Tidings(key, NEW, To(), _refs(referral), urgency(referral))


def unrouted_to(referral: Referral, administrators: Iterable[PersonId]) -> list[Tidings]:
    """Nobody is there to take it."""
    key, refs = f"{UNROUTED}:{referral.id}", _refs(referral)
    return [
        Tidings(f"{key}:{person}", UNROUTED, To(person=person), refs, urgency(referral))
        for person in administrators
    ]


def receipt(referral: Referral) -> list[Tidings]:
    if referral.address is None:
        return []
    to, key = To(address=referral.address), f"{RECEIPT}:{referral.id}"
    return [Tidings(key, RECEIPT, to, _refs(referral), Priority.RECEIPT)]


def changed(referral: Referral, now: datetime) -> list[Tidings]:
    """To the family, or to who opened it for them: it stands elsewhere now."""
    if referral.address is not None:
        to = To(address=referral.address)
    elif referral.opened_by is not None:
        to = To(person=referral.opened_by)
    else:
        return []
    refs = {**_refs(referral), "state": referral.state.value}
    key = f"{CHANGED}:{referral.id}:{referral.state.value}:{_stamp(now)}"
    return [Tidings(key, CHANGED, to, refs, Priority.RECEIPT)]


def withdrawn(referral: Referral) -> list[Tidings]:
    """To the worker who held it."""
    if referral.claimed_by is None:
        return []
    refs = {**_refs(referral), "state": State.WITHDRAWN.value}
    key = f"{CHANGED}:{referral.id}:withdrawn:holder"
    return [Tidings(key, CHANGED, To(person=referral.claimed_by), refs, Priority.RECEIPT)]


def raised(referral: Referral, trace: int, people: Iterable[PersonId]) -> list[Tidings]:
    """Words of danger (the `trace`) were added to it."""
    key = f"{RAISED}:{referral.id}:{trace}"
    return [
        Tidings(f"{key}:{person}", RAISED, To(person=person), _refs(referral), Priority.ALARM)
        for person in people
    ]


def climbing(referral: Referral, breach: Breach, people: Iterable[PersonId]) -> list[Tidings]:
    """A clock ran out; `referral.climbed` counts the climbs before this one."""
    number = referral.climbed + 1
    refs = {**_refs(referral), "clock": breach.clock.value, "n": number}
    key = f"climb:{referral.id}:{breach.clock.value}:{_stamp(breach.since)}:{number}"
    return [
        Tidings(f"{key}:{person}", CLIMB, To(person=person), refs, urgency(referral))
        for person in people
    ]


def relayed(referral: Referral, seq: int, to: To) -> list[Tidings]:
    refs = {**_refs(referral), "seq": seq}
    return [Tidings(f"{RELAY}:{referral.id}:{seq}", RELAY, to, refs, Priority.RELAY)]


def urgency(referral: Referral) -> Priority:
    """Of letters to staff."""
    urgent = Level(referral.level) in (Level.P0, Level.P1)
    return Priority.ALARM if urgent else Priority.RECEIPT


def _refs(referral: Referral) -> dict[str, int | str]:
    return {"referral": referral.id}


def _stamp(at: datetime) -> int:
    return int(at.timestamp())
