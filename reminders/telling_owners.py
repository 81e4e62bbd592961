"""Who answers at a place a child came to, and telling them: by reference only."""

from collections.abc import Iterable
from datetime import date, datetime

from reminders.recipients import Around, around, seated
from storage import outbox
from storage.access import Actor
from storage.database import Transaction
from storage.ids import ChildId, PersonId
from storage.outbox import Priority, To
from storage.seats import seats_over

HANDED_OVER, BACK = "handed_over", "child_back"


async def answering(tx: Transaction, path: str, today: date) -> Around:
    return around(path, None, seated(await seats_over(tx, {path}, today)))


async def tell_child(
    tx: Transaction, kind: str, child: ChildId, people: Iterable[PersonId], now: datetime
) -> None:
    """Reference only. Keyed by the instant: a child can come and go more than once."""
    for person in people:
        key = f"{kind}:{child}:{int(now.timestamp())}:{person}"
        refs = {"child": child}
        to = To(person=person)
        await outbox.put(tx, key, kind, to, refs, priority=Priority.DIGEST, now=now)


def without(actor: Actor, people: Iterable[PersonId]) -> tuple[PersonId, ...]:
    return tuple(person for person in dict.fromkeys(people) if person != actor.person)
