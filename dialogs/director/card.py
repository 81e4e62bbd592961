"""A child's card: what is due and why, the last entries, and what can be done about it."""

from aiogram import Router
from aiogram.types import CallbackQuery

from content.regional_rules import intervals_under
from dialogs.deeds.refer import Refer
from dialogs.director.card_presses import CardMore, Corrections, PassOn, PutOff
from dialogs.director.card_text import card_text
from dialogs.director.draft import set_aside
from dialogs.director.missing import missing
from dialogs.director.moving import Moved
from dialogs.director.presses import (
    Acknowledge,
    Begin,
    NotReached,
    ShowChild,
    TakerOfOne,
    Undo,
)
from dialogs.director.proposing_mark import marked
from dialogs.director.words import reference
from dialogs.navigation import Home, back_row
from dialogs.screen import Row, Screen, button, pairs
from dialogs.turn import Turn
from reminders.acknowledge import acknowledge
from reminders.due import Kind
from reminders.morning import asked_for, calls_now
from reminders.record import UNDO_WITHIN
from storage import audit
from storage.access import Deed, Role, may
from storage.care import thing_seen
from storage.children import File, OpenReminder, file_of
from storage.entries import Entry, newest_entries
from storage.ids import ChildId

router = Router(name="child card")

ENTRIES = 3


@router.callback_query(ShowChild.filter())
async def show_child(_: CallbackQuery, callback_data: ShowChild, turn: Turn) -> Screen:
    set_aside(turn, ChildId(callback_data.child))
    return await card(turn, ChildId(callback_data.child))


@router.callback_query(Acknowledge.filter())
async def acknowledged(_: CallbackQuery, callback_data: Acknowledge, turn: Turn) -> Screen:
    """The same card; pressed again it says that it is known."""
    set_aside(turn, ChildId(callback_data.child))
    file = await read_file(turn, ChildId(callback_data.child))
    if file is None:
        return await missing(turn)
    new = await acknowledge(turn.tx, turn.actor, file, turn.now, turn.today)
    toast = turn.say("Thank you.") if new else turn.say("You said so already.")
    entries = await newest_entries(turn.tx, file.child, ENTRIES)
    shown = await marked(turn, file.child, _card(turn, file, entries, acknowledged=True))
    return shown.with_toast(toast)


@router.callback_query(CardMore.filter())
async def more(_: CallbackQuery, callback_data: CardMore, turn: Turn) -> Screen:
    """What is seldom done, and what the card has no room for."""
    child = ChildId(callback_data.child)
    set_aside(turn, child)
    if await read_file(turn, child) is None:
        return await missing(turn)
    say = turn.say
    choices = [
        button(say("Record checked"), Begin(child=child, kind=Kind.REFRESH)),
        button(say("Correct an entry"), Corrections(child=child)),
        button(say("Services to pass on"), PassOn(child=child)),
        button(say("Moved or ended"), Moved(child=child)),
    ]
    if turn.actor.role is Role.SUPERVISOR:
        choices.append(button(say("Hand over to somebody else"), TakerOfOne(child=child)))
    text = say("{child}: what else there is", child=reference(child))
    return Screen(text, (*pairs(choices), back_row(turn, ShowChild(child=child))))


async def card(turn: Turn, child: ChildId) -> Screen:
    """A child not in one's care is answered as one that isn't there. Four statements."""
    file = await read_file(turn, child)
    if file is None:
        return await missing(turn)
    entries = await newest_entries(turn.tx, child, ENTRIES)
    await audit.note(turn.tx, turn.actor, "see", "child", child, turn.now)
    return await marked(turn, child, _card(turn, file, entries, acknowledged=False))


async def read_file(turn: Turn, child: ChildId) -> File | None:
    """The file as this actor may see it here: nothing personal where Telegram may not carry it."""
    personal = not turn.must_use_web
    file = await file_of(turn.tx, turn.actor, child, turn.today, personal=personal)
    if file is None or not may(turn.actor, Deed.SEE_CHILD, thing_seen(turn.actor, file.path)):
        return None
    return file


def asked_now(turn: Turn, file: File) -> tuple[OpenReminder, ...]:
    """What is asked for by now, the first due first."""
    days = intervals_under(file.rules).steps
    return tuple(
        each for each in file.reminders if asked_for(each.ask_on or each.due, turn.today, days)
    )


def _card(turn: Turn, file: File, entries: list[Entry], *, acknowledged: bool) -> Screen:
    say, child = turn.say, file.child
    asked = asked_now(turn, file)
    contact: Row = (
        button(say("Contacted"), Begin(child=child, kind=Kind.CONTACT)),
        button(say("Visited"), Begin(child=child, kind=Kind.VISIT)),
    )
    check: Row = (button(say("Record checked"), Begin(child=child, kind=Kind.REFRESH)),)
    if not file.care_since:
        rows = [check, contact]
    else:
        checking = any(each.kind == Kind.REFRESH for each in asked)
        rows = [contact, check] if checking else [contact]
    not_now = [button(say("Couldn't reach"), NotReached(child=child, kind=_tried_kind(file)))]
    if asked:
        not_now.append(button(say("Put off"), PutOff(child=child)))
    further = []
    if not acknowledged and _unacknowledged(turn, file):
        further.append(button(say("Seen"), Acknowledge(child=child)))
    if turn.actor.role is Role.DIRECTOR:
        further.append(button(say("Ask for support"), Refer(child=child)))
    last = (button(say("More …"), CardMore(child=child)), button(say("Home"), Home()))
    rows += [row for row in (tuple(not_now), tuple(further)) if row]
    return Screen(card_text(turn, file, entries), (*rows, *_undo_row(turn, child, entries), last))


def _tried_kind(file: File) -> Kind:
    """What somebody was sought for: of contact and visit the one due first."""
    sought = (each.kind for each in file.reminders if each.kind != Kind.REFRESH)
    return Kind(next(sought, Kind.CONTACT))


def _unacknowledged(turn: Turn, file: File) -> bool:
    """Whether anything asked for waits for a sign that it was read."""
    days = intervals_under(file.rules).steps
    return any(
        each.acknowledged_on is None and calls_now(each, turn.today, days)
        for each in file.reminders
    )


def _undo_row(turn: Turn, child: ChildId, entries: list[Entry]) -> tuple[Row, ...]:
    """For one's own newest entry, while it can be undone; a correction is corrected again instead."""
    own = [
        entry
        for entry in entries
        if entry.person == turn.actor.person
        and entry.made_at >= turn.now - UNDO_WITHIN
        and entry.corrects is None
    ]
    if not own:
        return ()
    newest = max(own, key=lambda entry: entry.made_at)
    return ((button(turn.say("Undo my last entry"), Undo(child=child, entry=newest.id)),),)
