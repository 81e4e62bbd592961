"""How children, kinds and days are called on screens, in digests and on buttons."""

from datetime import date

from babel.dates import format_skeleton

from content.phrases import Phrases
from content.text import Locale
from reminders.due import Kind
from storage.children import Owed
from storage.ids import ChildId, PersonId


def reference(child: ChildId) -> str:
    """What a push may hold of a child: no name, no place."""
    return f"C-{child}"


def director_reference(director: PersonId) -> str:
    return f"D-{director}"


def kind_name(say: Phrases, kind: Kind) -> str:
    match kind:
        case Kind.CONTACT:
            return say("Contact")
        case Kind.VISIT:
            return say("Home visit")
        case Kind.REFRESH:
            return say("Record check")


def day_name(on: date, today: date, locale: Locale) -> str:
    """ "5月11日"; with the year where it is another one."""
    skeleton = "MMMd" if on.year == today.year else "yMMMd"
    return format_skeleton(skeleton, on, locale=locale)


def owed_line(say: Phrases, owed: Owed, today: date) -> str:
    """Reference, kind and date: all that a push or a button says of what is due."""
    values = {
        "reference": reference(owed.child),
        "kind": kind_name(say, Kind(owed.kind)),
        "day": day_name(owed.due, today, say.locale),
    }
    if owed.due < today:
        return say("{reference} · {kind} · was due {day}", **values)
    return say("{reference} · {kind} · by {day}", **values)


def counts_line(say: Phrases, lines: int, overdue: int) -> str:
    """In words, the overdue first; `lines` counts both."""
    if not overdue:
        return say("Due soon: {due}.", due=lines)
    if overdue == lines:
        return say("Overdue: {overdue}.", overdue=overdue)
    return say("Overdue: {overdue}. Due soon: {due}.", overdue=overdue, due=lines - overdue)
