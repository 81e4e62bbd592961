"""Nobody was reached: when to try again; once too often in a row (three times), the supervisor is told at once."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from content.calendar import next_working_day
from content.regional_rules import intervals_under
from reminders.recipients import around, seated, told
from reminders.steps import Step
from storage import outbox
from storage.access import Actor
from storage.database import Transaction
from storage.outbox import Priority, To
from storage.promises import Tries
from storage.regional_rules import rules_over
from storage.seats import seats_over

TRIED_THRICE = "tried_thrice"
AFTER_DAYS = (1, 3, 7)
BEYOND_DUE = timedelta(days=3)
"""Another try is not planned later: what is due soon or overdue is tried again soon."""
AT_MOST = timedelta(days=14)
"""What a button may carry, however long the days off are."""


class NotThatDay(Exception):
    """Not a day for another try, or to put it off to; nothing was written."""


def days_again(due: date | None, today: date, exceptions: Mapping[date, bool]) -> tuple[date, ...]:
    """Tomorrow, in three days, in a week, each on the next working day; the first always fits."""
    first, *later = (
        next_working_day(today + timedelta(days=days), exceptions) for days in AFTER_DAYS
    )
    last = None if due is None else max(due, today) + BEYOND_DUE
    return tuple(dict.fromkeys([first, *(day for day in later if last is None or day <= last)]))


def check_day(again: date | None, today: date) -> None:
    """Raises NotThatDay: today or past, or more than two weeks away."""
    if again is not None and not today < again <= today + AT_MOST:
        raise NotThatDay


async def tell_of_tries(
    tx: Transaction, actor: Actor, made: Tries, path: str, now: datetime, today: date
) -> bool:
    """Reference, kind and count to who is told in a supervisor's place; not to who tried themselves.

    False while it was not often enough, or nobody else is there. One statement; to tell, two more.
    """
    rules = await rules_over(tx, {path})
    if made.tries != intervals_under(rules[path]).too_many_tries:
        return False
    seats = seated(await seats_over(tx, {path}, today))
    people = [
        person
        for person in told(around(path, None, seats), Step.SUPERVISOR_7)
        if person != actor.person
    ]
    for person in people:
        await outbox.put(
            tx,
            f"{TRIED_THRICE}:{made.reminder}:{made.tries}:{person}",
            TRIED_THRICE,
            To(person=person),
            {"reminder": made.reminder, "n": made.tries},
            priority=Priority.DIGEST,
            now=now,
        )
    return bool(people)
