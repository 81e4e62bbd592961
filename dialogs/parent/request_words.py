"""How a request is spoken of to the family: where it stands, what comes next and by when, meanwhile."""

from content.lines import Line, lines_for
from content.phrases import Phrases
from referrals.levels import Level
from storage.referrals import Referral, State

URGENT_LINES = ("110", "120", "12356", "12355")
LINES = ("12356", "12355", "110")


def standing(say: Phrases, referral: Referral) -> str:
    """One sentence; staff are their unit, never a name."""
    unit = referral.unit_name or say("the desk")
    if referral.state is State.QUEUED and referral.unit is None:
        return say("Waiting: nobody could take it so far. The administrators have been told.")
    said = {
        State.QUEUED: say("Waiting for a worker at {unit} to take it.", unit=unit),
        State.CLAIMED: say("A worker at {unit} has it and is going to write to you.", unit=unit),
        State.IN_CARE: say("A worker at {unit} is in touch with you.", unit=unit),
        State.OUTSIDE: say("Another office is looking after it."),
        State.CLOSED: say("Finished."),
        State.WITHDRAWN: say("You withdrew it."),
    }
    return said[referral.state]


def short_standing(say: Phrases, referral: Referral) -> str:
    names = {
        State.QUEUED: say("waiting"),
        State.CLAIMED: say("taken on"),
        State.IN_CARE: say("in touch"),
        State.OUTSIDE: say("elsewhere"),
        State.CLOSED: say("finished"),
        State.WITHDRAWN: say("withdrawn"),
    }
    return names[referral.state]


def by_when(say: Phrases, level: Level) -> str:
    """When the family hears from a person: the promise of each level, without naming the level."""
    match level:
        case Level.P0:
            return say("A person is alerted right now and writes to you within 2 hours.")
        case Level.P1:
            return say("A person writes to you within 8 hours.")
        case Level.P2:
            return say("A person writes to you within 3 days.")
        case Level.P3:
            return say("A person writes to you within 10 working days.")


def late(say: Phrases, referral: Referral) -> str | None:
    """Silence past the clock says so."""
    if referral.waiting_since is None or not referral.climbed:
        return None
    return say(
        "It takes longer than we promised. Those in charge have been told. Please also call:"
    )


def meanwhile(level: Level) -> tuple[Line, ...]:
    """Whom to call until somebody writes."""
    return lines_for(URGENT_LINES if level in (Level.P0, Level.P1) else LINES)
