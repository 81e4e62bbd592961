"""What the timetable runs on proposals and on birthdays: late ones climb, who is 16 leaves the ledger."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from content.calendar import next_working_day
from reminders.due import grown_up_on
from reminders.leaving import Why, end
from reminders.morning import MORNING
from reminders.proposal_clock import ZONE, Climb, answer_by, climb, may_tell
from reminders.proposal_refusals import PROPOSAL
from reminders.recipients import Rung, around, seated
from storage import leaving, outbox
from storage import proposal_changes as changes
from storage.access import Role
from storage.calendar_days import exceptions
from storage.database import Database, Transaction
from storage.ids import ChildId, PersonId, ProposalId
from storage.leaving import Grown
from storage.outbox import Priority, To
from storage.proposal_values import UNTOLD, Proposal
from storage.proposals import proposal_by_id
from storage.reminders import lock_child
from storage.seats import Seat, seats_over

log = structlog.get_logger()

WAITING, WAITING_ABOVE = "proposal_waiting", "proposals_waiting_above"
LEFT = "child_left"
MOST = 200


async def proposal_clocks(database: Database, now: datetime) -> int:
    """Each one that is new or late is told one step up, in a transaction of its own; how many were.

    Only when people work: what comes or runs out at night is told on the next working morning.
    """
    async with database.read() as tx:
        calendar = await exceptions(tx)
        due = await changes.late(tx, now, MOST) if may_tell(now, calendar) else []
    told = 0
    for which in due:
        async with database.write() as tx:
            told += await _look_at(tx, which, now, calendar)
    return told


async def end_at_sixteen(database: Database, now: datetime, zone: ZoneInfo) -> int:
    """Who was 16 yesterday or before is out of the ledger; how many. Nobody has to agree."""
    today = now.astimezone(zone).date()
    count = 0
    while True:
        async with database.write() as tx:
            found = await leaving.grown(tx, today, MOST)
            morning = _next_morning(today, await exceptions(tx))
            for each in found:
                await _grow_up(tx, each, now, max(now, morning), today)
        count += len(found)
        if len(found) < MOST:
            return count


async def _look_at(
    tx: Transaction, which: ProposalId, now: datetime, calendar: dict[date, bool]
) -> bool:
    """The rule is asked again: since the list was read, somebody may have decided."""
    found = await proposal_by_id(tx, which, lock=True)
    if found is None or not found.is_open or found.answer_by > now:
        return False
    today = now.astimezone(ZONE).date()
    seats = await seats_over(tx, {found.path}, today)
    step = climb(found.kind, found.climbed, around(found.path, None, seated(seats)))
    if not step.people:
        log.error("proposal waits, and nobody to tell", proposal=found.reference)
        await changes.climb(tx, which, found.climbed, now + timedelta(days=1))
        return False
    await _tell(tx, found, step, seats, now, today)
    since = found.made_at.astimezone(ZONE).date() if found.climbed == UNTOLD else today
    await changes.climb(tx, which, step.climbed, answer_by(since, calendar))
    return True


async def _tell(
    tx: Transaction, of: Proposal, step: Climb, seats: list[Seat], now: datetime, today: date
) -> None:
    """Above the supervisor only how many wait: one letter a person and day."""
    for person in step.people:
        if step.rung is Rung.COUNTY:
            key, kind = f"{WAITING_ABOVE}:{person}:{today}", WAITING_ABOVE
            refs: dict[str, int | str] = {"region": _office(person, seats)}
        else:
            key, kind = f"{WAITING}:{of.id}:{step.climbed}:{person}", WAITING
            refs = {PROPOSAL: of.id}
        to = To(person=person)
        await outbox.put(tx, key, kind, to, refs, priority=Priority.DIGEST, now=now)


async def _grow_up(
    tx: Transaction, grown: Grown, now: datetime, not_before: datetime, today: date
) -> None:
    await lock_child(tx, grown.child)
    await end(tx, grown.child, Why.SIXTEEN, grown_up_on(grown.last_day), now)
    await changes.withdraw_of_child(tx, grown.child, Why.SIXTEEN.value, now)
    await changes.add_closing(tx, grown.child, grown.region, Why.SIXTEEN.value, now)
    seats = await seats_over(tx, {grown.path}, today)
    who = around(grown.path, grown.assigned, seated(seats))
    for person in dict.fromkeys((*who.directors, *who.supervisors)):
        key = _left_key(grown.child, person, grown.last_day)
        refs = {"child": grown.child}
        to, urgency = To(person=person), Priority.DIGEST
        await outbox.put(tx, key, LEFT, to, refs, priority=urgency, now=now, not_before=not_before)


def _left_key(child: ChildId, person: PersonId, day: date) -> str:
    return f"{LEFT}:{child}:{day}:{person}"


def _office(person: PersonId, seats: list[Seat]) -> str:
    """The code of the place this administrator sits at, the nearest one."""
    paths = [each.path for each in seats if each.person == person or _covers(person, each)]
    mine = [each.path for each in seats if each.role is Role.ADMINISTRATOR and each.path in paths]
    return max(mine or paths, key=len).rpartition("/")[2]


def _covers(person: PersonId, seat: Seat) -> bool:
    return any(cover.person == person for cover in seat.covers)


def _next_morning(today: date, calendar: dict[date, bool]) -> datetime:
    return datetime.combine(next_working_day(today, calendar), MORNING, ZONE)
