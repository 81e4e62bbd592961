"""The screens of the record form. The usual answer comes first; four taps at most."""

from datetime import date, timedelta

from content.kinds import kinds
from dialogs.director.card_presses import Correct, EnterRight
from dialogs.director.draft import AT_HOME, Draft
from dialogs.director.presses import (
    AddWords,
    Begin,
    ChooseDay,
    Enter,
    HeldOn,
    How,
    NotReached,
    Outcome,
    ShowChild,
    TypeDay,
    With,
)
from dialogs.director.words import day_name, kind_name, reference
from dialogs.navigation import back_row
from dialogs.screen import Button, Row, Screen, button, column, pairs
from dialogs.turn import Turn
from reminders.due import Kind

DAYS_BACK = 7


def how_screen(turn: Turn, draft: Draft) -> Screen:
    ways = pairs(
        button(way.name.in_(turn.locale), How(child=draft.child, how=way.code))
        for way in kinds().ways
    )
    nobody: Row = (button(turn.say("Couldn't reach anybody"), _nobody(draft)),)
    text = turn.say("How did you speak?")
    return Screen(
        f"{title(turn, draft)}\n{text}",
        (*ways, nobody, back_row(turn, ShowChild(child=draft.child))),
    )


def outcome_screen(turn: Turn, draft: Draft) -> Screen:
    """How the child is, or for a record check whether all is still right; the last tap.

    With whom they spoke costs no tap of its own: it need not be told, and nothing is assumed.
    """
    say = turn.say
    day = day_name(draft.held_on, turn.today, turn.locale)
    lines = [title(turn, draft), say("Day: {day}", day=day)]
    if draft.words is not None:
        lines.append(say("Your words are kept with it."))
    lines.append(_question(turn, draft))
    rows = (*_answers(turn, draft), *_with_whom(turn, draft), _more(turn, draft))
    return Screen("\n".join(lines), (*rows, _back(turn, draft)))


def days_screen(turn: Turn, draft: Draft) -> Screen:
    labels = {0: turn.say("Today"), 1: turn.say("Yesterday")}
    days = [turn.today - timedelta(days=back) for back in range(DAYS_BACK)]
    choices = pairs(
        button(labels.get(back) or day_name(day, turn.today, turn.locale), _held_on(draft, day))
        for back, day in enumerate(days)
    )
    typed: Row = (
        button(turn.say("An earlier day: type it"), TypeDay(child=draft.child, kind=draft.kind)),
    )
    text = turn.say("On which day was it?")
    return Screen(f"{title(turn, draft)}\n{text}", (*choices, typed, _to_outcome(turn, draft)))


def type_day_screen(turn: Turn, draft: Draft, refused: str | None = None) -> Screen:
    """`refused` says what was wrong with the day typed before."""
    text = refused or turn.say("Type the day, such as 5-3 for the third of May.")
    return Screen(f"{title(turn, draft)}\n{text}", (_to_outcome(turn, draft),))


def words_screen(turn: Turn, draft: Draft, refused: str | None = None) -> Screen:
    text = refused or turn.say(
        "Type a few words for the file: only what helps the child. You can also leave it."
    )
    return Screen(f"{title(turn, draft)}\n{text}", (_to_outcome(turn, draft),))


def in_future(turn: Turn) -> str:
    return turn.say("This day is still to come. What has not happened can't be entered.")


def title(turn: Turn, draft: Draft) -> str:
    every = kinds()
    parts = [reference(draft.child), kind_name(turn.say, draft.kind)]
    how = None if draft.how == AT_HOME else draft.how
    for choices, code in ((every.ways, how), (every.with_whom, draft.with_whom)):
        if code and code in choices:
            parts.append(choices.of(code).name.in_(turn.locale))
    if draft.corrects is not None:
        parts.append(turn.say("correction"))
    return " · ".join(parts)


def _question(turn: Turn, draft: Draft) -> str:
    if not draft.reached:
        return turn.say("Nobody was reached.")
    if draft.kind is Kind.REFRESH:
        return turn.say("Does the child still live here, and is the record still right?")
    return turn.say("How is the child? With whom you spoke you may add below, before you answer.")


def _answers(turn: Turn, draft: Draft) -> tuple[Row, ...]:
    if draft.corrects is not None and (not draft.reached or draft.kind is Kind.REFRESH):
        return column([button(turn.say("Enter it so"), _entering(draft, ""))])
    if draft.kind is Kind.REFRESH:
        unclear = button(turn.say("Couldn't be checked"), _nobody(draft))
        return column([button(turn.say("Yes, still right"), _entering(draft, "")), unclear])
    outcomes = [
        button(outcome.name.in_(turn.locale), _entering(draft, outcome.code))
        for outcome in kinds().outcomes
    ]
    if draft.kind is Kind.VISIT and draft.corrects is None:
        outcomes.append(button(turn.say("Nobody was at home"), _nobody(draft)))
    return column(outcomes)


def _entering(draft: Draft, outcome: str) -> Enter | EnterRight:
    if draft.corrects is not None:
        return EnterRight(child=draft.child, entry=draft.corrects, outcome=outcome)
    return Enter(child=draft.child, kind=draft.kind, reached=True, outcome=outcome)


def _with_whom(turn: Turn, draft: Draft) -> tuple[Row, ...]:
    """Four in a row; the one told is ticked."""
    if draft.kind is Kind.REFRESH or not draft.reached:
        return ()
    row = tuple(
        button(
            ("✓ " if each.code == draft.with_whom else "") + each.name.in_(turn.locale),
            With(child=draft.child, kind=draft.kind, whom=each.code),
        )
        for each in kinds().with_whom
    )
    return (row,)


def _more(turn: Turn, draft: Draft) -> Row:
    """Another day; words of one's own where they may be taken."""
    child, kind = draft.child, draft.kind
    day: Button = button(turn.say("Another day"), ChooseDay(child=child, kind=kind))
    if turn.must_use_web:
        return (day,)
    return (day, button(turn.say("Add words"), AddWords(child=child, kind=kind)))


def _back(turn: Turn, draft: Draft) -> Row:
    if draft.corrects is not None:
        return back_row(turn, Correct(child=draft.child, entry=draft.corrects))
    if draft.kind is Kind.CONTACT:
        return back_row(turn, Begin(child=draft.child, kind=draft.kind))
    return back_row(turn, ShowChild(child=draft.child))


def _to_outcome(turn: Turn, draft: Draft) -> Row:
    return back_row(turn, Outcome(child=draft.child, kind=draft.kind))


def _held_on(draft: Draft, day: date) -> HeldOn:
    return HeldOn(child=draft.child, kind=draft.kind, day=day.isoformat())


def _nobody(draft: Draft) -> NotReached:
    return NotReached(child=draft.child, kind=draft.kind)
