"""The round of counted children: still here, changed, gone. What is done is done; it goes on where one left."""

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery

from dialogs.director import round_screens as screens
from dialogs.director.missing import missing
from dialogs.director.round_press import (
    Round,
    RoundHere,
    RoundNext,
    RoundUndo,
)
from dialogs.gate import gated
from dialogs.screen import Row, Screen, button
from dialogs.turn import Form, Turn
from reminders.record import NotInYourCare, UndoTooLate
from reminders.round import span_of, still_here, undo_last
from storage import audit
from storage.access import Role
from storage.ids import ChildId, EntryId
from storage.rounds import Span, Stand, places_in_round, stand_of

router = gated("round", Role.DIRECTOR, Role.SUPERVISOR)


class Rounding(StatesGroup):
    """`at`: the round of the place in the answers goes on; the others wait for text on one child."""

    at = State()
    guardian = State()
    born = State()


def round_rows(turn: Turn) -> tuple[Row, ...]:
    """Behind "More"."""
    if turn.actor.role not in {Role.DIRECTOR, Role.SUPERVISOR}:
        return ()
    return ((button(turn.say("Round of the counted children"), Round(region="")),),)


@router.callback_query(Round.filter())
async def begin(_: CallbackQuery, callback_data: Round, turn: Turn) -> Screen:
    """Names of the place's children are read from here on, and that is noted once."""
    turn.conversation.park()
    code = callback_data.region
    if not code:
        found = await places_in_round(turn.tx, turn.actor, _span(turn), turn.today)
        if len(found) != 1:
            return (
                screens.places(turn, found, callback_data.page) if found else screens.nothing(turn)
            )
        code = found[0].code
    return await _go_on(turn, code)


@router.callback_query(RoundNext.filter())
async def later(_: CallbackQuery, callback_data: RoundNext, turn: Turn) -> Screen:
    """The one put off comes again at the end."""
    code, after = callback_data.region, ChildId(callback_data.after)
    stand = await standing(turn, code, after=after)
    return _ask(turn, code, stand) if stand.next or stand.done else await missing(turn)


@router.callback_query(RoundHere.filter())
async def here(_: CallbackQuery, callback_data: RoundHere, turn: Turn) -> Screen:
    """Pressed twice it is entered once, and the same next child is asked about."""
    code, child = callback_data.region, ChildId(callback_data.child)
    names = not turn.must_use_web
    try:
        turned = await still_here(
            turn.tx, turn.actor, code, child, turn.now, turn.today, names=names
        )
    except NotInYourCare:
        return await missing(turn)
    if turned.entry is None:
        return _ask(turn, code, turned.stand).with_toast(turn.say("This one is done already."))
    return _ask(turn, code, turned.stand, (child, turned.entry))


@router.callback_query(RoundUndo.filter())
async def undone(_: CallbackQuery, callback_data: RoundUndo, turn: Turn) -> Screen:
    code, child = callback_data.region, ChildId(callback_data.child)
    entry, names = EntryId(callback_data.entry), not turn.must_use_web
    try:
        stand = await undo_last(
            turn.tx, turn.actor, code, child, entry, turn.now, turn.today, names=names
        )
    except NotInYourCare:
        return await missing(turn)
    except UndoTooLate:
        toast = turn.say("This is undone already, or stands for more than a day.")
        return _ask(turn, code, await standing(turn, code)).with_toast(toast)
    return _ask(turn, code, stand)


async def redraw(turn: Turn, form: Form) -> Screen:
    """Taken up again it is read anew: what stood there may be somebody else's by now."""
    if turn.actor.role not in {Role.DIRECTOR, Role.SUPERVISOR}:
        return await missing(turn)
    return await _go_on(turn, form.answers["region"])


async def _go_on(turn: Turn, code: str) -> Screen:
    stand = await standing(turn, code)
    if stand.next is None and not stand.done:
        turn.conversation.finish()
        return screens.nothing(turn)
    await audit.note(turn.tx, turn.actor, "list_children", "child", None, turn.now)
    return _ask(turn, code, stand)


async def standing(
    turn: Turn, code: str, current: ChildId | None = None, after: ChildId | None = None
) -> Stand:
    names = not turn.must_use_web
    return await stand_of(
        turn.tx,
        turn.actor,
        code,
        _span(turn),
        turn.today,
        current=current,
        names=names,
        after=after,
    )


def _ask(turn: Turn, code: str, stand: Stand, last: screens.Last | None = None) -> Screen:
    """The form only remembers where one is; when nobody is left it is closed."""
    turn.conversation.step(Rounding.at, region=code)
    if stand.next is None:
        turn.conversation.finish()
    return screens.ask(turn, code, stand, last)


def _span(turn: Turn) -> Span:
    return span_of(turn.now, turn.today)
