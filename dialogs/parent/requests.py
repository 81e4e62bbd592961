"""A parent's requests: where each stands, words to the worker, withdrawing, rating, reopening."""

from aiogram import F
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from dialogs.deeds.danger import add_danger
from dialogs.deeds.pick_up import pick_up
from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.parent import request_screens as screens
from dialogs.parent.contact_wanted_own import own_wishes
from dialogs.parent.request_screens import (
    RATINGS,
    PickUp,
    Rate,
    Reopen,
    Request,
    Withdraw,
    WriteTo,
)
from dialogs.parent.ways import MyRequests
from dialogs.screen import Screen
from dialogs.turn import Turn
from dialogs.web_only import web_only
from dialogs.writing import (
    REFERENCE,
    begin_writing,
    end_form,
    replied_to,
    time_is_over,
    writing_to,
)
from referrals import queue, relay
from referrals.refusals import Missing, MustStay, Refused
from referrals.states import FAMILY, Step, after
from storage.access import Role
from storage.ids import ReferralId
from storage.referral_lists import requests_of
from storage.referrals import Referral, of_family
from storage.relay import messages_of

router = gated("requests", Role.PARENT)

LAST_MESSAGES = 6


class Relay(StatesGroup):
    """`write`: what is typed goes to the worker of the request in the answers."""

    write = State()


class PickingUp(StatesGroup):
    code = State()


@router.callback_query(MyRequests.filter())
async def my_requests(_: CallbackQuery, turn: Turn) -> Screen:
    return await request_list(turn)


@router.callback_query(Request.filter())
async def request(_: CallbackQuery, callback_data: Request, turn: Turn) -> Screen:
    return await _card(turn, callback_data.referral)


@router.callback_query(WriteTo.filter())
async def write_to(_: CallbackQuery, callback_data: WriteTo, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    found = await _mine(turn, callback_data.referral)
    if found is None:
        return screens.not_there(turn)
    if after(found.state, Step.ADD, FAMILY) is None:
        return await _moved_on(turn, found.id)
    begin_writing(turn, Relay.write, found.id)
    return screens.writing(turn, found)


@router.message(F.reply_to_message.text.regexp(REFERENCE, mode="search"), F.text)
async def reply(message: Message, turn: Turn) -> Screen:
    """A reply to a message of the desk goes to the request that message names first."""
    return await _say(turn, replied_to(message), message.text or "")


@router.message(Relay.write, F.text)
async def write(message: Message, turn: Turn) -> Screen:
    """Words go nowhere once writing has ended."""
    wanted = writing_to(turn)
    if time_is_over(turn):
        _end_writing(turn)
        return screens.writing_is_over(turn, wanted)
    return await _say(turn, wanted, message.text or "")


@router.callback_query(Withdraw.filter())
async def withdraw(_: CallbackQuery, callback_data: Withdraw, turn: Turn) -> Screen:
    wanted = ReferralId(callback_data.referral)
    if not callback_data.sure:
        found = await _mine(turn, wanted)
        return screens.ask_withdraw(turn, found) if found else screens.not_there(turn)
    try:
        gone = await queue.withdraw(turn.tx, turn.actor, wanted, turn.now)
    except Missing:
        return screens.not_there(turn)
    except MustStay as stays:
        return screens.must_stay(turn, stays.referral)
    except Refused:
        return await _moved_on(turn, wanted)
    _end_writing(turn)
    return screens.request_card(turn, gone)


@router.callback_query(Rate.filter())
async def rate(_: CallbackQuery, callback_data: Rate, turn: Turn) -> Screen:
    wanted = ReferralId(callback_data.referral)
    if callback_data.rating not in RATINGS:
        return await _card(turn, wanted)
    try:
        rated = await queue.rate(turn.tx, turn.actor, wanted, callback_data.rating, turn.now)
    except Missing:
        return screens.not_there(turn)
    except Refused:
        return await _moved_on(turn, wanted)
    return screens.rated(turn, rated)


@router.callback_query(Reopen.filter())
async def reopen(_: CallbackQuery, callback_data: Reopen, turn: Turn) -> Screen:
    wanted = ReferralId(callback_data.referral)
    try:
        again = await queue.reopen(turn.tx, turn.actor, wanted, turn.now)
    except Missing:
        return screens.not_there(turn)
    except Refused:
        return await _moved_on(turn, wanted)
    return screens.request_card(turn, again)


@router.callback_query(PickUp.filter())
async def begin_pick_up(_: CallbackQuery, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    turn.conversation.step(PickingUp.code)
    return screens.ask_code(turn)


@router.message(PickingUp.code, F.text)
async def code_typed(message: Message, turn: Turn) -> Screen:
    found = await pick_up(turn.tx, turn.actor, message.text or "", turn.now)
    if found is None:
        return screens.ask_code(turn, wrong=True)
    turn.conversation.finish()
    return await _card(turn, found.id)


async def _say(turn: Turn, wanted: ReferralId, words: str) -> Screen:
    """To the worker; with words of danger the request becomes more urgent."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    try:
        said = await relay.say_to_staff(turn.tx, turn.actor, wanted, words, turn.now)
    except Missing:
        _end_writing(turn)
        return screens.not_there(turn)
    except Refused:
        return await _moved_on(turn, wanted)
    if turn.danger is not None:
        await add_danger(turn, turn.danger, said)
    begin_writing(turn, Relay.write, said.id)
    return screens.writing(turn, said, sent=True)


async def request_list(turn: Turn) -> Screen:
    wishes = await own_wishes(turn)
    requests = await requests_of(turn.tx, turn.actor.address)
    return screens.request_list(turn, requests, wishes)


async def _card(turn: Turn, wanted: int) -> Screen:
    """Looking at a request ends writing to one."""
    found = await _mine(turn, wanted)
    if found is None:
        return screens.not_there(turn)
    _end_writing(turn)
    return screens.request_card(turn, found, await messages_of(turn.tx, found.id, LAST_MESSAGES))


async def _moved_on(turn: Turn, wanted: int) -> Screen:
    """Pressed late or twice: the present state, and a word about it."""
    return (await _card(turn, wanted)).with_toast(turn.say("It stands like this now."))


async def _mine(turn: Turn, wanted: int) -> Referral | None:
    return await of_family(turn.tx, ReferralId(wanted), turn.actor.address)


def _end_writing(turn: Turn) -> None:
    end_form(turn, Relay.__name__)
