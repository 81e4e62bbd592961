"""Complaints and suggestions: written, withdrawn, answered, passed on. Nobody it may be about is told of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from reminders.complaint_clock import promised
from reminders.complaint_owners import (
    ROLES,
    About,
    Concern,
    Level,
    holders,
    levels,
    the_one,
    to_tell,
)
from storage import audit, complaints
from storage.access import Actor, Deed, Thing, may
from storage.answerers import Tidings, tell
from storage.calendar_days import exceptions
from storage.complaint_seats import NOWHERE, place_of, seats_of_administrators
from storage.complaints import Complaint, NewComplaint, complaint_by_id, open_within
from storage.database import Transaction
from storage.ids import ComplaintId, PersonId
from storage.outbox import Priority, To

THING = "complaint"
WAITS, ANSWERED = "complaint", "complaint_answered"
DAY_ENDS = time(17, 30)
ZONE = ZoneInfo("Asia/Shanghai")


class NoComplaint(Exception):
    """There is none of that number, or none for who asks."""


class ComplaintMovedOn(Exception):
    """Answered, withdrawn or passed on before."""


@dataclass(frozen=True)
class Filed:
    """`owned` False: nobody is there now who may answer it."""

    reference: str
    answer_by: date
    owned: bool


@dataclass(frozen=True)
class Seen:
    """A complaint before somebody who may answer it."""

    complaint: Complaint
    levels: tuple[Level, ...]

    @property
    def can_go_up(self) -> bool:
        return self.complaint.is_open and self.complaint.climbed + 1 < len(self.levels)


async def complain(
    tx: Transaction, actor: Actor, about: About, words: str, region: str | None, now: datetime
) -> Filed:
    """Stored, its clock running, the nearest who may see it told. Five statements."""
    today = day_of(now)
    place = NOWHERE if region is None else await place_of(tx, region, ROLES.get(about))
    concern = Concern(about, place.path, today, actor.person, None)
    concern = replace(concern, about_person=the_one(concern, place.seats))
    last = promised(today, await exceptions(tx))
    new = NewComplaint(
        address=actor.address,
        person=actor.person,
        about=about.value,
        about_person=concern.about_person,
        region=region if place.path else None,
        words=words,
        answer_by=end_of(last),
    )
    made = await complaints.add_complaint(tx, new, now)
    await audit.note(tx, actor, "complain", THING, made, now)
    people = to_tell(levels(concern, place.seats, today), 0)
    await tell(tx, waiting(made, 0, people), now)
    return Filed(complaints.reference(made), last, bool(people))


async def withdraw(tx: Transaction, actor: Actor, wanted: ComplaintId, now: datetime) -> None:
    """Raises ComplaintMovedOn, also where it isn't theirs."""
    if not await complaints.withdraw_complaint(tx, wanted, actor.address, actor.person, now):
        raise ComplaintMovedOn
    await audit.note(tx, actor, "withdraw", THING, wanted, now)


async def open_for(tx: Transaction, actor: Actor, today: date) -> list[Complaint]:
    """What this administrator may answer, the oldest first. Two statements."""
    found = await open_within(tx, actor.scope)
    seats = await seats_of_administrators(tx, codes_of(found)) if found else ()
    seen = (Seen(each, levels(concern_of(each), seats, today)) for each in found)
    return [each.complaint for each in seen if _may_see(actor, each)]


async def seen_by(tx: Transaction, actor: Actor, wanted: ComplaintId, today: date) -> Seen:
    """Two statements. Raises NoComplaint."""
    found = await complaint_by_id(tx, wanted)
    if found is None:
        raise NoComplaint
    seen = Seen(found, await _levels(tx, found, today))
    if not _may_see(actor, seen):
        raise NoComplaint
    return seen


async def answer(
    tx: Transaction, actor: Actor, wanted: ComplaintId, words: str, now: datetime
) -> None:
    """The writer is told where they wrote. Raises NoComplaint, ComplaintMovedOn."""
    seen = await seen_by(tx, actor, wanted, day_of(now))
    if actor.person is None:
        raise NoComplaint
    if not await complaints.answer_complaint(tx, wanted, actor.person, words, now):
        raise ComplaintMovedOn
    await audit.note(tx, actor, "answer", THING, wanted, now)
    refs, to = {"complaint": wanted}, To(address=seen.complaint.address)
    await tell(tx, [Tidings(f"{ANSWERED}:{wanted}", ANSWERED, to, refs, Priority.RECEIPT)], now)


async def pass_on(
    tx: Transaction, actor: Actor, wanted: ComplaintId, climbed: int, now: datetime
) -> None:
    """One level up from `climbed`; the promise to the writer stays. Raises NoComplaint, ComplaintMovedOn."""
    seen = await seen_by(tx, actor, wanted, day_of(now))
    found, higher = seen.complaint, climbed + 1
    if not seen.can_go_up or not await complaints.climb(
        tx, wanted, climbed, to=higher, answer_by=found.answer_by
    ):
        raise ComplaintMovedOn
    await audit.note(tx, actor, "pass_on", THING, wanted, now)
    await tell(tx, waiting(wanted, higher, to_tell(seen.levels, higher)), now)


async def still_to_tell(tx: Transaction, wanted: ComplaintId, who: PersonId, today: date) -> bool:
    """Whether the letter that it waits is for this person at the moment it goes out."""
    found = await complaint_by_id(tx, wanted)
    if found is None or not found.is_open:
        return False
    return who in holders(await _levels(tx, found, today), found.climbed)


def waiting(wanted: ComplaintId, climbed: int, people: Iterable[PersonId]) -> list[Tidings]:
    """Keyed by the level it reached: each is told once of each."""
    key, refs = f"{WAITS}:{wanted}:{climbed}", {"complaint": wanted}
    return [
        Tidings(f"{key}:{who}", WAITS, To(person=who), refs, Priority.RECEIPT) for who in people
    ]


def concern_of(complaint: Complaint) -> Concern:
    return Concern(
        About(complaint.about),
        complaint.path,
        day_of(complaint.made_at),
        complaint.person,
        complaint.about_person,
    )


def codes_of(some: Iterable[Complaint]) -> set[str]:
    return {each.region for each in some if each.region is not None}


def day_of(now: datetime) -> date:
    return now.astimezone(ZONE).date()


def end_of(day: date) -> datetime:
    """When the desk's working day ends."""
    return datetime.combine(day, DAY_ENDS, ZONE)


async def _levels(tx: Transaction, found: Complaint, today: date) -> tuple[Level, ...]:
    seats = await seats_of_administrators(tx, codes_of([found]))
    return levels(concern_of(found), seats, today)


def _may_see(actor: Actor, seen: Seen) -> bool:
    found = seen.complaint
    if not may(actor, Deed.ANSWER_COMPLAINT, Thing(path=found.path)):
        return False
    return actor.person in holders(seen.levels, found.climbed)
