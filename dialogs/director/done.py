"""After an entry: what is owed next, undoing it, and where it leads when the child is not well."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.card import card
from dialogs.director.missing import missing
from dialogs.director.presses import Owed, ShowChild, Undo
from dialogs.director.unwell import lead_on
from dialogs.director.words import day_name, kind_name, reference
from dialogs.navigation import home_row
from dialogs.screen import Row, Screen, button
from dialogs.turn import Turn
from reminders.due import DueDate
from reminders.record import Held, NotInYourCare, Recorded, UndoTooLate, undo
from storage.ids import ChildId, EntryId

router = Router(name="after an entry")


def done_screen(turn: Turn, child: ChildId, held: Held, recorded: Recorded) -> Screen:
    """What was entered, when what is due next, and Undo."""
    say = turn.say
    text = [_entered(turn, child, held), *_tried(turn, held, recorded), *owed(turn, recorded.due)]
    back = button(say("Undo"), Undo(child=child, entry=recorded.entry))
    rows: tuple[Row, ...] = (
        (back, button(say("The child"), ShowChild(child=child))),
        (button(say("What else is due"), Owed()),),
        home_row(turn),
    )
    return lead_on(turn, child, held.outcome, Screen("\n".join(text), rows))


def changed_screen(turn: Turn, child: ChildId, what: str, due: Sequence[DueDate]) -> Screen:
    """`what` was changed of a child, and what is owed now."""
    text = [f"{reference(child)} · {what}", *owed(turn, due)]
    shown = button(turn.say("The child"), ShowChild(child=child))
    return Screen("\n".join(text), ((shown,), home_row(turn)))


@router.callback_query(Undo.filter())
async def undone(_: CallbackQuery, callback_data: Undo, turn: Turn) -> Screen:
    """Within a day; later, or pressed twice, the card shows how it stands."""
    child, entry = ChildId(callback_data.child), EntryId(callback_data.entry)
    turn.conversation.park()
    try:
        due = await undo(turn.tx, turn.actor, child, entry, turn.now, turn.today)
    except NotInYourCare:
        return await missing(turn)
    except UndoTooLate:
        toast = turn.say("This is undone already, or stands for more than a day.")
        return (await card(turn, child)).with_toast(toast)
    return changed_screen(turn, child, turn.say("The entry is undone."), due)


def owed(turn: Turn, due: Sequence[DueDate]) -> list[str]:
    say = turn.say
    lines = [_next(turn, each) for each in sorted(due, key=lambda each: each.due)]
    return [say("Next:"), *lines] if lines else []


def _next(turn: Turn, each: DueDate) -> str:
    values = {
        "kind": kind_name(turn.say, each.kind),
        "day": day_name(each.due, turn.today, turn.locale),
    }
    if each.due < turn.today:
        return turn.say("{kind}: was due {day}", **values)
    return turn.say("{kind}: by {day}", **values)


def _entered(turn: Turn, child: ChildId, held: Held) -> str:
    values = {
        "reference": reference(child),
        "kind": kind_name(turn.say, held.kind),
        "day": day_name(held.held_on, turn.today, turn.locale),
    }
    if held.reached:
        return turn.say("{reference}: {kind} on {day} is entered.", **values)
    return turn.say("{reference}: {kind} tried on {day}, nobody reached. It stays due.", **values)


def _tried(turn: Turn, held: Held, recorded: Recorded) -> list[str]:
    """When to try again, and who was told when it was once too often."""
    say = turn.say
    lines = []
    if held.again is not None:
        day = day_name(held.again, turn.today, turn.locale)
        lines.append(say("You are reminded to try again on {day}.", day=day))
    if recorded.told:
        lines.append(
            say(
                "Nobody was reached {count} times in a row: the supervisor is told, so that you are not alone with it.",
                count=recorded.tries,
            )
        )
    return lines
