"""The services, as cards a director passes on to a child's family: plain text that names nobody."""

from aiogram import Router
from aiogram.types import CallbackQuery

from content.catalogue import Service, UnknownItem, catalogue
from content.kinds import UnknownKind, kinds
from dialogs.deeds.refer import Refer
from dialogs.director.card import read_file
from dialogs.director.card_presses import PassOn, PassOnCard, PassOnGroup
from dialogs.director.draft import set_aside
from dialogs.director.missing import missing
from dialogs.director.presses import ShowChild
from dialogs.navigation import back_row
from dialogs.parent.services import service_card
from dialogs.screen import Button, Row, Screen, button, column, pairs
from dialogs.turn import Turn
from storage.access import Role
from storage.children import File
from storage.ids import ChildId

router = Router(name="passing on")


@router.callback_query(PassOn.filter())
async def groups(_: CallbackQuery, callback_data: PassOn, turn: Turn) -> Screen:
    """First what fits the reasons of the child's key care, where these may be shown; then all groups."""
    child = ChildId(callback_data.child)
    set_aside(turn, child)
    file = await read_file(turn, child)
    if file is None:
        return await missing(turn)
    fitting = column(_card_button(turn, child, code) for code in _fitting(file))
    every = pairs(
        button(group.name.in_(turn.locale), PassOnGroup(child=child, code=group.code))
        for group in kinds().groups
    )
    text = turn.say(
        "Which service? Its card comes as plain text without anything about the child: copy or forward it to the family."
    )
    return Screen(text, (*fitting, *every, *_refer(turn, child), _back_to(turn, child)))


@router.callback_query(PassOnGroup.filter())
async def group(_: CallbackQuery, callback_data: PassOnGroup, turn: Turn) -> Screen:
    child = ChildId(callback_data.child)
    try:
        shown = kinds().groups.of(callback_data.code)
    except UnknownKind:
        return await missing(turn)
    if await read_file(turn, child) is None:
        return await missing(turn)
    services = column(
        _card_button(turn, child, each.code)
        for each in catalogue().services_in(shown.code)
        if each.written
    )
    text = shown.name.in_(turn.locale)
    return Screen(text, (*services, back_row(turn, PassOn(child=child))))


@router.callback_query(PassOnCard.filter())
async def service(_: CallbackQuery, callback_data: PassOnCard, turn: Turn) -> Screen:
    """The card as a family sees it; the child is in the buttons only."""
    child = ChildId(callback_data.child)
    if await read_file(turn, child) is None:
        return await missing(turn)
    text = service_card(turn, callback_data.code).text
    return Screen(text, (*_refer(turn, child), back_row(turn, PassOn(child=child))))


def _fitting(file: File) -> tuple[str, ...]:
    """Of the reasons known here, each service once, those that are written."""
    known = kinds().key_care_reasons
    reasons = file.personal.reasons if file.personal else ()
    codes = (code for reason in reasons if reason in known for code in known.of(reason).services)
    return tuple(code for code in dict.fromkeys(codes) if _written(code))


def _written(code: str) -> bool:
    try:
        item = catalogue().item(code)
    except UnknownItem:
        return False
    return isinstance(item, Service) and item.written


def _card_button(turn: Turn, child: ChildId, code: str) -> Button:
    title = catalogue().item(code).title.in_(turn.locale)
    return button(title, PassOnCard(child=child, code=code))


def _refer(turn: Turn, child: ChildId) -> tuple[Row, ...]:
    if turn.actor.role is not Role.DIRECTOR:
        return ()
    return column([button(turn.say("Ask for support"), Refer(child=child))])


def _back_to(turn: Turn, child: ChildId) -> Row:
    return back_row(turn, ShowChild(child=child))
