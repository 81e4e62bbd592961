"""The screens of a round: one child at a time, one tap each, the next follows at once."""

from collections.abc import Sequence

from content.places import RegionCode, full_name, is_known
from dialogs.director.digest_words import place_reference
from dialogs.director.moving import Moved
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.presses import ShowChild
from dialogs.director.round_press import (
    Round,
    RoundChanged,
    RoundHere,
    RoundNext,
    RoundUndo,
    RoundWhat,
    What,
)
from dialogs.director.words import reference
from dialogs.navigation import back_row, home_row
from dialogs.screen import Button, Row, Screen, button, column
from dialogs.turn import Turn
from storage.ids import ChildId, EntryId
from storage.rounds import InRound, Place, Stand

Last = tuple[ChildId, EntryId]


def ask(turn: Turn, code: str, stand: Stand, last: Last | None = None) -> Screen:
    """The next child; `last` can still be undone. When nobody is left, that all are done."""
    say, child = turn.say, stand.next
    if child is None:
        return _all_done(turn, code, stand, last)
    lines = [
        say(
            "{place}: {number} of {all}",
            place=_place(turn, code, child.path),
            number=stand.done + 1,
            all=stand.done + stand.left,
        ),
        called(child),
        say("Does the child still live here, and is the record still right?"),
    ]
    who = child.child
    rows: list[Row] = [
        (button(say("Still here, all right"), RoundHere(region=code, child=who)),),
        (
            button(say("Changed …"), RoundChanged(region=code, child=who)),
            button(say("Gone …"), Moved(child=who)),
        ),
        (
            button(say("This one later"), RoundNext(region=code, after=who)),
            button(say("The child"), ShowChild(child=who)),
        ),
    ]
    if last is not None:
        rows.append((_undo(turn, code, last),))
    return Screen("\n".join(lines), (*rows, home_row(turn)))


def places(turn: Turn, found: Sequence[Place], page: int) -> Screen:
    shown, page = page_of(found, page)
    lines = column(button(_left(turn, each), Round(region=each.code)) for each in shown)
    more = len(found) > (page + 1) * LINES
    pages = page_row(turn.say, page, more=more, press=lambda other: Round(region="", page=other))
    text = turn.say("Counted children whose record is to be checked, by place")
    return Screen(text, (*lines, *pages, home_row(turn)))


def nothing(turn: Turn) -> Screen:
    text = turn.say("No record of a counted child is to be checked now.")
    return Screen(text, (home_row(turn),))


def what_changed(turn: Turn, code: str, child: InRound) -> Screen:
    say, who = turn.say, child.child
    choices = [
        button(say("Guardian or phone"), RoundWhat(region=code, child=who, what=What.GUARDIAN)),
        button(say("Month of birth"), RoundWhat(region=code, child=who, what=What.BORN)),
        button(say("Lives somewhere else now"), Moved(child=who)),
    ]
    text = say("{child}: what has changed?", child=called(child))
    return Screen(text, (*column(choices), back_row(turn, Round(region=code))))


def ask_what(turn: Turn, code: str, child: ChildId, what: What, *, wrong: bool = False) -> Screen:
    say = turn.say
    if what is What.GUARDIAN:
        text = say("Type who looks after the child now, and the phone.")
    elif wrong:
        text = say("I don't understand this month. Type it such as 2016-07.")
    else:
        text = say("In which month was the child born? Such as 2016-07.")
    return Screen(text, (back_row(turn, RoundChanged(region=code, child=child)),))


def changed(turn: Turn, code: str, child: InRound) -> Screen:
    say = turn.say
    rest = button(say("That's all, the rest is right"), RoundHere(region=code, child=child.child))
    more = button(say("More has changed"), RoundChanged(region=code, child=child.child))
    text = say("{child}: the change is kept.", child=called(child))
    return Screen(text, ((rest,), (more,), home_row(turn)))


def called(child: InRound) -> str:
    """The name only where it was read."""
    known = reference(child.child)
    return known if child.name is None else f"{known} · {child.name}"


def _all_done(turn: Turn, code: str, stand: Stand, last: Last | None) -> Screen:
    text = turn.say("All are checked here: {count}. Thank you.", count=stand.done)
    undo: tuple[Row, ...] = ((_undo(turn, code, last),),) if last else ()
    others = (button(turn.say("Other places"), Round(region="")),)
    return Screen(text, (*undo, others, home_row(turn)))


def _undo(turn: Turn, code: str, last: Last) -> Button:
    child, entry = last
    label = turn.say("↩ {child}, once more", child=reference(child))
    return button(label, RoundUndo(region=code, child=child, entry=entry))


def _left(turn: Turn, place: Place) -> str:
    name = _place(turn, place.code, place.path)
    return turn.say("{place}: {left} to check", place=name, left=place.left)


def _place(turn: Turn, code: str, path: str) -> str:
    """Where children live is told on the desk's own screens only."""
    if turn.must_use_web or not is_known(code):
        return place_reference(path)
    return full_name(RegionCode(code))
