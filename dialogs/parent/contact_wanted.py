"""A family asks that the child director gets in touch: place, way to reach, age, consent. On the web chat only.

The last button sends what the form holds and closes it; pressed again it shows how the wish stands.
"""

from aiogram import F
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.kinds import kinds
from content.places import RegionCode, find_place, is_known, region
from dialogs.gate import gated
from dialogs.lost import lost
from dialogs.navigation import home_row
from dialogs.parent import contact_wanted_own
from dialogs.parent import contact_wanted_screens as screens
from dialogs.parent.contact_wanted_own import newest
from dialogs.parent.contact_wanted_screens import (
    PLACES,
    SendWish,
    WantAge,
    WantContact,
    WantPlace,
    WantStep,
)
from dialogs.screen import Screen
from dialogs.turn import Form, Turn
from dialogs.web_only import web_only
from reminders.proposal_refusals import NotThere, Waits
from reminders.wishes import want_contact
from storage.access import Role
from storage.consents import Purpose, give_consent
from storage.people import path_of
from storage.proposal_values import ContactTold
from storage.proposals import wanted_by

router = gated("contact wanted", Role.PARENT)
router.include_router(contact_wanted_own.router)

LONGEST = 200


class Wanted(StatesGroup):
    """`place` and `reach` wait for text, the others for a button."""

    place = State()
    reach = State()
    age = State()
    consent = State()


FORM = Wanted.__name__
STEPS = ("place", "reach", "age", "consent")


@router.callback_query(WantContact.filter())
async def begin(_: CallbackQuery, turn: Turn) -> Screen:
    """One wish at a time: what waits is shown instead."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    wishes = await wanted_by(turn.tx, turn.actor.address)
    waiting = next((each for each in wishes if each.is_open), None)
    if waiting is not None:
        return screens.wish(turn, waiting)
    if _open(turn):
        return _ask(turn, _next(turn))
    turn.conversation.step(Wanted.place)
    return screens.place(turn)


@router.message(Wanted.place, F.text)
async def place_typed(message: Message, turn: Turn) -> Screen:
    found = [each for each in find_place(message.text or "") if each.level in PLACES]
    if len(found) == 1:
        return await _at(turn, found[0].code)
    return screens.place(turn, found, unknown=not found)


@router.callback_query(WantPlace.filter())
async def place_chosen(_: CallbackQuery, callback_data: WantPlace, turn: Turn) -> Screen:
    code = callback_data.code
    if not is_known(code) or region(RegionCode(code)).level not in PLACES or not _open(turn):
        return lost(turn, pressed=True)
    return await _at(turn, code)


@router.message(Wanted.reach, F.text)
async def reach_typed(message: Message, turn: Turn) -> Screen:
    words = " ".join((message.text or "").split())[:LONGEST]
    return _told(turn, "reach", words) if words else screens.reach(turn)


@router.callback_query(WantAge.filter())
async def age_chosen(_: CallbackQuery, callback_data: WantAge, turn: Turn) -> Screen:
    band = callback_data.band
    if not _open(turn) or (band and band not in kinds().age_bands):
        return lost(turn, pressed=True)
    return _told(turn, "age", band)


@router.callback_query(WantStep.filter())
async def to_step(_: CallbackQuery, callback_data: WantStep, turn: Turn) -> Screen:
    if callback_data.step not in STEPS or not _open(turn):
        return lost(turn, pressed=True)
    reached = STEPS[: STEPS.index(_next(turn)) + 1]
    return _ask(turn, callback_data.step if callback_data.step in reached else _next(turn))


@router.callback_query(SendWish.filter())
async def send(_: CallbackQuery, turn: Turn) -> Screen:
    """The press is the consent: it names receiver, purpose and fields."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    if not _open(turn):
        return await newest(turn)
    if _next(turn) != "consent":
        return _ask(turn, _next(turn))
    told = ContactTold(turn.answers()["reach"], turn.answers()["age"] or None)
    try:
        await want_contact(turn.tx, turn.actor, turn.answers()["place"], told, turn.now)
    except Waits:
        turn.conversation.finish()
        return await newest(turn)
    except NotThere:
        return lost(turn, pressed=True)
    await give_consent(turn.tx, turn.actor.address, Purpose.CONTACT, None, turn.now)
    turn.conversation.finish()
    return await newest(turn)


async def redraw(turn: Turn, form: Form) -> Screen:
    """The step the form waits at, in the language of now."""
    return _ask(turn, form.state.rpartition(":")[2])


async def _at(turn: Turn, code: str) -> Screen:
    if await path_of(turn.tx, code) is None:
        return screens.not_served(turn)
    turn.place = turn.place or code
    return _told(turn, "place", code)


def _told(turn: Turn, step: str, value: str) -> Screen:
    turn.answers()[step] = value
    return _ask(turn, _next(turn))


def _next(turn: Turn) -> str:
    """The first step without an answer; the consent when all have one."""
    return next((step for step in STEPS if step not in turn.answers()), STEPS[-1])


def _ask(turn: Turn, step: str) -> Screen:
    turn.conversation.step(Wanted.__states__[STEPS.index(step)])
    answers = turn.answers()
    match step:
        case "place":
            return screens.place(turn)
        case "reach":
            return screens.reach(turn)
        case "age":
            return screens.age(turn)
    return screens.consent(turn, answers["place"], answers["reach"], answers["age"])


def _open(turn: Turn) -> bool:
    """Also takes up again a form of this kind that was left."""
    form = turn.conversation.form
    return (form is not None and form.name == FORM) or turn.conversation.resume(FORM) is not None
