"""A digest as its reader sees it: in the letter, and again on each page of it.

It is a push: of a child reference, kind and date. Who looks after others is also told why something is
still open, where the channel may hold that.
"""

from collections.abc import Iterable
from datetime import date

from content.phrases import Phrases
from content.places import RegionCode, is_known, region
from dialogs.director.digest_words import (
    item_button,
    listed,
    section_lines,
    staff_reference,
    why_line,
)
from dialogs.director.paging import page_of, page_row
from dialogs.director.presses import AcknowledgeDigest, ShowDigest
from dialogs.director.words import counts_line
from dialogs.navigation import Home
from dialogs.screen import Row, Screen, button, column
from reminders.digest import Counted, Item, Laid, overdue
from storage.digests import Digest, Line

MOST_PLACES = 30


def digest_screen(
    say: Phrases, digest: Digest, laid: Laid, page: int, today: date, *, reasons: bool
) -> Screen:
    """`laid` holds something. Who may not open the children gets the counts only.

    `reasons`: whether this channel may say what was tried for a child.
    """
    home: Row = (button(say("Home"), Home()),)
    shown, page = page_of(laid.items, page)
    text = [
        say("Good morning. This is what is due."),
        *_own(say, laid, today),
        *_others(say, laid, shown, today, reasons=reasons),
        *_counts(say, laid),
    ]
    if not laid.items:
        return Screen("\n".join(text), (home,))
    lines = column(item_button(say, item, today) for item in shown)
    more = page_row(
        say,
        page,
        more=page_of(laid.items, page + 1)[1] > page,
        press=lambda other: ShowDigest(digest=digest.id, page=other),
    )
    if digest.acknowledged_at is not None:
        text.append(say("You have seen this. It stays here until it is done."))
        return Screen("\n".join(text), (*lines, *more, home))
    seen: Row = (button(say("Seen, all of it"), AcknowledgeDigest(digest=digest.id)),)
    return Screen("\n".join(text), (*lines, *more, seen, home))


def _own(say: Phrases, laid: Laid, today: date) -> list[str]:
    late = overdue(laid.own, today)
    return [counts_line(say, len(laid.own), late)] if laid.own else []


def _others(
    say: Phrases, laid: Laid, shown: Iterable[Item], today: date, *, reasons: bool
) -> list[str]:
    """The directors whose lines stand on this page, each with why the lines are still open."""
    here = set(shown)
    text = []
    for section in laid.sections:
        items = [item for item in section.items if item in here]
        if items:
            text += section_lines(say, section, today)
        if reasons:
            text += [why_line(say, item, today) for item in items if isinstance(item, Line)]
    return text


def _counts(say: Phrases, laid: Laid) -> list[str]:
    text = [_place(say, count) for count in laid.counts[:MOST_PLACES]]
    if len(laid.counts) > MOST_PLACES:
        text.append(say("And in {count} more places.", count=len(laid.counts) - MOST_PLACES))
    if laid.unreachable:
        people = [
            staff_reference(seat.role, seat.person) for seat in laid.unreachable[:MOST_PLACES]
        ]
        text.append(say("There is no way to reach {people}.", people=listed(say, people)))
    return text


def _place(say: Phrases, count: Counted) -> str:
    code = RegionCode(count.code)
    return say(
        "{place}: {lines} open, the longest {days} days over.",
        place=region(code).name if is_known(code) else count.code,
        lines=count.lines,
        days=count.days_over,
    )
