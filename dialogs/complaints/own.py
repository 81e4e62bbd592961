"""One's own complaints: where each stands, its answer, taking it back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.complaints.presses import (
    Complain,
    OwnComplaint,
    OwnComplaints,
    WithdrawComplaint,
)
from dialogs.complaints.words import about_name, day, own_standing, short_standing
from dialogs.lost import lost
from dialogs.navigation import back_row
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Turn
from dialogs.web_only import web_row
from reminders.complaint_owners import About
from reminders.complaints import ComplaintMovedOn, day_of, withdraw
from storage.calendar_days import exceptions
from storage.complaints import Complaint, Written, own_complaint, own_complaints, written_in
from storage.ids import ComplaintId

router = Router(name="own complaints")


@router.callback_query(OwnComplaints.filter())
async def every(_: CallbackQuery, turn: Turn) -> Screen:
    turn.conversation.park()
    found = await own_complaints(turn.tx, turn.actor.address, turn.actor.person)
    if not found:
        text = turn.say("You have written nothing yet.")
        return Screen(text, (back_row(turn, Complain()),))
    buttons = (button(_label(turn, each), OwnComplaint(complaint=each.id)) for each in found)
    text = turn.say("What you wrote, and where it stands")
    return Screen(text, (*column(buttons), back_row(turn, Complain())))


@router.callback_query(OwnComplaint.filter())
async def one(_: CallbackQuery, callback_data: OwnComplaint, turn: Turn) -> Screen:
    turn.conversation.park()
    return await _card(turn, ComplaintId(callback_data.complaint))


@router.callback_query(WithdrawComplaint.filter())
async def take_back(_: CallbackQuery, callback_data: WithdrawComplaint, turn: Turn) -> Screen:
    wanted = ComplaintId(callback_data.complaint)
    if not callback_data.sure:
        return await _ask(turn, wanted)
    try:
        await withdraw(turn.tx, turn.actor, wanted, turn.now)
    except ComplaintMovedOn:
        return (await _card(turn, wanted)).with_toast(turn.say("It stands like this now."))
    return await _card(turn, wanted)


async def _ask(turn: Turn, wanted: ComplaintId) -> Screen:
    found = await own_complaint(turn.tx, wanted, turn.actor.address, turn.actor.person)
    if found is None or not found.is_open:
        return await _card(turn, wanted)
    text = turn.say(
        "Take back {reference}? Its words are erased, and nobody answers it.",
        reference=found.reference,
    )
    yes = button(turn.say("Yes, take it back"), WithdrawComplaint(complaint=found.id, sure=True))
    return Screen(text, ((yes,), back_row(turn, OwnComplaint(complaint=found.id))))


async def _card(turn: Turn, wanted: ComplaintId) -> Screen:
    """Words and answer on the web chat only, in strict privacy."""
    found = await own_complaint(turn.tx, wanted, turn.actor.address, turn.actor.person)
    if found is None:
        return lost(turn, pressed=True)
    lines = [
        f"{found.reference} · {about_name(turn, About(found.about))}",
        turn.say("Written on {day}.", day=day(turn, day_of(found.made_at))),
        own_standing(turn, found, await exceptions(turn.tx)),
    ]
    web = web_row(turn.say, turn.desk) if turn.must_use_web else ()
    if not turn.must_use_web:
        lines += _written(turn, await written_in(turn.tx, found.id))
    rows = (*_withdraw_row(turn, found), *web, back_row(turn, OwnComplaints()))
    return Screen("\n".join(lines), rows)


def _written(turn: Turn, written: Written) -> list[str]:
    words = [turn.say("What you wrote:"), written.words] if written.words else []
    answer = [turn.say("The answer:"), written.answer] if written.answer else []
    return [*words, *answer]


def _withdraw_row(turn: Turn, found: Complaint) -> tuple[Row, ...]:
    if not found.is_open:
        return ()
    return ((button(turn.say("Withdraw"), WithdrawComplaint(complaint=found.id)),),)


def _label(turn: Turn, each: Complaint) -> str:
    about = about_name(turn, About(each.about))
    return f"{each.reference} · {about} · {short_standing(turn, each)}"
