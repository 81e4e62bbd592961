"""The words on a child's card. Nothing personal where the file was read without it."""

from content.intervals import Intervals, standard_intervals
from content.kinds import kinds
from dialogs.director.words import day_name, kind_name, reference
from dialogs.turn import Turn
from reminders.due import Kind
from storage.children import File, OpenReminder, Personal
from storage.ledger import Entry


def card_text(turn: Turn, file: File, entries: list[Entry]) -> str:
    say = turn.say
    title = reference(file.child)
    if file.personal is None:
        about = [say("Name, place and reasons are shown in the web chat only.")]
    else:
        title = f"{title} · {file.personal.name}"
        about = _about(turn, file, file.personal)
    due = [_due(turn, each) for each in file.reminders] or [say("Nothing is owed.")]
    done = [_entry(turn, file, entry) for entry in entries] or [say("Nothing is entered yet.")]
    return "\n".join([title, *about, "", *due, "", say("Last entries:"), *done])


def _about(turn: Turn, file: File, personal: Personal) -> list[str]:
    say = turn.say
    lines = [say("Lives in: {place}", place=file.region_name)]
    if personal.birth_month:
        lines.append(say("Born: {month}", month=personal.birth_month))
    if personal.guardian:
        lines.append(say("Guardian: {guardian}", guardian=personal.guardian))
    if file.care_since is not None:
        since = day_name(file.care_since, turn.today, turn.locale)
        lines.append(
            say("Key care since {day}: {reasons}", day=since, reasons=_reasons(turn, personal))
        )
    return lines


def _reasons(turn: Turn, personal: Personal) -> str:
    known = kinds().key_care_reasons
    named = [
        known.of(code).name.in_(turn.locale) if code in known else code for code in personal.reasons
    ]
    return turn.say(", ").join(named)


def _due(turn: Turn, owed: OpenReminder) -> str:
    """What is owed, by when, and the rule it follows from."""
    kind = Kind(owed.kind)
    values = {
        "kind": kind_name(turn.say, kind),
        "day": day_name(owed.due, turn.today, turn.locale),
        "months": _months(kind, standard_intervals()),
        "days": (turn.today - owed.due).days,
    }
    if owed.due < turn.today:
        return turn.say("{kind}: was due {day}, {days} days over (every {months} months)", **values)
    return turn.say("{kind}: by {day} (every {months} months)", **values)


def _entry(turn: Turn, file: File, entry: Entry) -> str:
    """The day and the kind; how and with what outcome only where the personal may be shown."""
    parts = [
        day_name(entry.held_on, turn.today, turn.locale),
        kind_name(turn.say, Kind(entry.kind)),
    ]
    if not entry.reached:
        parts.append(turn.say("nobody reached"))
    elif file.personal is not None:
        parts += _told(turn, entry)
    return " · ".join(parts)


def _told(turn: Turn, entry: Entry) -> list[str]:
    """How they spoke (of a visit it goes without saying) and how the child was."""
    ways, outcomes = kinds().ways, kinds().outcomes
    spoken = entry.how if entry.kind == Kind.CONTACT else None
    how = [ways.of(spoken).name.in_(turn.locale)] if spoken and spoken in ways else []
    if entry.outcome and entry.outcome in outcomes:
        return [*how, outcomes.of(entry.outcome).name.in_(turn.locale)]
    return how


def _months(kind: Kind, intervals: Intervals) -> int:
    match kind:
        case Kind.CONTACT:
            return intervals.contact_months
        case Kind.VISIT:
            return intervals.visit_months
        case Kind.REFRESH:
            return intervals.refresh_months
