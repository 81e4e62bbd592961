"""A child's card: what is due and why, the last entries, and what can be done about it."""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.deeds.refer import Refer
from dialogs.director.card_text import card_text
from dialogs.director.draft import set_aside
from dialogs.director.missing import missing
from dialogs.director.presses import Acknowledge, Begin, ShowChild, Undo
from dialogs.navigation import home_row
from dialogs.screen import Row, Screen, button
from dialogs.turn import Turn
from reminders.acknowledge import acknowledge
from reminders.due import Kind
from reminders.morning import steps_now
from reminders.record import UNDO_WITHIN
from storage import audit
from storage.access import Deed, Role, Thing, may
from storage.children import File, file_of
from storage.ids import ChildId
from storage.ledger import Entry, newest_entries

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
    return _card(turn, file, entries, acknowledged=True).with_toast(toast)


async def card(turn: Turn, child: ChildId) -> Screen:
    """A child not in one's care is answered as one that isn't there. Three statements."""
    file = await read_file(turn, child)
    if file is None:
        return await missing(turn)
    entries = await newest_entries(turn.tx, child, ENTRIES)
    await audit.note(turn.tx, turn.actor, "see", "child", child, turn.now)
    return _card(turn, file, entries, acknowledged=False)


async def read_file(turn: Turn, child: ChildId) -> File | None:
    """The file as this actor may see it here: nothing personal where Telegram may not carry it."""
    personal = not turn.must_use_web
    file = await file_of(turn.tx, turn.actor, child, turn.today, personal=personal)
    if file is None or not may(turn.actor, Deed.SEE_CHILD, Thing(path=file.path)):
        return None
    return file


def _card(turn: Turn, file: File, entries: list[Entry], *, acknowledged: bool) -> Screen:
    say, child = turn.say, file.child
    contact: Row = (
        button(say("Contacted"), Begin(child=child, kind=Kind.CONTACT)),
        button(say("Visited"), Begin(child=child, kind=Kind.VISIT)),
    )
    check: Row = (button(say("Record checked"), Begin(child=child, kind=Kind.REFRESH)),)
    seen = (button(say("Seen"), Acknowledge(child=child)),)
    refer = (button(say("Ask for support"), Refer(child=child)),)
    undo = _undo_row(turn, child, entries)
    rows = [contact, check] if file.care_since else [check, contact]
    if not acknowledged and _unacknowledged(turn, file):
        rows.append(seen)
    if turn.actor.role is Role.DIRECTOR:
        rows.append(refer)
    return Screen(card_text(turn, file, entries), (*rows, *undo, home_row(turn)))


def _unacknowledged(turn: Turn, file: File) -> bool:
    """Whether anything asked for waits for a sign that it was read."""
    return any(
        each.acknowledged_on is None and steps_now(each.due, turn.today) for each in file.reminders
    )


def _undo_row(turn: Turn, child: ChildId, entries: list[Entry]) -> tuple[Row, ...]:
    """For one's own newest entry, while it can be undone."""
    own = [
        entry
        for entry in entries
        if entry.person == turn.actor.person and entry.made_at >= turn.now - UNDO_WITHIN
    ]
    if not own:
        return ()
    newest = max(own, key=lambda entry: entry.made_at)
    return ((button(turn.say("Undo my last entry"), Undo(child=child, entry=newest.id)),),)
