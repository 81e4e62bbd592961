"""Nobody was reached: when to try again. The try is entered with the last tap.

The screen is a step of the entry's form, so a second press finds no form and enters nothing.
"""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.card import card, read_file
from dialogs.director.day_words import day_ahead
from dialogs.director.done import done_screen
from dialogs.director.draft import Draft, Record, begin, draft_of, leave_correction
from dialogs.director.missing import missing
from dialogs.director.presses import Begin, ChooseDay, NotReached, ShowChild, Tried
from dialogs.director.record_screens import days_screen, in_future, title
from dialogs.director.words import day_name
from dialogs.navigation import back_row
from dialogs.screen import Screen, button, column
from dialogs.turn import Turn
from reminders.record import FutureDate, NotInYourCare, record
from reminders.trying import NotThatDay, days_again
from storage.calendar_days import exceptions
from storage.children import File
from storage.ids import ChildId

router = Router(name="nobody reached")


@router.callback_query(NotReached.filter())
async def not_reached(_: CallbackQuery, callback_data: NotReached, turn: Turn) -> Screen:
    child = ChildId(callback_data.child)
    leave_correction(turn)
    file = await read_file(turn, child)
    if file is None:
        return await missing(turn)
    draft = begin(turn, child, callback_data.kind, Record.again)
    return await again_screen(turn, file, draft)


@router.callback_query(Tried.filter())
async def tried(_: CallbackQuery, callback_data: Tried, turn: Turn) -> Screen:
    child = ChildId(callback_data.child)
    draft = draft_of(turn, child, callback_data.kind)
    if draft is None or draft.corrects is not None:
        turn.conversation.park()
        toast = turn.say("This is entered already, or was left. Here is how it stands.")
        return (await card(turn, child)).with_toast(toast)
    held = draft.entry(reached=False, again=_day(callback_data.again))
    try:
        recorded = await record(turn.tx, turn.actor, child, held, turn.now, turn.today)
    except NotInYourCare:
        turn.conversation.finish()
        return await missing(turn)
    except NotThatDay:
        return await _asked_again(turn, draft)
    except FutureDate:
        turn.conversation.step(Record.choose_day)
        return days_screen(turn, draft).with_toast(in_future(turn))
    turn.conversation.finish()
    return done_screen(turn, child, held, recorded)


async def again_screen(turn: Turn, file: File, draft: Draft) -> Screen:
    say, child, kind = turn.say, draft.child, draft.kind
    due = next((each.due for each in file.reminders if each.kind == kind), None)
    days = days_again(due, turn.today, await exceptions(turn.tx))
    choices = column(
        button(day_ahead(turn, day), Tried(child=child, kind=kind, again=day.isoformat()))
        for day in days
    )
    text = [
        title(turn, draft),
        say("Day: {day}", day=day_name(draft.held_on, turn.today, turn.locale)),
        say("Nobody was reached. When do you want to be reminded to try again?"),
    ]
    other = (
        button(say("Another day"), ChooseDay(child=child, kind=kind)),
        button(say("I did reach them"), Begin(child=child, kind=kind)),
    )
    return Screen("\n".join(text), (*choices, other, back_row(turn, ShowChild(child=child))))


async def _asked_again(turn: Turn, draft: Draft) -> Screen:
    """An old button, its day past: the days as they are now."""
    file = await read_file(turn, draft.child)
    if file is None:
        return await missing(turn)
    turn.conversation.step(Record.again)
    return await again_screen(turn, file, draft)


def _day(written: str) -> date | None:
    """None for what is no day: the try is entered, and nothing promised."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
