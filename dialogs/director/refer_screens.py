"""The questions of a director's referral, the duty to report, and how own referrals stand."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from content.kinds import kinds
from content.lines import lines_for
from dialogs.deeds.refer import OwnReferrals, Referring
from dialogs.director.presses import ShowChild
from dialogs.director.words import reference
from dialogs.lost import lost
from dialogs.navigation import back_row, home_row
from dialogs.parent.lines import line_links, line_text
from dialogs.parent.request_words import short_standing
from dialogs.screen import Button, Row, Screen, button, column
from dialogs.turn import Turn
from referrals.danger import Danger
from referrals.intake import Basis
from referrals.levels import Answer, Level
from storage.children import Listed
from storage.ids import ChildId
from storage.referrals import Referral

POLICE = ("110", "120")
DANGER = "d"
ANSWERS = {
    "n": Answer.NO,
    "t": Answer.THOUGHTS,
    "w": Answer.NOW,
    "u": Answer.UNKNOWN,
    DANGER: Answer.UNKNOWN,
}
"""DANGER: the director found the child in a danger that is neither of the two asked for."""
BASES = {"g": Basis.GUARDIAN, "d": Basis.DUTY}
LONGEST_WORRY = 20
OneLetter = Annotated[str, Field(max_length=1)]
"""Bounded, so that whatever a press brought fits into the next one."""


class Referred(CallbackData, prefix="rfd"):
    """What was told so far; letters are keys of ANSWERS and BASES, empty: not asked yet."""

    child: int
    worry: Annotated[str, Field(max_length=LONGEST_WORRY)] = ""
    hurting_self: OneLetter = ""
    hurt_by_someone: OneLetter = ""
    basis: OneLetter = ""
    trace: int = 0

    def read(self) -> Referring | None:
        """None while something is missing, or where consent is needed and not there."""
        mine, others = ANSWERS.get(self.hurting_self), ANSWERS.get(self.hurt_by_someone)
        if mine is None or others is None:
            return None
        chosen = BASES.get(self.basis, Basis.GUARDIAN)
        least = Level.P1 if DANGER in {self.hurting_self, self.hurt_by_someone} else Level.P3
        told = Referring(
            ChildId(self.child), self.worry, mine, others, chosen, self.trace or None, least
        )
        return told if chosen is Basis.GUARDIAN or told.shows_danger else None


def worry(turn: Turn, so_far: Referred) -> Screen:
    choices = (
        button(each.name.in_(turn.locale), _with(so_far, worry=each.code))
        for each in kinds().worries
    )
    text = turn.say("{child}: what is it about?", child=reference(ChildId(so_far.child)))
    return Screen(text, (*column(choices), back_row(turn, ShowChild(child=so_far.child))))


def hurting_self(turn: Turn, so_far: Referred) -> Screen:
    text = turn.say("Does the child hurt itself, or speak of not wanting to live?")
    choices = (button(label, _with(so_far, hurting_self=key)) for key, label in _answers(turn))
    return Screen(text, (*column(choices), back_row(turn, _with(so_far, worry=""))))


def hurt_by_someone(turn: Turn, so_far: Referred) -> Screen:
    text = turn.say("Is somebody beating, threatening or abusing the child?")
    choices = (button(label, _with(so_far, hurt_by_someone=key)) for key, label in _answers(turn))
    return Screen(text, (*column(choices), back_row(turn, _with(so_far, hurting_self=""))))


def basis(turn: Turn, so_far: Referred) -> Screen:
    """Without the guardian's consent only under the duty to report."""
    say = turn.say
    lines = [
        say("Does the guardian agree?"),
        say("They are told: who reads it, what for, and that they can take it back."),
    ]
    choices = [button(say("Yes, I asked and they agree"), _with(so_far, basis="g"))]
    under_duty = _with(so_far, basis="d").read()
    if under_duty is not None:
        lines.append(say("If the guardian may be the one who harms the child, don't ask them."))
        choices.append(button(say("Not asked: I report a danger"), _with(so_far, basis="d")))
    else:
        lines.append(say("Without a sign of danger, please ask the guardian first."))
    back = back_row(turn, _with(so_far, hurt_by_someone="", basis=""))
    return Screen("\n".join(lines), (*column(choices), back))


def sent(turn: Turn, so_far: Referred, referral: Referral, *, danger: bool) -> Screen:
    say = turn.say
    lines = [say("Sent: {reference}", reference=referral.reference)]
    if referral.unit is None:
        lines.append(
            say("Right now nobody is there who could take it. The administrators have been told.")
        )
    else:
        lines.append(say("{unit} has it now.", unit=referral.unit_name))
    lines.append(
        say("You will see how it stands, not what is said. They may ask you about the child.")
    )
    calls: tuple[Row, ...] = ()
    if danger:
        lines += _duty(turn)
        calls = line_links(lines_for(POLICE), turn.locale)
    own = (button(say("My referrals"), OwnReferrals()),)
    return Screen("\n".join(lines), (*calls, own, back_row(turn, ShowChild(child=so_far.child))))


def own(turn: Turn, referrals: Iterable[Referral]) -> Screen:
    """The state, and nothing of the content."""
    lines = [
        f"{each.reference} · {reference(each.child)} · {short_standing(turn.say, each)}"
        for each in referrals
        if each.child is not None
    ]
    if not lines:
        return Screen(turn.say("You have not referred anybody yet."), (home_row(turn),))
    return Screen("\n".join([turn.say("My referrals"), *lines]), (home_row(turn),))


def duty(turn: Turn, danger: Danger, children: Sequence[Listed], trace: int) -> Screen:
    """`danger.level` is the level a referral opened from here has at least."""
    say = turn.say
    lines = [say("What you wrote sounds like danger to a child"), *_duty(turn)]
    rows: tuple[Row, ...] = line_links(lines_for(POLICE), turn.locale)
    if children:
        level = danger.level.value
        lines.append(say("Open a referral at level {level} at once? For which child?", level=level))
        rows = (*rows, *column(_child(each, trace) for each in children))
    return Screen("\n".join(lines), (*rows, home_row(turn)))


def missing(turn: Turn) -> Screen:
    """Exactly as for a child that isn't there."""
    return lost(turn, pressed=True)


def _duty(turn: Turn) -> list[str]:
    """Minors' Protection Law art. 11: "at once", no number of hours."""
    say = turn.say
    return [
        say(
            "Village and residents' committees must report harm to a child, or the suspicion of it, to the police at once "
            "(Law on the Protection of Minors, article 11). The desk does not report for you."
        ),
        *(line_text(line, turn.locale) for line in lines_for(POLICE)),
    ]


def _child(listed: Listed, trace: int) -> Button:
    label = reference(listed.child)
    if listed.name:
        label = f"{label} {listed.name}"
    return button(label, Referred(child=listed.child, trace=trace))


def _answers(turn: Turn) -> tuple[tuple[str, str], ...]:
    say = turn.say
    return (
        ("n", say("No")),
        ("t", say("Yes, or so it seems")),
        ("w", say("Yes, right now")),
        ("u", say("I don't know")),
    )


def _with(so_far: Referred, **more: str) -> Referred:
    return so_far.model_copy(update=more)
