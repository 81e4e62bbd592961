"""After an entry: what is owed next, undoing it, and where it leads when the child is not well."""

from aiogram import Router
from aiogram.types import CallbackQuery

from content.lines import line
from dialogs.deeds.refer import Refer
from dialogs.director.card import card
from dialogs.director.missing import missing
from dialogs.director.presses import Owed, ShowChild, Undo
from dialogs.director.words import day_name, kind_name, reference
from dialogs.navigation import home_row
from dialogs.screen import Link, Row, Screen, button
from dialogs.turn import Turn
from reminders.due import DueDate
from reminders.record import Held, NotInYourCare, Recorded, UndoTooLate, undo
from storage.access import Role
from storage.ids import ChildId, EntryId

router = Router(name="after an entry")

DANGER = "danger"
UNWELL = ("needs_service", "worried", DANGER)


def done_screen(turn: Turn, child: ChildId, held: Held, recorded: Recorded) -> Screen:
    """What was entered, when what is due next, and Undo."""
    say = turn.say
    text = [_entered(turn, child, held), *_owed(turn, recorded.due)]
    back = button(say("Undo"), Undo(child=child, entry=recorded.entry))
    rows: tuple[Row, ...] = (
        (back, button(say("The child"), ShowChild(child=child))),
        (button(say("What else is due"), Owed()),),
        home_row(turn),
    )
    if (advice := _advice(turn, held.outcome)) is None:
        return Screen("\n".join(text), rows)
    screen = Screen("\n".join([*text, "", advice]), rows)
    if turn.actor.role is Role.DIRECTOR:
        screen = screen.with_first_row((button(say("Ask for support"), Refer(child=child)),))
    return report_duty(turn, screen) if held.outcome == DANGER else screen


def report_duty(turn: Turn, screen: Screen) -> Screen:
    """In front of a screen: who suspects harm to a child reports it at once (未成年人保护法 art. 11)."""
    say = turn.say
    police, ambulance = line("110"), line("120")
    text = "\n".join(
        [
            say("Is the child in danger? Call {number} now.", number=police.number),
            say("Injured or taken ill: {number}.", number=ambulance.number),
            say(
                "Who finds or suspects harm to a child has the duty to report it to the police at once. "
                "The desk does not report for you."
            ),
            say("Is the guardian suspected, don't tell them that you report."),
        ]
    )
    calls = tuple(
        Link(f"☎ {each.number} {each.name.in_(turn.locale)}", f"tel:{each.number}")
        for each in (police, ambulance)
    )
    return Screen(f"{text}\n\n{screen.text}", (calls, *screen.rows), screen.toast)


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
    text = [f"{reference(child)} · {turn.say('The entry is undone.')}", *_owed(turn, due)]
    shown = button(turn.say("The child"), ShowChild(child=child))
    return Screen("\n".join(text), ((shown,), home_row(turn)))


def _entered(turn: Turn, child: ChildId, held: Held) -> str:
    values = {
        "reference": reference(child),
        "kind": kind_name(turn.say, held.kind),
        "day": day_name(held.held_on, turn.today, turn.locale),
    }
    if held.reached:
        return turn.say("{reference}: {kind} on {day} is entered.", **values)
    return turn.say("{reference}: {kind} tried on {day}, nobody reached. It stays due.", **values)


def _advice(turn: Turn, outcome: str | None) -> str | None:
    """Where a child who is not well leads to; None for one who is. A referral is the director's."""
    say = turn.say
    if outcome in UNWELL and turn.actor.role is not Role.DIRECTOR:
        return say("Agree with the child's director who asks for support here.")
    match outcome:
        case "needs_service":
            return say("The child needs a service: ask for support, and staff take it on.")
        case "worried":
            return say(
                "You are worried: ask for support, so that somebody trained looks at it with you."
            )
        case "danger":
            return say("Once you have called, ask for support here too.")
    return None


def _owed(turn: Turn, due: tuple[DueDate, ...]) -> list[str]:
    say = turn.say
    lines = [
        say(
            "{kind}: by {day}",
            kind=kind_name(say, each.kind),
            day=day_name(each.due, turn.today, turn.locale),
        )
        for each in sorted(due, key=lambda each: each.due)
    ]
    return [say("Next:"), *lines] if lines else []
