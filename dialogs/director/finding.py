"""Finding a child: by reference, typed anywhere as C-12; asked for, also by the bare number or the whole name.

Names are sealed without a hash, so a name is looked for among the director's own children only, and in
the web chat only.
"""

import re
import unicodedata

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from dialogs.director.card import card
from dialogs.director.card_presses import Find
from dialogs.director.presses import Children, ShowChild
from dialogs.director.unwell import report_duty
from dialogs.director.words import reference
from dialogs.gate import gated
from dialogs.navigation import back_row
from dialogs.screen import Screen, button, column
from dialogs.turn import Turn
from storage import audit
from storage.access import Role
from storage.children import Listed, children_of
from storage.ids import ChildId

router = gated("finding", Role.DIRECTOR, Role.SUPERVISOR)
asked = Router(name="asked whom to find")

REFERENCE = re.compile(r"c[\s_\-‐‑–—−]*(\d{1,12})")
NUMBER = re.compile(r"\d{1,12}")
MOST_CHILDREN = 300
MOST_FOUND = 8


class Finding(StatesGroup):
    """Waits for text."""

    whom = State()


class Referenced(Filter):
    """A message that is a reference and nothing else."""

    async def __call__(self, message: Message) -> bool:
        return referenced(message.text or "") is not None


def referenced(text: str) -> ChildId | None:
    """ "C-12", "c12", "Ｃ－１２": the child meant."""
    found = REFERENCE.fullmatch(_plain(text))
    return ChildId(int(found[1])) if found else None


def numbered(text: str) -> ChildId | None:
    """A reference, or its number alone."""
    found = NUMBER.fullmatch(_plain(text))
    return ChildId(int(found[0])) if found else referenced(text)


@router.message(Referenced())
async def typed_anywhere(message: Message, turn: Turn) -> Screen:
    turn.conversation.park()
    return await _by_number(turn, referenced(message.text or "") or ChildId(0))


@asked.callback_query(Find.filter())
async def find(_: CallbackQuery, turn: Turn) -> Screen:
    turn.conversation.step(Finding.whom)
    return _ask(turn)


@asked.message(Finding.whom)
async def whom(message: Message, turn: Turn) -> Screen:
    text = message.text or ""
    number = numbered(text)
    if number is not None:
        return await _by_number(turn, number)
    screen = await _by_name(turn, text) if _may_name(turn) else _ask(turn, _not_found(turn))
    return screen if turn.danger is None else report_duty(turn, screen)


async def _by_number(turn: Turn, child: ChildId) -> Screen:
    """One not in one's care is answered as one that isn't there."""
    turn.conversation.finish()
    return await card(turn, child)


async def _by_name(turn: Turn, name: str) -> Screen:
    """The card of the only one of that name; of several, which."""
    every = await children_of(turn.tx, turn.actor, turn.today, 0, MOST_CHILDREN, names=True)
    found = [each for each in every if each.name is not None and _same(each.name, name)]
    if not found:
        return _ask(turn, _not_found(turn))
    turn.conversation.finish()
    if len(found) == 1:
        return await card(turn, found[0].child)
    await audit.note(turn.tx, turn.actor, "list_children", "child", None, turn.now)
    return _several(turn, found[:MOST_FOUND])


def _several(turn: Turn, found: list[Listed]) -> Screen:
    rows = column(
        button(f"{reference(each.child)} · {each.name}", ShowChild(child=each.child))
        for each in found
    )
    return Screen(turn.say("Which one?"), (*rows, back_row(turn, Children())))


def _ask(turn: Turn, refused: str | None = None) -> Screen:
    say = turn.say
    if _may_name(turn):
        how = say("Type the number, such as C-12, or the child's whole name.")
    else:
        how = say("Type the number, such as C-12.")
    lines = [refused, how] if refused else [how]
    return Screen("\n".join(lines), (back_row(turn, Children()),))


def _not_found(turn: Turn) -> str:
    return turn.say("No child in your care is called so.")


def _may_name(turn: Turn) -> bool:
    return turn.actor.role is Role.DIRECTOR and not turn.must_use_web


def _same(one: str, other: str) -> bool:
    return _plain(one).replace(" ", "") == _plain(other).replace(" ", "")


def _plain(text: str) -> str:
    """Full-width forms as the usual ones, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()
