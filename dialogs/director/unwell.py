"""Where a child who is not well leads to: a service's card, a referral with what is known filled in, the police.

A referral takes at most three more taps: of "worried" the safety question stands here already, of
"danger" what kind it is, which answers it.
"""

from content.lines import line
from dialogs.deeds.refer import Refer
from dialogs.director.card_presses import PassOn
from dialogs.director.refer_screens import Referred
from dialogs.screen import Link, Row, Screen, button, column
from dialogs.turn import Turn
from storage.access import Role
from storage.ids import ChildId

NEEDS_SERVICE, WORRIED, DANGER = "needs_service", "worried", "danger"


def lead_on(turn: Turn, child: ChildId, outcome: str | None, screen: Screen) -> Screen:
    """The advice under the screen, its ways on in front; a referral is the director's."""
    if outcome not in {NEEDS_SERVICE, WORRIED, DANGER}:
        return screen
    if turn.actor.role is Role.DIRECTOR:
        advice, rows = _of_director(turn, child, outcome)
    else:
        advice = turn.say("Agree with the child's director who asks for support here.")
        rows = _services(turn, child) if outcome == NEEDS_SERVICE else ()
    led = Screen(f"{screen.text}\n\n{advice}", (*rows, *screen.rows), screen.toast)
    return report_duty(turn, led) if outcome == DANGER else led


def report_duty(turn: Turn, screen: Screen) -> Screen:
    """In front of a screen: who suspects harm to a child reports it at once (未成年人保护法 art. 11)."""
    say = turn.say
    police, ambulance = line("110"), line("120")
    text = "\n".join(
        [
            say("Is the child in danger? Call {number} now.", number=police.number),
            say("Injured or taken ill: {number}.", number=ambulance.number),
            say(
                "Who finds or suspects harm to a child has the duty to report it to the police at once. "
                "The desk does not report for you."
            ),
            say("Is the guardian suspected, don't tell them that you report."),
        ]
    )
    calls = tuple(
        Link(f"☎ {each.number} {each.name.in_(turn.locale)}", f"tel:{each.number}")
        for each in (police, ambulance)
    )
    return Screen(f"{text}\n\n{screen.text}", (calls, *screen.rows), screen.toast)


def _of_director(turn: Turn, child: ChildId, outcome: str) -> tuple[str, tuple[Row, ...]]:
    say = turn.say
    if outcome == NEEDS_SERVICE:
        ask = column([button(say("Ask for support"), Refer(child=child))])
        text = say("The child needs a service: pass its card on to the family, or ask for support.")
        return text, (*_services(turn, child), *ask)
    if outcome == WORRIED:
        text = say(
            "You are worried: ask for support, so that somebody trained looks at it with you. "
            "First: does the child hurt itself, or does anybody hurt it?"
        )
        return text, _safety(turn, child)
    return say("Once you have called, ask for support here too. What is it?"), _danger(turn, child)


def _services(turn: Turn, child: ChildId) -> tuple[Row, ...]:
    return column([button(turn.say("Services to pass on"), PassOn(child=child))])


def _safety(turn: Turn, child: ChildId) -> tuple[Row, ...]:
    """Both safety answers in one tap; then the worry and the guardian's consent are asked."""
    say = turn.say
    choices = (
        (say("No, neither"), "n", "n"),
        (say("It hurts itself, or speaks of not wanting to live"), "t", "u"),
        (say("Somebody hurts it"), "u", "t"),
        (say("I don't know"), "u", "u"),
    )
    return column(
        button(label, Referred(child=child, hurting_self=self, hurt_by_someone=others))
        for label, self, others in choices
    )


def _danger(turn: Turn, child: ChildId) -> tuple[Row, ...]:
    """Worry and safety in one tap; then only the guardian's consent, or the duty, is asked."""
    say = turn.say
    choices = (
        (say("It hurts itself, or speaks of not wanting to live"), "SELF_HARM", "w", "u"),
        (say("Somebody hurts it"), "HURT_BY_SOMEONE", "u", "w"),
        (say("Another danger"), "OTHER", "d", "u"),
    )
    return column(
        button(label, Referred(child=child, worry=worry, hurting_self=self, hurt_by_someone=others))
        for label, worry, self, others in choices
    )
