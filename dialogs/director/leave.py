"""Leave from–to, for directors and supervisors: two taps or two typed days; the one above is told."""

from collections.abc import Sequence
from datetime import date, timedelta

from aiogram import F
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from dialogs.director import leave_screens as screens
from dialogs.director.leave_days import coming_day, iso_day
from dialogs.director.leave_press import (
    CancelLeave,
    LeaveFrom,
    Leaves,
    LeaveThrough,
    NewLeave,
    ShortenLeave,
)
from dialogs.director.missing import missing
from dialogs.gate import gated
from dialogs.screen import Row, Screen, button
from dialogs.turn import Turn
from reminders.leave import LONGEST, NotYours, Overlaps, WrongDays, cancel, shorten, take_leave
from storage.access import Role
from storage.ids import LeaveId
from storage.leave import Leave, leaves_of

router = gated("leave", Role.DIRECTOR, Role.SUPERVISOR)

ON_OFFER = (0, 1, 2, 4, 6, 13)
"""The last day on a button: so many days after the first."""


class Away(StatesGroup):
    """Each waits for a day typed: the first, the last, another last one."""

    since = State()
    until = State()
    end = State()


def leave_rows(turn: Turn) -> tuple[Row, ...]:
    """Behind "More"."""
    if turn.actor.role not in {Role.DIRECTOR, Role.SUPERVISOR}:
        return ()
    return ((button(turn.say("My leave"), Leaves()),),)


@router.callback_query(Leaves.filter())
async def mine(_: CallbackQuery, turn: Turn) -> Screen:
    turn.conversation.park()
    return await _list(turn)


@router.callback_query(NewLeave.filter())
async def new(_: CallbackQuery, turn: Turn) -> Screen:
    return _ask_since(turn)


@router.message(Away.since, F.text)
async def since_typed(message: Message, turn: Turn) -> Screen:
    day = coming_day(message.text or "", turn.today)
    if day is None or day < turn.today:
        return screens.since(turn, wrong=True)
    return _ask_until(turn, day)


@router.callback_query(LeaveFrom.filter())
async def since_chosen(_: CallbackQuery, callback_data: LeaveFrom, turn: Turn) -> Screen:
    day = iso_day(callback_data.since)
    return await missing(turn) if day is None else _ask_until(turn, day)


@router.message(Away.until, F.text)
async def until_typed(message: Message, turn: Turn) -> Screen:
    since = date.fromisoformat(turn.answers()["since"])
    day = coming_day(message.text or "", since)
    if day is None:
        return screens.until(turn, since, _on_offer(since), wrong=True)
    return await _take(turn, since, day)


@router.callback_query(LeaveThrough.filter())
async def until_chosen(_: CallbackQuery, callback_data: LeaveThrough, turn: Turn) -> Screen:
    since, until = iso_day(callback_data.since), iso_day(callback_data.until)
    if since is None or until is None:
        return await missing(turn)
    return await _take(turn, since, until)


@router.callback_query(CancelLeave.filter())
async def cancelled(_: CallbackQuery, callback_data: CancelLeave, turn: Turn) -> Screen:
    try:
        await cancel(turn.tx, turn.actor, LeaveId(callback_data.leave), turn.now, turn.today)
    except NotYours:
        return await _list(turn, turn.say("There is no such leave any more."))
    return await _list(turn, turn.say("Cancelled. The one above you is told."))


@router.callback_query(ShortenLeave.filter())
async def shortened(_: CallbackQuery, callback_data: ShortenLeave, turn: Turn) -> Screen:
    which = LeaveId(callback_data.leave)
    if not callback_data.until:
        turn.conversation.step(Away.end, leave=str(which))
        return screens.end(turn)
    until = iso_day(callback_data.until)
    return await missing(turn) if until is None else await _shorten(turn, which, until)


@router.message(Away.end, F.text)
async def end_typed(message: Message, turn: Turn) -> Screen:
    until = coming_day(message.text or "", turn.today)
    if until is None:
        return screens.end(turn, wrong=True)
    return await _shorten(turn, LeaveId(int(turn.answers()["leave"])), until)


def _ask_since(turn: Turn) -> Screen:
    turn.conversation.step(Away.since)
    return screens.since(turn)


def _ask_until(turn: Turn, since: date) -> Screen:
    if not turn.today <= since <= turn.today + LONGEST:
        return screens.since(turn, wrong=True)
    turn.conversation.step(Away.until, since=since.isoformat())
    return screens.until(turn, since, _on_offer(since))


async def _take(turn: Turn, since: date, until: date) -> Screen:
    try:
        taken = await take_leave(turn.tx, turn.actor, since, until, turn.now, turn.today)
    except Overlaps as overlaps:
        _finish(turn)
        return screens.overlaps(turn, overlaps.other)
    except WrongDays:
        return _ask_since(turn).with_toast(
            turn.say("Please a first day from today on, and a last day after it, within a year.")
        )
    except NotYours:
        return await missing(turn)
    _finish(turn)
    return screens.taken(turn, taken)


async def _shorten(turn: Turn, which: LeaveId, until: date) -> Screen:
    _finish(turn)
    try:
        await shorten(turn.tx, turn.actor, which, until, turn.now, turn.today)
    except NotYours:
        return await _list(turn, turn.say("There is no such leave any more."))
    except WrongDays:
        return await _list(turn, turn.say("That day is not within the leave that is left."))
    return await _list(turn, turn.say("Changed. The one above you is told."))


async def _list(turn: Turn, toast: str | None = None) -> Screen:
    found: Sequence[Leave] = ()
    if turn.actor.person is not None:
        found = await leaves_of(turn.tx, turn.actor.person, turn.today)
    screen = screens.leaves(turn, found)
    return screen if toast is None else screen.with_toast(toast)


def _finish(turn: Turn) -> None:
    form = turn.conversation.form
    if form is not None and form.name == Away.__name__:
        turn.conversation.finish()


def _on_offer(since: date) -> tuple[date, ...]:
    return tuple(since + timedelta(days=days) for days in ON_OFFER)
