"""Answering a family, and what else the holder does: a call entered, giving back, closing."""

from aiogram import F
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.kinds import kinds
from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.triage import holder_screens, presses, screens
from dialogs.triage.queue import card, moved_on, seen
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
from referrals.refusals import Missing, NoChat, Refused
from referrals.states import STAFF, Step, after
from storage.access import Deed, Role
from storage.ids import ReferralId

router = gated("triage answers", Role.TRIAGE)


class Answer(StatesGroup):
    """`write`: what is typed goes to the family of the referral in the answers."""

    write = State()


class Closing(StatesGroup):
    """`words`: a few words beside the outcome chosen."""

    words = State()


@router.callback_query(presses.Reply.filter())
async def begin(_: CallbackQuery, callback_data: presses.Reply, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    found = await seen(turn, callback_data.referral, Deed.ANSWER)
    if found is None or after(found.state, Step.ANSWER, STAFF) is None:
        return await card(turn, callback_data.referral)
    if found.address is None:
        return holder_screens.no_chat(turn, found)
    begin_writing(turn, Answer.write, found.id)
    return holder_screens.replying(turn, found.id)


@router.message(F.reply_to_message.text.regexp(REFERENCE, mode="search"), F.text)
async def reply(message: Message, turn: Turn) -> Screen:
    """A reply to a message of the desk goes to the referral that message names first."""
    return await _say(turn, replied_to(message), message.text or "")


@router.message(Answer.write, F.text)
async def write(message: Message, turn: Turn) -> Screen:
    wanted = writing_to(turn)
    if time_is_over(turn):
        _end(turn)
        return holder_screens.replying_is_over(turn, wanted)
    return await _say(turn, wanted, message.text or "")


@router.callback_query(presses.Called.filter())
async def called(_: CallbackQuery, callback_data: presses.Called, turn: Turn) -> Screen:
    wanted = ReferralId(callback_data.referral)
    if not callback_data.sure:
        found = await seen(turn, wanted, Deed.ANSWER)
        return holder_screens.ask_called(turn, found) if found else await card(turn, wanted)
    try:
        entered = await queue.enter_call(turn.tx, turn.actor, wanted, turn.now)
    except Missing:
        return await card(turn, wanted)
    except Refused as refused:
        return moved_on(turn, refused.referral)
    return screens.card(turn, entered).with_toast(turn.say("Entered."))


@router.callback_query(presses.GiveBack.filter())
async def give_back(_: CallbackQuery, callback_data: presses.GiveBack, turn: Turn) -> Screen:
    wanted = ReferralId(callback_data.referral)
    if not callback_data.sure:
        found = await seen(turn, wanted, Deed.CLOSE)
        return holder_screens.ask_give_back(turn, found) if found else await card(turn, wanted)
    try:
        back = await queue.give_back(turn.tx, turn.actor, wanted, turn.now)
    except Missing:
        return await card(turn, wanted)
    except Refused as refused:
        return moved_on(turn, refused.referral)
    _end(turn)
    return screens.card(turn, back).with_toast(turn.say("It is in the queue again."))


@router.callback_query(presses.AskOutcome.filter())
async def ask_outcome(_: CallbackQuery, callback_data: presses.AskOutcome, turn: Turn) -> Screen:
    found = await seen(turn, callback_data.referral, Deed.CLOSE)
    if found is None or after(found.state, Step.CLOSE, STAFF) is None:
        return await card(turn, callback_data.referral)
    return holder_screens.outcomes(turn, found)


@router.callback_query(presses.ChooseOutcome.filter())
async def choose_outcome(
    _: CallbackQuery, callback_data: presses.ChooseOutcome, turn: Turn
) -> Screen:
    wanted, outcome = callback_data.referral, callback_data.outcome
    found = await seen(turn, wanted, Deed.CLOSE)
    if found is None or not _may_end(outcome) or after(found.state, Step.CLOSE, STAFF) is None:
        return await card(turn, wanted)
    if not turn.must_use_web:
        turn.conversation.step(Closing.words, referral=str(wanted), outcome=outcome)
    return holder_screens.ask_outcome_words(turn, wanted, outcome)


@router.callback_query(presses.Close.filter())
async def close(_: CallbackQuery, callback_data: presses.Close, turn: Turn) -> Screen:
    return await _close(turn, ReferralId(callback_data.referral), callback_data.outcome, None)


@router.message(Closing.words, F.text)
async def close_with_words(message: Message, turn: Turn) -> Screen:
    return await _close(turn, writing_to(turn), turn.answers()["outcome"], message.text)


async def _say(turn: Turn, wanted: ReferralId, words: str) -> Screen:
    """Only its holder's words go out; with anybody else they go nowhere."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    try:
        said = await relay.say_to_family(turn.tx, turn.actor, wanted, words, turn.now)
    except Missing:
        _end(turn)
        return await card(turn, wanted)
    except NoChat as closed:
        _end(turn)
        return holder_screens.no_chat(turn, closed.referral)
    except Refused as refused:
        _end(turn)
        return moved_on(turn, refused.referral)
    begin_writing(turn, Answer.write, said.id)
    return holder_screens.replying(turn, said.id, sent=True)


async def _close(turn: Turn, wanted: ReferralId, outcome: str, words: str | None) -> Screen:
    if not _may_end(outcome):
        return await card(turn, wanted)
    try:
        closed = await queue.close(turn.tx, turn.actor, wanted, outcome, turn.now, words=words)
    except Missing:
        return await card(turn, wanted)
    except Refused as refused:
        return moved_on(turn, refused.referral)
    _end(turn)
    return screens.card(turn, closed).with_toast(turn.say("Closed. The family is told."))


def _may_end(outcome: str) -> bool:
    return outcome in kinds().closings and outcome not in holder_screens.NOT_OFFERED


def _end(turn: Turn) -> None:
    """Writing and closing are over."""
    end_form(turn, Answer.__name__, Closing.__name__)
