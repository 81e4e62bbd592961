"""Lists: what is due, most urgent first; and one's children."""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.card_presses import Find
from dialogs.director.digest_words import item_button
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.presses import Children, Owed, ShowChild
from dialogs.director.words import counts_line, day_name, reference
from dialogs.navigation import Home, home_row
from dialogs.screen import Screen, button, column
from dialogs.turn import Turn
from reminders.digest import items_of, overdue
from reminders.morning import last_day_asked
from storage import audit
from storage.children import Listed, children_of
from storage.owed import owed_to

router = Router(name="director lists")


@router.callback_query(Owed.filter())
async def what_is_due(_: CallbackQuery, callback_data: Owed, turn: Turn) -> Screen:
    """The counted children of a place are one line, as in the digest."""
    turn.conversation.park()
    say = turn.say
    owed = items_of(await owed_to(turn.tx, turn.actor, turn.today, last_day_asked(turn.today)))
    if not owed:
        return Screen(say("Nothing is due."), (home_row(turn),))
    shown, page = page_of(owed, callback_data.page)
    lines = column(item_button(say, item, turn.today) for item in shown)
    more = len(owed) > (page + 1) * LINES
    pages = page_row(say, page, more=more, press=lambda other: Owed(page=other))
    text = say("What is due") + "\n" + counts_line(say, len(owed), overdue(owed, turn.today))
    return Screen(text, (*lines, *pages, home_row(turn)))


@router.callback_query(Children.filter())
async def my_children(_: CallbackQuery, callback_data: Children, turn: Turn) -> Screen:
    """Names on the desk's own screens only; that they were read is noted."""
    turn.conversation.park()
    say = turn.say
    names = not turn.must_use_web
    page = max(callback_data.page, 0)
    found = await children_of(turn.tx, turn.actor, turn.today, page, LINES, names=names)
    if not found:
        return Screen(say("No child is in your care here."), (home_row(turn),))
    if names:
        await audit.note(turn.tx, turn.actor, "list_children", "child", None, turn.now)
    lines = column(
        button(_label(turn, child), ShowChild(child=child.child)) for child in found[:LINES]
    )
    pages = page_row(say, page, more=len(found) > LINES, press=lambda other: Children(page=other))
    last = (button(say("Find a child"), Find()), button(say("Home"), Home()))
    return Screen(say("The children in your care"), (*lines, *pages, last))


def _label(turn: Turn, child: Listed) -> str:
    """Reference, name where it may be shown, and the first date anything is owed by."""
    called = reference(child.child)
    if child.name is not None:
        called = f"{called} · {child.name}"
    if child.due is None:
        return called
    day = day_name(child.due, turn.today, turn.locale)
    if child.due < turn.today:
        return turn.say("{child} · was due {day}", child=called, day=day)
    return turn.say("{child} · by {day}", child=called, day=day)
