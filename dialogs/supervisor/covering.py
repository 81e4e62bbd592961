"""Covering a leave: who does a director's work meanwhile; and entering one for who fell ill."""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.missing import missing
from dialogs.director.words import day_name
from dialogs.navigation import back_row, home_row
from dialogs.screen import Screen, button, pairs
from dialogs.supervisor.people import called, choice_rows, directors
from dialogs.supervisor.presses import CoverBy, CoverOf, LeaveDays, LeaveFor, ShowDirector
from dialogs.turn import Turn
from reminders.covering import (
    NotCovered,
    WorksElsewhere,
    cover_leave,
    coverable,
    enter_leave,
    leave_of,
)
from storage.ids import LeaveId, PersonId
from storage.leave import Leave

router = Router(name="covering")

LENGTHS = (3, 7, 14, 30)


@router.callback_query(LeaveFor.filter())
async def how_long(_: CallbackQuery, callback_data: LeaveFor, turn: Turn) -> Screen:
    turn.conversation.park()
    who = PersonId(callback_data.director)
    known = await directors(turn, who)
    if not known:
        return await missing(turn)
    text = turn.say(
        "How long is {director} away, from today on? They are told; reminders go to who covers.",
        director=called(turn, who, known),
    )
    choices = pairs(
        button(turn.say("{days} days", days=days), LeaveDays(director=who, days=days))
        for days in LENGTHS
    )
    return Screen(text, (*choices, back_row(turn, ShowDirector(director=who))))


@router.callback_query(LeaveDays.filter())
async def entered(_: CallbackQuery, callback_data: LeaveDays, turn: Turn) -> Screen:
    """Pressed again: the leave that holds, and who covers it."""
    turn.conversation.park()
    who = PersonId(callback_data.director)
    try:
        leave = await enter_leave(
            turn.tx, turn.actor, who, callback_data.days, turn.now, turn.today
        )
    except NotCovered:
        return await missing(turn)
    return await _who_covers(turn, leave, 0)


@router.callback_query(CoverOf.filter())
async def who_covers(_: CallbackQuery, callback_data: CoverOf, turn: Turn) -> Screen:
    turn.conversation.park()
    try:
        leave = await leave_of(turn.tx, turn.actor, LeaveId(callback_data.leave), turn.today)
    except NotCovered:
        return await missing(turn)
    return await _who_covers(turn, leave, callback_data.page)


@router.callback_query(CoverBy.filter())
async def covered(_: CallbackQuery, callback_data: CoverBy, turn: Turn) -> Screen:
    turn.conversation.park()
    which, cover = LeaveId(callback_data.leave), PersonId(callback_data.cover)
    try:
        leave = await cover_leave(turn.tx, turn.actor, which, cover, turn.now, turn.today)
    except WorksElsewhere:
        return _nobody_covers(turn)
    except NotCovered:
        return await missing(turn)
    say = turn.say
    days = _days(turn, leave)
    if cover == turn.actor.person:
        text = say("You cover {since} – {until}. What is due there comes to you.", **days)
    else:
        known = await directors(turn, cover)
        text = say(
            "{cover} covers {since} – {until} and is told.",
            cover=called(turn, cover, known),
            **days,
        )
    back = back_row(turn, ShowDirector(director=leave.person))
    return Screen(text, (back,))


async def _who_covers(turn: Turn, leave: Leave, page: int) -> Screen:
    if not await coverable(turn.tx, turn.actor, leave, turn.today):
        return _nobody_covers(turn)
    known = await directors(turn)
    rows = choice_rows(
        turn,
        known,
        leave.person,
        page,
        lambda who: CoverBy(leave=leave.id, cover=who),
        lambda other: CoverOf(leave=leave.id, page=other),
    )
    myself = button(
        turn.say("I cover myself"), CoverBy(leave=leave.id, cover=turn.actor.person or 0)
    )
    text = turn.say(
        "{director} is on leave {since} – {until}. Who covers?",
        director=called(turn, leave.person, known),
        **_days(turn, leave),
    )
    return Screen(text, (*rows, (myself,), home_row(turn)))


def _nobody_covers(turn: Turn) -> Screen:
    text = turn.say(
        "They work outside your place too, so nobody can be named here. What is due meanwhile comes to those above them."
    )
    return Screen(text, (home_row(turn),))


def _days(turn: Turn, leave: Leave) -> dict[str, str]:
    return {
        "since": day_name(leave.since, turn.today, turn.locale),
        "until": day_name(leave.until, turn.today, turn.locale),
    }
