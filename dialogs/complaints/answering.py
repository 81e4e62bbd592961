"""Administrators answer complaints: the oldest first, read with an audit row, answered or passed on."""

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from dialogs.complaints import answering_screens as screens
from dialogs.complaints.presses import AnswerComplaint, PassComplaint, ReadComplaint, ToAnswer
from dialogs.gate import gated
from dialogs.lost import lost
from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.staff.roles import ActAs, role_title
from dialogs.turn import Turn
from dialogs.web_only import web_only
from dialogs.writing import end_form
from reminders.complaints import (
    ComplaintMovedOn,
    NoComplaint,
    answer,
    open_for,
    pass_on,
    seen_by,
)
from storage import audit
from storage.access import Role
from storage.calendar_days import exceptions
from storage.complaints import written_in
from storage.ids import ComplaintId
from storage.people import roles_of

router = gated("answering complaints", Role.ADMINISTRATOR)
elsewhere = Router(name="complaints in another role")

LONGEST = 2000


class AnsweringComplaint(StatesGroup):
    """`words`: what is typed answers the complaint in the answers."""

    words = State()


def more_rows(turn: Turn) -> tuple[Row, ...]:
    if turn.actor.role is not Role.ADMINISTRATOR:
        return ()
    return ((button(turn.say("Complaints to answer"), ToAnswer()),),)


@router.callback_query(ToAnswer.filter())
async def waiting(_: CallbackQuery, callback_data: ToAnswer, turn: Turn) -> Screen:
    return await _list(turn, callback_data.page)


@router.callback_query(ReadComplaint.filter())
async def read(_: CallbackQuery, callback_data: ReadComplaint, turn: Turn) -> Screen:
    return await _card(turn, ComplaintId(callback_data.complaint))


@router.callback_query(AnswerComplaint.filter())
async def begin(_: CallbackQuery, callback_data: AnswerComplaint, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    wanted = ComplaintId(callback_data.complaint)
    try:
        seen = await seen_by(turn.tx, turn.actor, wanted, turn.today)
    except NoComplaint:
        return await missing(turn)
    if not seen.complaint.is_open:
        return await _moved_on(turn, wanted)
    turn.conversation.step(AnsweringComplaint.words, complaint=str(wanted))
    return screens.asking(turn, seen.complaint.reference, wanted)


@router.message(AnsweringComplaint.words, F.text)
async def words_typed(message: Message, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    wanted = ComplaintId(int(turn.answers()["complaint"]))
    words = (message.text or "").strip()
    if not words or len(words) > LONGEST:
        refused = turn.say("Please say it in at most {count} characters.", count=LONGEST)
        return Screen(refused, (back_row(turn, ReadComplaint(complaint=wanted)),))
    end_form(turn, AnsweringComplaint.__name__)
    try:
        await answer(turn.tx, turn.actor, wanted, words, turn.now)
    except NoComplaint:
        return await missing(turn)
    except ComplaintMovedOn:
        return await _moved_on(turn, wanted)
    text = turn.say("Your answer is on its way to who wrote.")
    return Screen(text, (screens.list_row(turn), home_row(turn)))


@router.callback_query(PassComplaint.filter())
async def pass_up(_: CallbackQuery, callback_data: PassComplaint, turn: Turn) -> Screen:
    wanted = ComplaintId(callback_data.complaint)
    try:
        await pass_on(turn.tx, turn.actor, wanted, callback_data.climbed, turn.now)
    except NoComplaint:
        return await missing(turn)
    except ComplaintMovedOn:
        return await _moved_on(turn, wanted)
    text = turn.say("Passed on: the next level up has been told. You can still answer.")
    return Screen(text, (screens.list_row(turn), home_row(turn)))


async def in_another_role(_: CallbackQuery, turn: Turn) -> Screen:
    return await missing(turn)


for press in (ToAnswer, ReadComplaint, AnswerComplaint, PassComplaint):
    elsewhere.callback_query.register(in_another_role, press.filter())


async def missing(turn: Turn) -> Screen:
    """A letter comes to a person in whatever role they act: another one that could be meant is offered."""
    end_form(turn, AnsweringComplaint.__name__)
    screen = lost(turn, pressed=True)
    held = await roles_of(turn.tx, turn.person, turn.today) if turn.person else []
    others = column(
        button(turn.say("Act as: {role}", role=role_title(turn, role)), ActAs(role=role.id))
        for role in held
        if role.kind is Role.ADMINISTRATOR and role.id != turn.acting
    )
    return Screen(screen.text, (*others, *screen.rows))


async def _list(turn: Turn, page: int) -> Screen:
    turn.conversation.park()
    found = await open_for(turn.tx, turn.actor, turn.today)
    if not found:
        return Screen(turn.say("No complaint waits for you."), (home_row(turn),))
    return screens.waiting(turn, found, await exceptions(turn.tx), page)


async def _card(turn: Turn, wanted: ComplaintId) -> Screen:
    """Reading is noted."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    end_form(turn, AnsweringComplaint.__name__)
    try:
        seen = await seen_by(turn.tx, turn.actor, wanted, turn.today)
    except NoComplaint:
        return await missing(turn)
    written = await written_in(turn.tx, wanted)
    await audit.note(turn.tx, turn.actor, "read", "complaint", wanted, turn.now)
    return screens.card(turn, seen, written)


async def _moved_on(turn: Turn, wanted: ComplaintId) -> Screen:
    return (await _card(turn, wanted)).with_toast(turn.say("It stands like this now."))
