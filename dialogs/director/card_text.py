"""The words on a child's card. Nothing personal where the file was read without it."""

from datetime import date

from content.intervals import Intervals
from content.kinds import kinds
from content.regional_rules import intervals_under
from dialogs.director.words import day_name, kind_name, reference
from dialogs.turn import Turn
from reminders.due import Kind
from storage.children import File, OpenReminder, Personal
from storage.entries import Entry


def card_text(turn: Turn, file: File, entries: list[Entry]) -> str:
    say = turn.say
    title = reference(file.child)
    if file.personal is None:
        about = [say("Name, place and reasons are shown in the web chat only.")]
    else:
        title = f"{title} · {file.personal.name}"
        about = _about(turn, file, file.personal)
    due = [_due(turn, file, each) for each in file.reminders] or [say("Nothing is owed.")]
    done = [entry_line(turn, entry, personal=file.personal is not None) for entry in entries] or [
        say("Nothing is entered yet.")
    ]
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


def _due(turn: Turn, file: File, owed: OpenReminder) -> str:
    """What is owed, by when, the rule it follows from, and what was promised of it."""
    kind = Kind(owed.kind)
    values = {
        "kind": kind_name(turn.say, kind),
        "day": day_name(owed.due, turn.today, turn.locale),
        "why": _why(turn, file, kind),
        "days": (turn.today - owed.due).days,
    }
    if owed.ask_on is not None and owed.ask_on > owed.due:
        planned = day_name(owed.ask_on, turn.today, turn.locale)
        line = turn.say(
            "{kind}: was due {day}, planned for {planned} ({why})", planned=planned, **values
        )
    elif owed.due < turn.today:
        line = turn.say("{kind}: was due {day}, {days} days over ({why})", **values)
    else:
        line = turn.say("{kind}: by {day} ({why})", **values)
    return "\n".join([line, *_promised(turn, file, owed)])


def _why(turn: Turn, file: File, kind: Kind) -> str:
    """The interval in force at the child's place; that a risk is marked only where it may be shown."""
    say, intervals = turn.say, intervals_under(file.rules)
    months = _months(kind, intervals)
    if kind is Kind.CONTACT and file.close_months and file.personal is not None:
        close = file.close_months
        return say(
            "every {months} months, every {close} around exams and holidays",
            months=months,
            close=close,
        )
    if kind is Kind.REFRESH and intervals.refresh_by_closing:
        return say("every {months} months and in each half-year", months=months)
    return say("every {months} months", months=months)


def _promised(turn: Turn, file: File, owed: OpenReminder) -> list[str]:
    """Until when it was put off, when the next try is, and how often in a row nobody was reached."""
    say = turn.say
    lines = []
    if owed.put_off_until is not None and owed.put_off_until >= turn.today:
        lines.append(_put_off(turn, file, owed, owed.put_off_until))
    if owed.tries:
        lines.append(say("· tried {count} times, nobody reached", count=owed.tries))
    if owed.tried_until is not None and owed.tried_until >= turn.today:
        day = day_name(owed.tried_until, turn.today, turn.locale)
        lines.append(say("· next try on {day}", day=day))
    return lines


def _put_off(turn: Turn, file: File, owed: OpenReminder, until: date) -> str:
    """The reason, as far as it may be shown."""
    day = day_name(until, turn.today, turn.locale)
    reasons = kinds().put_off_reasons
    if file.personal is None or owed.put_off_why is None or owed.put_off_why not in reasons:
        return turn.say("· put off until {day}", day=day)
    why = reasons.of(owed.put_off_why).name.in_(turn.locale)
    return turn.say("· put off until {day}: {why}", day=day, why=why)


def entry_line(turn: Turn, entry: Entry, *, personal: bool) -> str:
    """The day and the kind; how and with what outcome only where the personal may be shown."""
    parts = [
        day_name(entry.held_on, turn.today, turn.locale),
        kind_name(turn.say, Kind(entry.kind)),
    ]
    if not entry.reached:
        parts.append(turn.say("nobody reached"))
    elif personal:
        parts += _told(turn, entry)
    return " · ".join(parts)


def _told(turn: Turn, entry: Entry) -> list[str]:
    """How they spoke (of a visit it goes without saying), with whom, and how the child was."""
    every = kinds()
    spoken = entry.how if entry.kind == Kind.CONTACT else None
    told = (
        (every.ways, spoken),
        (every.with_whom, entry.with_whom),
        (every.outcomes, entry.outcome),
    )
    return [
        choices.of(code).name.in_(turn.locale) for choices, code in told if code and code in choices
    ]


def _months(kind: Kind, intervals: Intervals) -> int:
    match kind:
        case Kind.CONTACT:
            return intervals.contact_months
        case Kind.VISIT:
            return intervals.visit_months
        case Kind.REFRESH:
            return intervals.refresh_months
