"""A free question: the three best answers as buttons, or an honest "not known" with a way on."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from content.catalogue import Article, UnknownItem, catalogue
from dialogs.lost import lost
from dialogs.navigation import home_row
from dialogs.parent import guidance, home, lines, services
from dialogs.parent.ways import AskSupport
from dialogs.screen import Button, Screen, button, column
from dialogs.turn import Turn

router = Router(name="question")


class NoneOfThese(CallbackData, prefix="none"):
    """The answers offered do not fit."""


@router.message()
async def question(_: Message, turn: Turn) -> Screen:
    """While a form waits at a button, what is typed is a question; the form is the first row."""
    if not turn.text.strip():
        return lost(turn, pressed=False)
    screen = _answers(turn) if turn.found and turn.found.matched else _not_known(turn)
    form = turn.conversation.form
    if form is None:
        return screen
    turn.conversation.park()
    return screen.with_first_row(home.parked_row(turn, form))


@router.callback_query(NoneOfThese.filter())
async def none_of_these(_: CallbackQuery, turn: Turn) -> Screen:
    return _not_known(turn)


def _answers(turn: Turn) -> Screen:
    found = turn.found.answers if turn.found else ()
    buttons = [made for answer in found if (made := _button(turn, answer.code))]
    rows = column(buttons)
    none = (button(turn.say("None of these"), NoneOfThese()),)
    return Screen(turn.say("Do you mean one of these?"), (*rows, none, home_row(turn)))


def _button(turn: Turn, code: str) -> Button | None:
    try:
        item = catalogue().item(code)
    except UnknownItem:
        return None
    title = item.title.in_(turn.locale)
    if isinstance(item, Article):
        return button(title, guidance.Read(code=code))
    return button(title, services.Card(code=code))


def _not_known(turn: Turn) -> Screen:
    text = turn.say(
        "I have no good answer to that. You can look through the list, ask in other words, "
        "call a line, or leave it to a person."
    )
    rows = (
        (button(turn.say("Leave it to a person"), AskSupport()),),
        (
            button(turn.say("Services"), services.Groups()),
            button(turn.say("☎ Lines to call"), lines.Lines()),
        ),
        home_row(turn),
    )
    return Screen(text, rows)
