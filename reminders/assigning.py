"""Handing children from one director to another, from today on; both are told.

A director answers for children of villages they are director of. Who takes a child of another village
becomes its director too; what the one who was alone there answered for without an assignment is
assigned to them first, so that it doesn't fall between the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reminders.recipients import director_of, seated
from storage import audit, outbox
from storage.access import Actor, Deed, Role, Thing, may, within
from storage.database import Transaction
from storage.ids import ChildId, PersonId
from storage.outbox import Priority, To
from storage.people import add_role
from storage.promises import ask_anew
from storage.seats import seats_over
from storage.township_items import Cared, Owned, child_held, children_in_care, unassigned_of
from storage.townships import Official, assign_all, officials

MOST_NAMED = 20
"""How many references a letter holds."""


class NotAssigned(Exception):
    """Nothing was changed."""


class NotInYourTownship(NotAssigned):
    """No such child, director or place for this actor: one answer for all."""


class NothingLeft(NotAssigned):
    """None of theirs is there any more, or all of it is the taker's already."""


@dataclass(frozen=True)
class HandedOver:
    """`giver` None: nobody answered for them. `villages`: codes of those the taker is director of from now on."""

    children: tuple[ChildId, ...]
    giver: PersonId | None
    taker: PersonId
    villages: tuple[str, ...]


async def hand_over_all(
    tx: Transaction,
    actor: Actor,
    giver: PersonId | None,
    taker: PersonId,
    now: datetime,
    today: date,
) -> HandedOver:
    """Everything `giver` (None: nobody) answers for in the actor's place. Raises NotAssigned."""
    seats = await _seats_of(tx, actor, taker, today)
    if giver == taker:
        raise NotInYourTownship
    children = await children_in_care(tx, actor.scope, giver, today, held=True)
    if not children:
        raise NothingLeft
    return await _hand_over(tx, actor, children, giver, seats, now, today)


async def hand_over_one(
    tx: Transaction, actor: Actor, which: ChildId, taker: PersonId, now: datetime, today: date
) -> HandedOver:
    """One child, whoever answers for it now. Raises NotAssigned."""
    seats = await _seats_of(tx, actor, taker, today)
    child = await _child_of(tx, actor, which, today)
    giver = await _answers_for(tx, child, today)
    if giver == taker:
        raise NothingLeft
    return await _hand_over(tx, actor, [child], giver, seats, now, today)


async def giver_of(tx: Transaction, actor: Actor, which: ChildId, today: date) -> PersonId | None:
    """Who answers for the child now, None: nobody. Raises NotInYourTownship."""
    return await _answers_for(tx, await _child_of(tx, actor, which, today), today)


async def _child_of(tx: Transaction, actor: Actor, which: ChildId, today: date) -> Owned:
    child = await child_held(tx, actor.scope, which, today)
    if child is None or not may(actor, Deed.ASSIGN, Thing(path=child.path)):
        raise NotInYourTownship
    return child


async def _answers_for(tx: Transaction, child: Owned, today: date) -> PersonId | None:
    around = seated(await seats_over(tx, {child.path}, today))
    return director_of(child.path, child.assigned, around)


async def _seats_of(
    tx: Transaction, actor: Actor, taker: PersonId, today: date
) -> Sequence[Official]:
    """Where the taker is director in the actor's place."""
    seats = await officials(tx, actor.scope, today, {Role.DIRECTOR}, taker)
    if not seats or not may(actor, Deed.ASSIGN, Thing(path=seats[0].path)):
        raise NotInYourTownship
    return seats


async def _hand_over(
    tx: Transaction,
    actor: Actor,
    children: Sequence[Cared],
    giver: PersonId | None,
    seats: Sequence[Official],
    now: datetime,
    today: date,
) -> HandedOver:
    taker, moved = seats[0].person, [each.child for each in children]
    villages = _new_villages(children, seats)
    for path, code in villages.items():
        await _keep_apart(tx, path, moved, today)
        await add_role(tx, taker, Role.DIRECTOR, code, None, today)
    await assign_all(tx, moved, taker, today)
    await ask_anew(tx, moved)
    await audit.note_each(tx, actor, "assign", "child", moved, now)
    done = HandedOver(tuple(moved), giver, taker, tuple(villages.values()))
    await _tell(tx, done, now)
    return done


def _new_villages(children: Sequence[Cared], seats: Sequence[Official]) -> dict[str, str]:
    """Path and code of the places where the taker isn't director yet."""
    paths = {each.path: each.region for each in children}
    return {
        path: code
        for path, code in paths.items()
        if not any(within(path, seat.path) for seat in seats)
    }


async def _keep_apart(tx: Transaction, path: str, moved: Sequence[ChildId], today: date) -> None:
    local = {seat.person for seat in await officials(tx, path, today, {Role.DIRECTOR})}
    if len(local) != 1:
        return
    alone = local.pop()
    unassigned = await unassigned_of(tx, alone, path, today)
    staying = [each for each in unassigned if each not in moved]
    if staying:
        await assign_all(tx, staying, alone, today)


async def _tell(tx: Transaction, done: HandedOver, now: datetime) -> None:
    """References only; a letter names as many as it can hold and counts them all."""
    named = ",".join(str(each) for each in done.children[:MOST_NAMED])
    for person, other in ((done.taker, done.giver), (done.giver, done.taker)):
        if person is None:
            continue
        refs: dict[str, int | str] = {
            "children": named,
            "count": len(done.children),
            "other": other or 0,
            "taken": int(person == done.taker),
            "elsewhere": int(person == done.taker and bool(done.villages)),
        }
        key = f"reassigned:{person}:{done.children[0]}:{now.isoformat()}"
        await outbox.put(
            tx, key, "reassigned", To(person=person), refs, priority=Priority.DIGEST, now=now
        )
