"""What only the holder of a referral sees: its content, and the questions before a deed."""

from collections.abc import Sequence

from content.kinds import kinds
from dialogs.navigation import back_row
from dialogs.screen import Row, Screen, button, column, pairs
from dialogs.triage import presses, words
from dialogs.triage.screens import at_time, called_button, choices
from dialogs.turn import Turn
from referrals.intake import About, Basis, Intake
from referrals.levels import Answer
from storage.danger_traces import Trace
from storage.referrals import Referral
from storage.relay import Message

NOT_OFFERED = ("withdrawn",)
"""A closing code that only the family's own withdrawal brings."""


def content(
    turn: Turn,
    referral: Referral,
    intake: Intake,
    traces: Sequence[Trace],
    messages: Sequence[Message],
) -> Screen:
    say = turn.say
    lines = [
        words.card_line(say, turn.locale, referral, turn.now),
        say("About: {who}", who=_about(turn, intake)),
        say("Basis: {basis}", basis=_basis(turn, intake)),
        say("Hurting themselves: {answer}", answer=_answer(turn, intake.hurting_self)),
        say("Hurt by somebody: {answer}", answer=_answer(turn, intake.hurt_by_someone)),
    ]
    if intake.phone:
        lines.append(say("May be called at: {number}", number=intake.phone))
    if intake.words:
        lines += ["", say("In their words:"), intake.words]
    lines += [
        f"\n⚠ {at_time(turn, each.at)} {_dismissed(turn, each)}\n{each.words}" for each in traces
    ]
    lines += [_said(turn, each) for each in messages]
    rows = (
        *pairs(choices(turn, referral, reading=True)),
        back_row(turn, presses.Card(referral=referral.id)),
    )
    return Screen("\n".join(lines), rows)


def replying(turn: Turn, referral: int, *, sent: bool = False) -> Screen:
    """The header of every screen while words go to the family."""
    say, reference = turn.say, f"R-{referral}"
    lines = [
        say("✎ You are answering {reference}", reference=reference),
        say(
            "What you type now goes to the family, from your unit, without your name. It ends after 30 minutes or when you leave."
        ),
    ]
    if sent:
        lines.insert(1, say("Sent. Type on if there is more."))
    rows: tuple[Row, ...] = (
        (button(say("Read {reference}", reference=reference), presses.Read(referral=referral)),),
        back_row(turn, presses.Card(referral=referral)),
    )
    return Screen("\n".join(lines), rows)


def replying_is_over(turn: Turn, referral: int) -> Screen:
    say, reference = turn.say, f"R-{referral}"
    text = say(
        "Answering ended after 30 minutes, so this was not sent. Press the button and send it again."
    )
    again = button(
        say("✎ Answer {reference}", reference=reference), presses.Reply(referral=referral)
    )
    return Screen(text, ((again,), back_row(turn, presses.Queue())))


def no_chat(turn: Turn, referral: Referral) -> Screen:
    """Opened by a director: the family is reached outside the desk."""
    say = turn.say
    text = say(
        "The family of {reference} has no chat here. Ask the child director of the place how to reach them, then enter the call.",
        reference=referral.reference,
    )
    return Screen(
        text, ((called_button(turn, referral),), back_row(turn, presses.Card(referral=referral.id)))
    )


def ask_called(turn: Turn, referral: Referral) -> Screen:
    say = turn.say
    text = say(
        "Did you really speak with the family of {reference}, by phone or in person? Then the clock stops.",
        reference=referral.reference,
    )
    yes = button(say("Yes, we spoke"), presses.Called(referral=referral.id, sure=True))
    return Screen(text, ((yes,), back_row(turn, presses.Card(referral=referral.id))))


def ask_give_back(turn: Turn, referral: Referral) -> Screen:
    say = turn.say
    text = say(
        "Give {reference} back to the queue? Your unit is told; you won't read its content any more.",
        reference=referral.reference,
    )
    yes = button(say("Yes, give it back"), presses.GiveBack(referral=referral.id, sure=True))
    return Screen(text, ((yes,), back_row(turn, presses.Card(referral=referral.id))))


def outcomes(turn: Turn, referral: Referral) -> Screen:
    choices = [
        button(
            each.name.in_(turn.locale),
            presses.ChooseOutcome(referral=referral.id, outcome=each.code),
        )
        for each in kinds().closings
        if each.code not in NOT_OFFERED
    ]
    text = turn.say("How did {reference} end?", reference=referral.reference)
    return Screen(text, (*column(choices), back_row(turn, presses.Card(referral=referral.id))))


def ask_outcome_words(turn: Turn, referral: int, outcome: str) -> Screen:
    """Words are asked for where they may be taken."""
    say = turn.say
    name, reference = kinds().closings.of(outcome).name.in_(turn.locale), f"R-{referral}"
    text = f"{reference} · {name}"
    if not turn.must_use_web:
        text = say(
            "{reference}: {outcome}. Close it, or type a few words first; they stay with your unit.",
            reference=reference,
            outcome=name,
        )
    close = button(say("Close without words"), presses.Close(referral=referral, outcome=outcome))
    return Screen(text, ((close,), back_row(turn, presses.AskOutcome(referral=referral))))


def _about(turn: Turn, intake: Intake) -> str:
    names = {
        About.MY_CHILD: turn.say("the writer's own child"),
        About.MYSELF: turn.say("the writer"),
        About.ANOTHER_CHILD: turn.say("another child"),
        None: turn.say("not told"),
    }
    return names[intake.about]


def _basis(turn: Turn, intake: Intake) -> str:
    names = {
        Basis.CONSENT: turn.say("the writer's consent"),
        Basis.GUARDIAN: turn.say("the guardian agreed, as the director notes"),
        Basis.DUTY: turn.say("duty to report, the guardian was not asked"),
        Basis.DANGER: turn.say("danger to life, consent was not asked"),
    }
    return names[intake.basis]


def _answer(turn: Turn, answer: Answer) -> str:
    names = {
        Answer.NO: turn.say("No"),
        Answer.THOUGHTS: turn.say("Yes, or so it seems"),
        Answer.NOW: turn.say("Yes, right now"),
        Answer.UNKNOWN: turn.say("not known"),
    }
    return names[answer]


def _dismissed(turn: Turn, trace: Trace) -> str:
    return turn.say("(the writer says it was not meant so)") if trace.dismissed else ""


def _said(turn: Turn, message: Message) -> str:
    who = turn.say("Family") if message.from_family else turn.say("Unit")
    return f"\n{who} · {at_time(turn, message.at)}\n{message.body}"
