"""A parent asks for psychological support: consent first, then one question a screen, then sent."""

from dataclasses import replace

from aiogram import F
from aiogram.types import CallbackQuery, Message

from content.places import find_place
from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.parent.requests import request_list
from dialogs.parent.support import screens, summary
from dialogs.parent.support.sending import note_words, store
from dialogs.parent.support.told import (
    CALL,
    GoTo,
    PassOn,
    Refuse,
    Send,
    Support,
    Tell,
    Told,
    fits,
    next_step,
    step_name,
    step_named,
)
from dialogs.parent.ways import AskSupport
from dialogs.screen import Screen
from dialogs.turn import Form, Turn
from dialogs.web_only import web_only
from referrals.opening import routed
from referrals.routing import Route
from storage.access import Deed, Role, Thing, may
from storage.consents import Purpose, give_consent

__all__ = ["AskSupport", "Support", "router"]

router = gated("support", Role.PARENT)
FORM = "Support"
PHONE_DIGITS = range(5, 16)


@router.callback_query(AskSupport.filter())
async def begin(_: CallbackQuery, turn: Turn) -> Screen:
    """A form that was left in the middle goes on where it was."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    if _form_is_open(turn):
        return await _ask_next(turn)
    turn.conversation.step(Support.consent)
    return screens.consent(turn)


@router.callback_query(Tell.filter())
async def told(_: CallbackQuery, callback_data: Tell, turn: Turn) -> Screen:
    """An answer by a press; one from an old card is taken for the step it names."""
    step, value = callback_data.step, callback_data.value
    if turn.must_use_web or not _form_is_open(turn):
        return summary.gone(turn)
    if not fits(step, value):
        return await _ask_next(turn)
    if step == "consent":
        await give_consent(turn.tx, turn.actor.address, Purpose.SUPPORT, None, turn.now)
    return await _answered(turn, step, value)


@router.callback_query(GoTo.filter())
async def go_to(_: CallbackQuery, callback_data: GoTo, turn: Turn) -> Screen:
    if turn.must_use_web or not _form_is_open(turn):
        return summary.gone(turn)
    if "consent" not in turn.answers():
        return await _ask(turn, step_name(Support.consent))
    return await _ask(turn, callback_data.step)


@router.message(Support.place, F.text)
async def place_typed(message: Message, turn: Turn) -> Screen:
    found = find_place(message.text or "")
    if len(found) == 1:
        return await _answered(turn, step_name(Support.place), found[0].code)
    return screens.place(turn, tuple(each.code for each in found), unknown=not found)


@router.message(Support.words, F.text)
async def words_typed(message: Message, turn: Turn) -> Screen:
    """Words of danger raise the level; at P0 somebody is alerted before the form is finished."""
    alerted = await note_words(turn)
    screen = await _answered(turn, step_name(Support.words), message.text or "")
    if alerted is None:
        return screen
    head = turn.say(
        "A person is being alerted right now ({reference}). You can go on here.", reference=alerted
    )
    return replace(screen, text=f"{head}\n\n{screen.text}")


@router.message(Support.phone, F.text)
async def phone_typed(message: Message, turn: Turn) -> Screen:
    number = "".join(sign for sign in message.text or "" if sign.isdecimal() or sign == "+")
    if len(number) not in PHONE_DIGITS:
        return screens.phone(turn, wrong=True)
    return await _answered(turn, step_name(Support.phone), number)


@router.callback_query(PassOn.filter())
async def pass_on(_: CallbackQuery, callback_data: PassOn, turn: Turn) -> Screen:
    """The consent names its receiver; if that is another by now, it is asked again."""
    if turn.must_use_web or not _form_is_open(turn):
        return summary.gone(turn)
    where = await routed(turn.tx, Told.read(turn.answers()).place, turn.now)
    if callback_data.unit != (where.route.unit or 0):
        return _ask_again(turn, where.route)
    receiver = where.route.unit
    await give_consent(turn.tx, turn.actor.address, Purpose.PASSING_ON, receiver, turn.now)
    return await _answered(turn, step_name(Support.passing), str(callback_data.unit))


@router.callback_query(Refuse.filter())
async def refuse(_: CallbackQuery, turn: Turn) -> Screen:
    if not _form_is_open(turn):
        return summary.gone(turn)
    turn.conversation.step(Support.passing)
    return summary.refused(turn)


@router.callback_query(Send.filter())
async def send(_: CallbackQuery, turn: Turn) -> Screen:
    """Only what is complete, consented and still goes to the receiver named; a second press sends nothing."""
    if turn.must_use_web or not _form_is_open(turn):
        already = turn.say("This was sent already.")
        return (await request_list(turn)).with_toast(already)
    if next_step(turn.answers()) is not Support.send:
        return await _ask_next(turn)
    if not may(turn.actor, Deed.ASK_SUPPORT, Thing(address=turn.actor.address)):
        return summary.gone(turn)
    told = Told.read(turn.answers())
    where = await routed(turn.tx, told.place, turn.now)
    if told.passed_to != (where.route.unit or 0):
        return _ask_again(turn, where.route)
    referral = await store(turn, told, where)
    turn.conversation.finish()
    return summary.sent(turn, referral)


async def _answered(turn: Turn, step: str, value: str) -> Screen:
    """Keeps the answer and asks the first step that has none; after a change that is the summary."""
    turn.conversation.step(step_named(step), **{step: value})
    answers = turn.answers()
    if step == "place":
        answers.pop("passing", None)
        turn.place = value or turn.place
    if step == "reach":
        answers.pop("phone", None)
        if value != CALL:
            answers["phone"] = ""
    if step in ("hurting_self", "hurt_by_someone") and Told.read(answers).right_now:
        answers.setdefault("reach", "here")
        answers.setdefault("phone", "")
    return await _ask_next(turn)


async def redraw(turn: Turn, form: Form) -> Screen:
    """The step a form waits at, asked again: in the language of now."""
    return await _ask(turn, form.state.rpartition(":")[2])


async def _ask_next(turn: Turn) -> Screen:
    return await _ask(turn, step_name(next_step(turn.answers())))


async def _ask(turn: Turn, name: str) -> Screen:
    """While somebody is in danger right now, whom to call stays on top of every step."""
    step, told = step_named(name), Told.read(turn.answers())
    turn.conversation.step(step)
    if plain := screens.SCREENS.get(step_name(step)):
        screen = plain(turn)
    else:
        where = await routed(turn.tx, told.place, turn.now)
        asks = step is Support.passing
        screen = summary.passing(turn, where.route) if asks else _summary(turn, told, where.route)
    return screens.with_lines(turn, screen) if told.right_now else screen


def _summary(turn: Turn, told: Told, to: Route) -> Screen:
    """The receiver named in the consent, or the consent again."""
    if told.passed_to != (to.unit or 0):
        return _ask_again(turn, to)
    return summary.summary(turn, told, to)


def _ask_again(turn: Turn, to: Route) -> Screen:
    turn.conversation.step(Support.passing)
    turn.answers().pop("passing", None)
    return summary.passing(turn, to, again=True)


def _form_is_open(turn: Turn) -> bool:
    """Also takes up again a form of this kind that was left."""
    form = turn.conversation.form
    return (form is not None and form.name == FORM) or turn.conversation.resume(FORM) is not None
