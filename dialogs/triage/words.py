"""How staff speak of a referral: its level, kind, age, county, and what was done to it."""

from datetime import datetime, timedelta

from content.kinds import UnknownKind, kinds
from content.phrases import Phrases
from content.region_table import RegionCode, UnknownRegion, county_of, region
from content.text import Locale
from referrals.clocks import Clock
from referrals.levels import Level
from storage.referral_steps import Done
from storage.referrals import Referral, Source, State


def level_name(say: Phrases, level: str) -> str:
    names = {
        Level.P0: say("P0 life in danger"),
        Level.P1: say("P1 urgent"),
        Level.P2: say("P2 soon"),
        Level.P3: say("P3 routine"),
    }
    return names[Level(level)]


def source_name(say: Phrases, source: Source) -> str:
    names = {
        Source.FAMILY: say("asked by a family"),
        Source.DIRECTOR: say("referred by a child director"),
        Source.DANGER: say("words of danger in a chat"),
    }
    return names[source]


def worry_name(say: Phrases, locale: Locale, code: str) -> str:
    try:
        return kinds().worries.of(code).name.in_(locale)
    except UnknownKind:
        return say("Something else")


def age_name(say: Phrases, locale: Locale, code: str | None) -> str:
    if code is None:
        return say("age not told")
    try:
        return kinds().age_bands.of(code).name.in_(locale)
    except UnknownKind:
        return say("age not told")


def county_name(say: Phrases, code: str) -> str:
    """The county of the place, or the city or province where that is all that is known."""
    try:
        return (county_of(RegionCode(code)) or region(code)).name
    except UnknownRegion:
        return say("place not known")


def state_name(say: Phrases, state: State) -> str:
    names = {
        State.QUEUED: say("in the queue"),
        State.CLAIMED: say("claimed, family not yet answered"),
        State.IN_CARE: say("in care"),
        State.OUTSIDE: say("handed to another office"),
        State.CLOSED: say("closed"),
        State.WITHDRAWN: say("withdrawn by the family"),
    }
    return names[state]


def step_text(say: Phrases, done: Done) -> str:
    """A line of the history; a deed that is new here shows where it led."""
    names = {
        "claim": say("claimed"),
        "call": say("spoke with the family"),
        "close": say("closed"),
        "return": say("given back to the queue"),
        "withdraw": say("withdrawn by the family"),
        "reopen": say("reopened by the family"),
        "rate": say("rated by the family"),
        "climb": say("past its time: those above were told"),
        "danger": say("words of danger added"),
        "complete": say("the family told more"),
        "route": say("routed anew"),
        "pick_up": say("the family moved to the web chat"),
    }
    return names.get(done.deed, state_name(say, done.state))


def clock_name(say: Phrases, clock: Clock) -> str:
    names = {
        Clock.ACKNOWLEDGE: say("nobody has claimed it"),
        Clock.FIRST_RESPONSE: say("the family has had no answer yet"),
        Clock.REPLY: say("the family wrote again and waits"),
        Clock.LOOK_AGAIN: say("nothing was heard for a week: please look in or close it"),
    }
    return names[clock]


def card_line(say: Phrases, locale: Locale, referral: Referral, now: datetime) -> str:
    """Level, kind, age band, county, how long it waits: all there is before claiming."""
    return " · ".join(
        [
            referral.reference,
            level_name(say, referral.level),
            worry_name(say, locale, referral.worry),
            age_name(say, locale, referral.age_band),
            county_name(say, referral.region),
            waited(say, now - referral.opened_at),
        ]
    )


def waited(say: Phrases, time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return say("waiting {count} min", count=minutes)
    if minutes < 48 * 60:
        return say("waiting {count} h", count=minutes // 60)
    return say("waiting {count} days", count=minutes // (24 * 60))
