"""The end of the intake: to whom it may be passed on, what will be sent, and that it was sent."""

from content.kinds import UnknownKind, kinds
from content.places import full_name
from content.region_table import RegionCode
from dialogs.navigation import back_row, home_row
from dialogs.parent.lines import line_links, line_text
from dialogs.parent.request_screens import Request
from dialogs.parent.request_words import by_when, meanwhile
from dialogs.parent.support.told import (
    ADULT,
    GoTo,
    PassOn,
    Refuse,
    Send,
    Support,
    Told,
    step_before,
    step_name,
)
from dialogs.parent.ways import AskSupport
from dialogs.screen import Screen, button, pairs
from dialogs.turn import Turn
from referrals.intake import About
from referrals.levels import Answer, Level
from referrals.routing import Route
from storage.referrals import Referral


def passing(turn: Turn, to: Route, *, again: bool = False) -> Screen:
    """The separate consent, with receiver, purpose and fields. `again`: the receiver is another now."""
    say = turn.say
    lines = [say("May we pass it on?")]
    if again:
        lines.append(say("The receiver has changed since you agreed, so we ask again."))
    if to.unit is None:
        lines.append(
            say(
                "Right now nobody is there for your place who could take it. If you agree, it waits here; the administrators "
                "are told at once, and the first unit that can take it gets it. You hear its name then."
            )
        )
    else:
        lines.append(say("To: {unit}", unit=to.unit_name))
    lines.append(say("What for: so that a person there can answer you and help."))
    lines.append(
        say(
            "What they get: what you have told here, that is whom it is about, age, place, worry, your words, your answers "
            "about danger, and the number to call if you gave one. Not your account."
        )
    )
    yes = button(say("Yes, pass it on"), PassOn(unit=to.unit or 0))
    no = button(say("No, don't"), Refuse())
    back = back_row(turn, GoTo(step=step_name(step_before(Support.passing))))
    return Screen("\n".join(lines), ((yes,), (no,), back))


def refused(turn: Turn) -> Screen:
    """Nothing is sent; the lines answer without passing anything on."""
    called = meanwhile(Level.P2)
    head = turn.say("Then nothing is sent. You can still call; no name is needed there:")
    numbers = "\n".join(line_text(line, turn.locale) for line in called)
    back = back_row(turn, GoTo(step=step_name(Support.passing)))
    return Screen(f"{head}\n{numbers}", (*line_links(called, turn.locale), back))


def summary(turn: Turn, told: Told, to: Route) -> Screen:
    """Every line can be changed before it is sent."""
    say = turn.say
    shown = [
        (Support.about, say("About"), _about(turn, told)),
        (Support.age, say("Age"), _age(turn)),
        (Support.place, say("Place"), _place(turn, told)),
        (Support.worry, say("Worry"), _worry(turn, told)),
        (Support.words, say("Your words"), told.words or say("(nothing)")),
        (Support.hurting_self, say("Hurting themselves"), _answer(turn, told.hurting_self)),
        (Support.hurt_by_someone, say("Hurt by somebody"), _answer(turn, told.hurt_by_someone)),
        (Support.reach, say("Reach you"), told.phone or say("here in this chat")),
    ]
    told_lines = (say("{name}: {value}", name=name, value=value) for _, name, value in shown)
    lines = [say("This is what will be sent"), *told_lines]
    lines.append(say("To: {unit}", unit=to.unit_name or say("the first unit that can take it")))
    send = button(say("Send it"), Send())
    changes = [
        button(say("Change: {what}", what=name), GoTo(step=step_name(step)))
        for step, name, _ in shown
    ]
    back = back_row(turn, GoTo(step=step_name(Support.passing)))
    return Screen("\n".join(lines), ((send,), *pairs(changes), back))


def sent(turn: Turn, referral: Referral) -> Screen:
    """The reference, what happens next and by when, what to do meanwhile."""
    say, level = turn.say, Level(referral.level)
    lines = [say("Sent. Your number: {reference}", reference=referral.reference)]
    if referral.unit is None:
        lines.append(
            say(
                "Honestly: right now nobody is there who could take it. The administrators have been told. Please call:"
            )
        )
    else:
        lines.append(say("{unit} has it now.", unit=referral.unit_name))
        lines.append(by_when(say, level))
        lines.append(
            say("The answer comes into this chat. You can add words or withdraw it at any time.")
        )
        lines.append(say("Until then you can call:"))
    called = meanwhile(level)
    lines += [line_text(line, turn.locale) for line in called]
    see = button(
        say("See {reference}", reference=referral.reference), Request(referral=referral.id)
    )
    return Screen("\n".join(lines), ((see,), *line_links(called, turn.locale), home_row(turn)))


def gone(turn: Turn) -> Screen:
    """An old card of a form that was left for good or sent."""
    again = button(turn.say("Ask for support"), AskSupport())
    text = turn.say("This form is no longer open: it was sent, or has been begun anew.")
    return Screen(text, ((again,), home_row(turn)))


def _about(turn: Turn, told: Told) -> str:
    names = {
        About.MY_CHILD: turn.say("My child"),
        About.MYSELF: turn.say("Myself"),
        About.ANOTHER_CHILD: turn.say("Another child"),
        None: turn.say("(nothing)"),
    }
    return names[told.about]


def _age(turn: Turn) -> str:
    code = turn.answers().get("age", "")
    if code == ADULT:
        return turn.say("18 or older")
    return kinds().age_bands.of(code).name.in_(turn.locale) if code else turn.say("(nothing)")


def _place(turn: Turn, told: Told) -> str:
    return full_name(RegionCode(told.place)) if told.place else turn.say("(nothing)")


def _worry(turn: Turn, told: Told) -> str:
    try:
        return kinds().worries.of(told.worry).name.in_(turn.locale)
    except UnknownKind:
        return turn.say("Something else")


def _answer(turn: Turn, answer: Answer) -> str:
    names = {
        Answer.NO: turn.say("No"),
        Answer.THOUGHTS: turn.say("Yes, or so it seems"),
        Answer.NOW: turn.say("Yes, right now"),
        Answer.UNKNOWN: turn.say("I don't know"),
    }
    return names[answer]
