"""What a digest calls the things in it: children and rounds by reference, people by reference, why it is open."""

from collections.abc import Sequence
from datetime import date
from functools import reduce

from content.kinds import kinds
from content.phrases import Phrases
from dialogs.director.presses import ShowChild
from dialogs.director.round_press import Round
from dialogs.director.words import day_name, director_reference, owed_line, reference
from dialogs.screen import Button, button
from reminders.digest import NOBODY, Item, RoundDue, Section
from storage.access import Role
from storage.digests import Line
from storage.ids import PersonId
from storage.seats import Seat

_LETTERS = {Role.DIRECTOR: "D", Role.SUPERVISOR: "T", Role.ADMINISTRATOR: "A"}


def place_reference(path: str) -> str:
    """A village by the end of its code, which differs within a township; no name."""
    return f"V-{path[-3:]}"


def staff_reference(role: Role, person: PersonId) -> str:
    """ "D-3" for a director, "T-4" for a township's supervisor, "A-5" for an administrator."""
    return f"{_LETTERS[role]}-{person}"


def item_button(say: Phrases, item: Item, today: date) -> Button:
    """Opens the child's card, or the place's round."""
    if isinstance(item, RoundDue):
        return button(round_line(say, item, today), Round(region=item.path.rpartition("/")[2]))
    return button(owed_line(say, item, today), ShowChild(child=item.child))


def item_reference(item: Item) -> str:
    return place_reference(item.path) if isinstance(item, RoundDue) else reference(item.child)


def round_line(say: Phrases, due: RoundDue, today: date) -> str:
    """One line, however many children."""
    values = {
        "place": place_reference(due.path),
        "children": due.children,
        "day": day_name(due.due, today, say.locale),
    }
    if due.due < today:
        return say("{place} · Record check: {children} children · was due {day}", **values)
    return say("{place} · Record check: {children} children · by {day}", **values)


def section_lines(say: Phrases, section: Section, today: date) -> list[str]:
    """Whose it is, how much, how long over; whether they are away or can't be reached."""
    values = {"lines": len(section.items), "days": section.days_over}
    if section.director == NOBODY or section.seat is None:
        return [say("Without a director: {lines} open, the longest {days} days over.", **values)]
    whose = director_reference(section.director)
    line = say(
        "Director {reference}: {lines} open, the longest {days} days over.",
        reference=whose,
        **values,
    )
    return [line, *_standing(say, whose, section.seat, today)]


def why_line(say: Phrases, line: Line, today: date) -> str:
    """Why it is still open. Only where more than a child's reference may be shown."""
    told = [reference(line.child)]
    if line.put_offs:
        told.append(_put_off(say, line))
    if line.tries:
        told.append(say("not reached {count} times in a row", count=line.tries))
    if line.last_contact is None:
        return " · ".join([*told, say("no contact yet")])
    day = day_name(line.last_contact, today, say.locale)
    return " · ".join([*told, say("last contact {day}", day=day)])


def listed(say: Phrases, words: Sequence[str]) -> str:
    """One after the other, in one line."""
    return reduce(lambda told, word: say("{one}, {another}", one=told, another=word), words)


def _put_off(say: Phrases, line: Line) -> str:
    reasons = kinds().put_off_reasons
    if line.put_off_why is None or line.put_off_why not in reasons:
        return say("put off {count} times", count=line.put_offs)
    why = reasons.of(line.put_off_why).name.in_(say.locale)
    return say("put off {count} times ({why})", count=line.put_offs, why=why)


def _standing(say: Phrases, whose: str, seat: Seat, today: date) -> list[str]:
    if seat.away_until is not None:
        until = day_name(seat.away_until, today, say.locale)
        return [say("{reference} is on leave through {day}.", reference=whose, day=until)]
    return [] if seat.reachable else [say("There is no way to reach {people}.", people=whose)]
