"""The screens of the form that proposes a child: one question each, the last shows all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiogram.fsm.state import State, StatesGroup

from content.kinds import kinds
from content.places import Region, RegionCode, full_name
from dialogs.director.presses import ShowChild
from dialogs.director.proposing_press import (
    ChildPlace,
    ChildStep,
    OwnProposals,
    Reason,
    SendChild,
    SkipStep,
)
from dialogs.director.words import reference
from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button, column, pairs
from dialogs.turn import Turn
from storage.ids import ChildId, ProposalId
from storage.proposal_values import ChildTold


class Proposing(StatesGroup):
    """`reasons` and `check` wait for a button, the others for text."""

    name = State()
    birth = State()
    guardian = State()
    place = State()
    reasons = State()
    check = State()


STEPS = tuple((state.state or "").partition(":")[2] for state in Proposing.__states__)


@dataclass(frozen=True)
class Draft:
    """What is told so far. `child`: in the ledger already, so that only the reasons are asked."""

    name: str
    birth: str
    guardian: str
    place: str
    reasons: tuple[str, ...]
    child: ChildId | None
    wanted: ProposalId | None

    @classmethod
    def read(cls, answers: Mapping[str, str]) -> "Draft":
        told = answers.get("reasons", "")
        return cls(
            answers.get("name", ""),
            answers.get("birth", ""),
            answers.get("guardian", ""),
            answers.get("place", ""),
            tuple(code for code in told.split(",") if code),
            ChildId(int(answers["child"])) if answers.get("child") else None,
            ProposalId(int(answers["wanted"])) if answers.get("wanted") else None,
        )

    def told(self) -> ChildTold:
        return ChildTold(
            self.reasons, self.name, self.birth or None, self.guardian or None, self.wanted
        )


def name(turn: Turn) -> Screen:
    text = turn.say("Propose a child\nWhat is the child called?")
    return Screen(text, (home_row(turn),))


def birth(turn: Turn, *, refused: bool = False) -> Screen:
    asked = turn.say("In which month was the child born? Such as 2016-07.")
    wrong = turn.say("I don't understand this month. Type it such as 2016-07.")
    return Screen(wrong if refused else asked, _skip(turn, "birth", "name"))


def guardian(turn: Turn) -> Screen:
    text = turn.say("Who looks after the child, and on which phone are they reached?")
    return Screen(text, _skip(turn, "guardian", "birth"))


def place(turn: Turn, found: Sequence[Region] = (), *, unknown: bool = False) -> Screen:
    if unknown:
        text = turn.say("There is no such village of yours. Type its name again.")
    elif found:
        text = turn.say("Which one do you mean?")
    else:
        text = turn.say("In which village does the child live? Type its name.")
    choices = column(button(full_name(each.code), ChildPlace(code=each.code)) for each in found)
    return Screen(text, (*choices, back_row(turn, ChildStep(step="guardian"))))


def reasons(turn: Turn, draft: Draft) -> Screen:
    say = turn.say
    if draft.child is not None:
        lines = [say("{child}: why key care?", child=reference(draft.child))]
        back = back_row(turn, ShowChild(child=draft.child))
    else:
        lines = [say("Does the child need key care? Press what holds.")]
        lines.append(say("Without a reason the child is counted, and checked every half-year."))
        back = back_row(turn, ChildStep(step="guardian"))
    choices = column(
        button(
            _marked(each.name.in_(turn.locale), on=each.code in draft.reasons),
            Reason(code=each.code, on=each.code not in draft.reasons),
        )
        for each in kinds().key_care_reasons
    )
    go_on = (button(say("That's all"), ChildStep(step="check")),)
    return Screen("\n".join(lines), (*choices, go_on, back))


def check(turn: Turn, draft: Draft) -> Screen:
    """Everything once more before the supervisor gets it."""
    say = turn.say
    lines = [say("This goes to the supervisor"), *told_lines(turn, draft.told(), draft.place)]
    if draft.child is not None:
        lines = [lines[0], reference(draft.child), reason_line(turn, draft.reasons)]
    send: Row = (button(say("Yes, propose it"), SendChild()),)
    changes: tuple[Row, ...] = ()
    if draft.child is None:
        names = {"name": say("Name"), "birth": say("Born"), "guardian": say("Guardian")}
        changes = pairs(
            button(say("Change: {what}", what=what), ChildStep(step=step))
            for step, what in names.items()
        )
    return Screen("\n".join(lines), (send, *changes, back_row(turn, ChildStep(step="reasons"))))


def told_lines(turn: Turn, told: ChildTold, at: str = "") -> list[str]:
    """What was told of a child, for the desk's own screens."""
    say = turn.say
    lines = [say("Name: {name}", name=told.name)] if told.name else []
    if told.birth_month:
        lines.append(say("Born: {month}", month=told.birth_month))
    if told.guardian:
        lines.append(say("Guardian: {guardian}", guardian=told.guardian))
    if at:
        lines.append(say("Lives in: {place}", place=full_name(RegionCode(at))))
    return [*lines, reason_line(turn, told.reasons)]


def reason_line(turn: Turn, codes: Sequence[str]) -> str:
    known = kinds().key_care_reasons
    named = [known.of(code).name.in_(turn.locale) for code in codes if code in known]
    if not named:
        return turn.say("Counted only, no key care")
    return turn.say("Key care: {reasons}", reasons=turn.say(", ").join(named))


def sent(turn: Turn, which: ProposalId) -> Screen:
    say = turn.say
    lines = [
        say("{reference} is with the supervisor now.", reference=f"P-{which}"),
        say("You hear when it is decided, within five working days as a rule."),
    ]
    rows = ((button(say("What waits"), OwnProposals()),), home_row(turn))
    return Screen("\n".join(lines), rows)


def _skip(turn: Turn, step: str, before: str) -> tuple[Row, ...]:
    skip = button(turn.say("Skip"), SkipStep(step=step))
    return ((skip,), back_row(turn, ChildStep(step=before)))


def _marked(text: str, *, on: bool) -> str:
    return f"✓ {text}" if on else text
