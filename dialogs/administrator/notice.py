"""The yearly notice of holidays, pasted line by line: shown before it is entered, wrong lines named."""

from datetime import date

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.holiday_notice import Slip, WrongLine, WrongNotice, read_notice
from dialogs.administrator.calendar import calendar_screen, day_words, may_set
from dialogs.administrator.presses import Calendar, PasteNotice, TakeNotice
from dialogs.navigation import back_row
from dialogs.screen import Screen, button
from dialogs.turn import Turn
from storage import audit
from storage.calendar_days import set_days

router = Router(name="yearly notice")

MOST_NAMED = 8
LONGEST_LINE = 40
LONGEST_NOTICE = 6000


class Notice(StatesGroup):
    lines = State()
    confirm = State()


@router.callback_query(PasteNotice.filter())
async def begin(_: CallbackQuery, turn: Turn) -> Screen:
    if not await may_set(turn):
        return await calendar_screen(turn)
    turn.conversation.step(Notice.lines)
    return _ask(turn)


@router.message(Notice.lines, F.text)
async def pasted(message: Message, turn: Turn) -> Screen:
    """Nothing is entered before it was seen."""
    written = (message.text or "")[:LONGEST_NOTICE]
    try:
        days = read_notice(written)
    except WrongNotice as wrong:
        return _wrong(turn, wrong.lines)
    turn.conversation.step(Notice.confirm, lines=written)
    return _preview(turn, days)


@router.callback_query(TakeNotice.filter())
async def taken(_: CallbackQuery, turn: Turn) -> Screen:
    """Pressed late or again: the calendar as it stands."""
    written = turn.answers().get("lines")
    if written is None or not await may_set(turn):
        turn.conversation.park()
        return await calendar_screen(turn)
    try:
        days = read_notice(written)
    except WrongNotice as wrong:
        return _wrong(turn, wrong.lines)
    await set_days(turn.tx, days, turn.person, turn.now)
    await audit.note(turn.tx, turn.actor, "set_calendar", "year", min(days).year, turn.now)
    turn.conversation.finish()
    screen = await calendar_screen(turn)
    return screen.with_toast(turn.say("Entered: {count} days.", count=len(days)))


def _ask(turn: Turn) -> Screen:
    text = turn.say(
        "Paste the notice, a line a day: the date, a comma, and 休 for a day off or 班 for a day worked. For example:"
    )
    example = "2027-01-01,休\n2027-02-07,班"
    return Screen(f"{text}\n{example}", (back_row(turn, Calendar()),))


def _preview(turn: Turn, days: dict[date, bool]) -> Screen:
    worked = sum(days.values())
    text = [
        turn.say(
            "{off} days off, {worked} worked in their place.", off=len(days) - worked, worked=worked
        ),
        *(day_words(turn, day, worked=days[day]) for day in sorted(days)),
    ]
    take = button(turn.say("Right, enter them"), TakeNotice())
    again = button(turn.say("Paste again"), PasteNotice())
    return Screen("\n".join(text), ((take,), (again,), back_row(turn, Calendar())))


def _wrong(turn: Turn, lines: tuple[WrongLine, ...]) -> Screen:
    if not lines:
        text = [turn.say("There is no day in it.")]
    else:
        text = [turn.say("Nothing was entered. These lines are not right:")]
        text += [_named(turn, line) for line in lines[:MOST_NAMED]]
    text.append(turn.say("Please paste all of it again."))
    return Screen("\n".join(text), (back_row(turn, Calendar()),))


def _named(turn: Turn, line: WrongLine) -> str:
    slips = {
        Slip.NO_DATE: turn.say("there is no such date"),
        Slip.NO_MARK: turn.say("neither 休 nor 班"),
        Slip.CONTRADICTS: turn.say("another line says otherwise"),
        Slip.TOO_MANY: turn.say("too many days off in one year"),
    }
    return turn.say(
        "Line {number}: {written} ({slip})",
        number=line.number,
        written=line.written[:LONGEST_LINE],
        slip=slips[line.slip],
    )
