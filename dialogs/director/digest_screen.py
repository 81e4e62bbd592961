"""A digest as its reader sees it: in the letter, and again on each page of it.

It is a push: reference, kind and date, nothing else, on any channel.
"""

from datetime import date

from content.phrases import Phrases
from dialogs.director.paging import page_of, page_row
from dialogs.director.presses import AcknowledgeDigest, ShowChild, ShowDigest
from dialogs.director.words import counts_line, director_reference, owed_line
from dialogs.navigation import Home
from dialogs.screen import Row, Screen, button, column
from reminders.digest import NOBODY, Group, Laid, overdue
from storage.notices import Digest


def digest_screen(say: Phrases, digest: Digest, laid: Laid, page: int, today: date) -> Screen:
    """`laid` holds at least one line. Who may not open the children gets the counts only."""
    home: Row = (button(say("Home"), Home()),)
    text = [say("Good morning. This is what is due."), *_counts(say, laid, today)]
    if not laid.opens:
        return Screen("\n".join(text), (home,))
    shown, page = page_of(laid.lines, page)
    lines = column(
        button(owed_line(say, line, today), ShowChild(child=line.child)) for line in shown
    )
    more = page_row(
        say,
        page,
        more=page_of(laid.lines, page + 1)[1] > page,
        press=lambda other: ShowDigest(digest=digest.id, page=other),
    )
    if digest.acknowledged_at is not None:
        text.append(say("You have seen this. It stays here until it is done."))
        return Screen("\n".join(text), (*lines, *more, home))
    seen: Row = (button(say("Seen, all of it"), AcknowledgeDigest(digest=digest.id)),)
    return Screen("\n".join(text), (*lines, *more, seen, home))


def _counts(say: Phrases, laid: Laid, today: date) -> list[str]:
    late = overdue(laid.own, today)
    own = [counts_line(say, len(laid.own), late)] if laid.own else []
    return [*own, *(_group(say, group) for group in laid.groups)]


def _group(say: Phrases, group: Group) -> str:
    if group.director == NOBODY:
        return say(
            "Without a director: {lines} open, the longest {days} days over.",
            lines=len(group.lines),
            days=group.days_over,
        )
    return say(
        "Director {reference}: {lines} open, the longest {days} days over.",
        reference=director_reference(group.director),
        lines=len(group.lines),
        days=group.days_over,
    )
