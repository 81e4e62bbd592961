"""The lines that go out at once when a message signals danger: before the database, whatever else fails.

At most six short lines: whom to call now, what to do meanwhile; no blame, no diagnosis, no promise.
"""

from collections.abc import Sequence

from content.lines import Line, line
from content.phrases import Phrases, phrases
from content.text import Locale
from dialogs.screen import Link, Screen, column
from referrals.danger import Danger, Label
from referrals.levels import Level

NUMBERS: dict[Label, tuple[str, ...]] = {
    Label.SELF_HARM_CHILD: ("12356", "12355"),
    Label.SELF_HARM_ADULT: ("12356",),
    Label.ABUSE_PHYSICAL: ("110", "12355"),
    Label.ABUSE_SEXUAL: ("110", "12355"),
    Label.MISSING_CHILD: ("110",),
    Label.MEDICAL_EMERGENCY: ("120",),
    Label.VIOLENCE_THREAT: ("110", "12338"),
}
LIFE_IN_DANGER = ("110", "120")
SUPPORT = "12356"
LONGEST = 6
"""Lines of the answer: what stands below is not read in a crisis."""


def first_aid(danger: Danger, locale: Locale, *, repeated: bool) -> Screen:
    """`repeated`: the whole answer was given within minutes, so only the numbers come again."""
    lines = [line(code) for code in _codes(danger)]
    say = phrases(locale)
    called = [_called(each, locale) for each in lines]
    if repeated:
        text = "\n".join([say("Please call now:"), *called])
    else:
        told = [
            _opening(say, danger),
            *called,
            *_from_elsewhere(say, lines),
            _meanwhile(say, danger),
        ]
        if len(told) > LONGEST:
            told.pop(-2)
        text = "\n".join(told)
    return Screen(text, column(_call(each, locale) for each in lines))


def _codes(danger: Danger) -> tuple[str, ...]:
    """110 and 120 come first when life is in danger, and are there where it may come to that."""
    own = NUMBERS[danger.label]
    if SUPPORT not in own:
        return own
    return (*LIFE_IN_DANGER, *own) if danger.level is Level.P0 else (*own, *LIFE_IN_DANGER[:1])


def _called(each: Line, locale: Locale) -> str:
    return f"☎ {each.number} {each.name.in_(locale)}"


def _call(each: Line, locale: Locale) -> Link:
    return Link(_called(each, locale), f"tel:{each.number}")


def _from_elsewhere(say: Phrases, lines: Sequence[Line]) -> list[str]:
    """Many keep the number of their old province: dialled as it is, the line answers there."""
    if SUPPORT not in {line.number for line in lines}:
        return []
    return [say("With a number from another place, dial the area code first.")]


def _opening(say: Phrases, danger: Danger) -> str:
    if danger.child_voice:
        return say("I read what you wrote. It is not your fault. You can call right now:")
    return say("I read what you wrote. Please call now; people there can help at once:")


def _meanwhile(say: Phrases, danger: Danger) -> str:
    if danger.child_voice:
        return say(
            "Go to an adult you trust, or to a place with people. You are not alone with this."
        )
    match danger.label:
        case Label.SELF_HARM_CHILD:
            return say("Stay with the child. Put away what could hurt. Listen, don't scold.")
        case Label.SELF_HARM_ADULT:
            return say("Please don't stay alone. Ask somebody near to come and sit with you.")
        case Label.MEDICAL_EMERGENCY:
            return say(
                "Stay with the person, keep the phone on, do what the doctor on the line says."
            )
        case Label.MISSING_CHILD:
            return say("Don't wait, call at once. Have a photo and what the child wears ready.")
        case _:
            return say("First go to a safe place with people. Keep the child with you.")
