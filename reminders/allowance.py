"""Whether a person gets a digest this morning: one a day, few a week, unless something can't wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from reminders.recipients import RUNG, Rung
from reminders.steps import Call, Step
from storage.posts import Post

PRESSING = frozenset({Step.AGAIN, Step.NUDGE, Step.SUPERVISOR_7, Step.COUNTY_30})
"""Promised by the director, asked for by the supervisor, or climbed: told whatever the week had."""


@dataclass(frozen=True)
class Week:
    """What one person was brought this week. `flying`: a letter is on its way right now."""

    sent: int = 0
    today: bool = False
    flying: bool = False


def presses(call: Call, asked: date, today: date, told_on: date | None, rung: Rung | None) -> bool:
    """Whether a call can't wait for the next week.

    What turned overdue, counted from `asked`, presses until it was told once since; `told_on` is when
    the person last heard of it. So does what comes to somebody above the step's own `rung`.
    """
    if call.step in PRESSING or rung is not RUNG.get(call.step, Rung.DIRECTOR):
        return True
    return asked < today and (told_on is None or told_on <= asked)


def nudge_waits(nudged_on: date | None, today: date, told_on: date | None) -> bool:
    """A supervisor asked, and nothing was told since: whichever step tells of it presses."""
    if nudged_on is None or nudged_on > today:
        return False
    return told_on is None or told_on <= nudged_on


def week_of(posts: Iterable[Post], today: date, zone: ZoneInfo) -> Week:
    """`posts` of one person. The week runs from Monday through Sunday.

    A letter of an earlier day that is claimed for the first time ends unsent: it holds up nothing.
    """
    monday = today - timedelta(days=today.weekday())
    found = list(posts)
    brought = (post.brought_at for post in found if post.brought_at is not None)
    days = [at.astimezone(zone).date() for at in brought]
    flying = any(
        post.flying and (post.again or post.made_at.astimezone(zone).date() == today)
        for post in found
    )
    return Week(sum(day >= monday for day in days), today in days, flying)


def gets_one(week: Week, most: int, *, pressing: bool) -> bool:
    """What is held comes with the next digest: it had no notice."""
    if week.today or week.flying:
        return False
    return pressing or week.sent < most
