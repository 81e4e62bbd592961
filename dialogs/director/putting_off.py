"""Putting off what is due: up to its due date in two taps; beyond it with a reason the supervisor sees."""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery

from content.kinds import kinds
from dialogs.director.card import asked_now, card, read_file
from dialogs.director.card_presses import (
    PutOff,
    PutOffBeyond,
    PutOffKind,
    PutOffTo,
    PutOffWhy,
)
from dialogs.director.day_words import day_ahead
from dialogs.director.draft import set_aside
from dialogs.director.missing import missing
from dialogs.director.presses import ShowChild
from dialogs.director.words import day_name, kind_name, reference
from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Turn
from reminders.due import Kind
from reminders.putting_off import NothingDue, days_after_due, days_before_due, put_off
from reminders.record import NotInYourCare
from reminders.trying import NotThatDay
from storage.calendar_days import exceptions
from storage.children import File
from storage.ids import ChildId

router = Router(name="putting off")


@router.callback_query(PutOff.filter())
async def of_child(_: CallbackQuery, callback_data: PutOff, turn: Turn) -> Screen:
    """What is put off is asked only where more than one thing is due."""
    child = ChildId(callback_data.child)
    set_aside(turn, child)
    file = await read_file(turn, child)
    if file is None:
        return await missing(turn)
    asked = [Kind(each.kind) for each in asked_now(turn, file)]
    if len(asked) == 1:
        return await _days(turn, file, asked[0])
    if not asked:
        return await _nothing(turn, child)
    choices = column(
        button(kind_name(turn.say, kind), PutOffKind(child=child, kind=kind)) for kind in asked
    )
    text = turn.say("{child}: what do you want to put off?", child=reference(child))
    return Screen(text, (*choices, back_row(turn, ShowChild(child=child))))


@router.callback_query(PutOffKind.filter())
async def of_kind(_: CallbackQuery, callback_data: PutOffKind, turn: Turn) -> Screen:
    file = await read_file(turn, ChildId(callback_data.child))
    return await missing(turn) if file is None else await _days(turn, file, callback_data.kind)


@router.callback_query(PutOffBeyond.filter())
async def beyond(_: CallbackQuery, callback_data: PutOffBeyond, turn: Turn) -> Screen:
    child, kind = ChildId(callback_data.child), callback_data.kind
    if await read_file(turn, child) is None:
        return await missing(turn)
    return _reasons(turn, child, kind)


@router.callback_query(PutOffWhy.filter())
async def why(_: CallbackQuery, callback_data: PutOffWhy, turn: Turn) -> Screen:
    file = await read_file(turn, ChildId(callback_data.child))
    if file is None or callback_data.why not in kinds().put_off_reasons:
        return await missing(turn)
    return await _days(turn, file, callback_data.kind, callback_data.why)


@router.callback_query(PutOffTo.filter())
async def put_off_to(_: CallbackQuery, callback_data: PutOffTo, turn: Turn) -> Screen:
    child, kind = ChildId(callback_data.child), callback_data.kind
    try:
        until = date.fromisoformat(callback_data.until)
        why = callback_data.why or None
        new = await put_off(turn.tx, turn.actor, child, kind, until, why, turn.now, turn.today)
    except NotInYourCare:
        return await missing(turn)
    except NothingDue:
        return await _nothing(turn, child)
    except (NotThatDay, ValueError):
        toast = turn.say("This day does not fit any more. Please choose again.")
        return (await card(turn, child)).with_toast(toast)
    screen = _done(turn, child, kind, until, why)
    return screen if new else screen.with_toast(turn.say("It was put off to that day already."))


async def _days(turn: Turn, file: File, kind: Kind, why: str = "") -> Screen:
    """Up to the due date; with a reason, the days after it. Without a day left the reason is asked at once."""
    due = next((each.due for each in file.reminders if each.kind == kind), None)
    if due is None:
        return await _nothing(turn, file.child)
    off = await exceptions(turn.tx)
    fitting = (days_after_due if why else days_before_due)(due, turn.today, off)
    if not fitting and not why:
        return _reasons(turn, file.child, kind)
    text = [_title(turn, file.child, kind, due)]
    text.append(
        turn.say("Until when?") if fitting else turn.say("It can't be put off any further.")
    )
    rows = column(
        button(
            day_ahead(turn, day, due),
            PutOffTo(child=file.child, kind=kind, until=day.isoformat(), why=why),
        )
        for day in fitting
    )
    later: tuple[Row, ...] = ()
    if not why:
        label = turn.say("Later, with a reason …")
        later = ((button(label, PutOffBeyond(child=file.child, kind=kind)),),)
    return Screen("\n".join(text), (*rows, *later, back_row(turn, ShowChild(child=file.child))))


def _reasons(turn: Turn, child: ChildId, kind: Kind) -> Screen:
    choices = column(
        button(each.name.in_(turn.locale), PutOffWhy(child=child, kind=kind, why=each.code))
        for each in kinds().put_off_reasons
    )
    text = turn.say(
        "{child}: why later than it is due? The supervisor sees the reason. Two weeks after the due date at most.",
        child=reference(child),
    )
    return Screen(text, (*choices, back_row(turn, ShowChild(child=child))))


def _title(turn: Turn, child: ChildId, kind: Kind, due: date) -> str:
    return turn.say(
        "{child} · {kind} · due {day}",
        child=reference(child),
        kind=kind_name(turn.say, kind),
        day=day_name(due, turn.today, turn.locale),
    )


def _done(turn: Turn, child: ChildId, kind: Kind, until: date, why: str | None) -> Screen:
    """The desk is silent until then; what is overdue by then climbs all the same."""
    say = turn.say
    values = {
        "child": reference(child),
        "kind": kind_name(say, kind),
        "day": day_name(until, turn.today, turn.locale),
    }
    text = [say("{child}: {kind} is put off. You are reminded on {day}.", **values)]
    if why:
        text.append(say("The supervisor sees the reason."))
    rows = ((button(say("The child"), ShowChild(child=child)),), home_row(turn))
    return Screen("\n".join(text), rows)


async def _nothing(turn: Turn, child: ChildId) -> Screen:
    return (await card(turn, child)).with_toast(turn.say("Nothing is due that could be put off."))
