"""Where a person lives: typed as people say it, or chosen among places of that name."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.places import Region, RegionCode, UnknownRegion, find_place, full_name, region
from dialogs.navigation import home_row
from dialogs.parent import home
from dialogs.parent.place_names import place_name
from dialogs.parent.ways import AskPlace
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Form, Turn

router = Router(name="place")


class Place(StatesGroup):
    typed = State()


class PlaceIs(CallbackData, prefix="is"):
    code: str


class ForgetPlace(CallbackData, prefix="nowhere"):
    """Takes the place back."""


@router.callback_query(AskPlace.filter())
async def ask(_: CallbackQuery, turn: Turn) -> Screen:
    return _ask(turn)


def _ask(turn: Turn) -> Screen:
    turn.conversation.step(Place.typed)
    lines = [turn.say("Where do you live? Type the district, county or town.")]
    lines.append(turn.say("For example: Zhengding, or Yuhua in Shijiazhuang"))
    rows: tuple[Row, ...] = ()
    if turn.place:
        lines.append(turn.say("Now: {place}", place=place_name(turn.place)))
        rows = ((button(turn.say("Forget my place"), ForgetPlace()),),)
    return Screen("\n".join(lines), (*rows, home_row(turn)))


@router.message(Place.typed)
async def typed(message: Message, turn: Turn) -> Screen:
    found = find_place(message.text or "")
    if len(found) == 1:
        return await _settle(turn, found[0])
    return choices(turn, found)


@router.callback_query(PlaceIs.filter())
async def chosen(_: CallbackQuery, callback_data: PlaceIs, turn: Turn) -> Screen:
    try:
        return await _settle(turn, region(RegionCode(callback_data.code)))
    except UnknownRegion:
        return _ask(turn)


@router.callback_query(ForgetPlace.filter())
async def forget(_: CallbackQuery, turn: Turn) -> Screen:
    turn.place = None
    turn.conversation.finish()
    return (await home.screen(turn)).with_toast(turn.say("Forgotten."))


async def redraw(turn: Turn, _: Form) -> Screen:
    """The question again, in the language of now."""
    return _ask(turn)


def choices(turn: Turn, found: tuple[Region, ...]) -> Screen:
    """Several places of that name, or none."""
    if not found:
        text = turn.say("I don't know that place. Try the county or district, like Zhengding.")
        return Screen(text, (home_row(turn),))
    buttons = (button(full_name(each.code), PlaceIs(code=each.code)) for each in found)
    return Screen(turn.say("Which one do you mean?"), (*column(buttons), home_row(turn)))


async def _settle(turn: Turn, at: Region) -> Screen:
    turn.place = at.code
    turn.conversation.finish()
    return (await home.screen(turn)).with_toast(turn.say("Got it."))
