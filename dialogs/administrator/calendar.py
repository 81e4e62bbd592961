"""The coming days off and the days worked in their place; whoever answers for the whole desk enters the notice."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery
from babel.dates import format_skeleton

from content.calendar import is_working_day, unknown_year_warned
from dialogs.administrator.presses import Calendar, PasteNotice
from dialogs.navigation import home_row
from dialogs.screen import Screen, button
from dialogs.turn import Turn
from storage.access import Deed, Thing, may
from storage.calendar_days import exceptions
from storage.townships import anybody_beyond

router = Router(name="calendar")

LOOKS_AHEAD_DAYS = 366
MOST_SHOWN = 12


@router.callback_query(Calendar.filter())
async def coming(_: CallbackQuery, turn: Turn) -> Screen:
    turn.conversation.park()
    return await calendar_screen(turn)


async def calendar_screen(turn: Turn) -> Screen:
    """Two statements."""
    say = turn.say
    entered = await exceptions(turn.tx)
    text = [say("Coming days off, and days worked in their place:")]
    text += [_line(turn, day, entered) for day in _coming(turn.today, entered)]
    missing = unknown_year_warned(turn.today, entered)
    if missing is not None:
        text.append(
            say("The holidays of {year} are not known yet. Please enter them.", year=str(missing))
        )
    if not await may_set(turn):
        text.append(say("The calendar of this desk is kept by the level above."))
        return Screen("\n".join(text), (home_row(turn),))
    paste = button(say("Enter the yearly notice"), PasteNotice())
    return Screen("\n".join(text), ((paste,), home_row(turn)))


async def may_set(turn: Turn) -> bool:
    """The calendar holds for the whole desk, so only for who answers for all of it."""
    scope = turn.actor.scope
    if not may(turn.actor, Deed.SET_CALENDAR, Thing(path=scope)):
        return False
    return not await anybody_beyond(turn.tx, scope, turn.today)


def day_words(turn: Turn, day: date, *, worked: bool) -> str:
    """ "1月1日周五 休"."""
    skeleton = "MMMEd" if day.year == turn.today.year else "yMMMEd"
    named = format_skeleton(skeleton, day, locale=turn.locale)
    if worked:
        return turn.say("{day}: worked", day=named)
    return turn.say("{day}: off", day=named)


def _coming(today: date, entered: Mapping[date, bool]) -> Iterator[date]:
    """The days that are not what their weekday says."""
    days = (today + timedelta(days=ahead) for ahead in range(LOOKS_AHEAD_DAYS))
    other = (day for day in days if is_working_day(day, entered) is not (day.weekday() < 5))
    return (day for day, _ in zip(other, range(MOST_SHOWN), strict=False))


def _line(turn: Turn, day: date, entered: Mapping[date, bool]) -> str:
    said = day_words(turn, day, worked=is_working_day(day, entered))
    return turn.say("{day} (entered here)", day=said) if day in entered else said
