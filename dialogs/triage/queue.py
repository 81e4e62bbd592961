"""The queue, the cards, claiming, reading: content only after claiming, and every reading is recorded."""

from aiogram.types import CallbackQuery

from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.triage import holder_screens, presses, screens
from dialogs.turn import Turn
from dialogs.web_only import web_only
from referrals import queue
from referrals.intake import Intake
from referrals.opening import THING
from referrals.refusals import ColleagueHasIt, Missing, Refused
from storage.access import Deed, Role, Thing, may
from storage.audit import note
from storage.danger_traces import traces_of
from storage.ids import ReferralId
from storage.referral_lists import held_by, queue_of
from storage.referral_steps import steps_of
from storage.referrals import Referral, answers_of, of_unit
from storage.relay import messages_of

router = gated("triage queue", Role.TRIAGE)

PAGE = 6
LAST_MESSAGES = 10


@router.callback_query(presses.Queue.filter())
async def show_queue(_: CallbackQuery, callback_data: presses.Queue, turn: Turn) -> Screen:
    screen = await queue_page(turn, max(0, callback_data.page))
    return Screen(screen.text, (*screen.rows, home_row(turn)))


@router.callback_query(presses.Held.filter())
async def show_held(_: CallbackQuery, turn: Turn) -> Screen:
    actor = turn.actor
    if actor.person is None or actor.unit is None:
        return screens.missing(turn)
    return screens.held(turn, await held_by(turn.tx, actor.person, actor.unit))


@router.callback_query(presses.Card.filter())
async def show_card(_: CallbackQuery, callback_data: presses.Card, turn: Turn) -> Screen:
    return await card(turn, callback_data.referral)


@router.callback_query(presses.Claim.filter())
async def claim(_: CallbackQuery, callback_data: presses.Claim, turn: Turn) -> Screen:
    wanted = ReferralId(callback_data.referral)
    try:
        taken = await queue.claim(turn.tx, turn.actor, wanted, turn.now)
    except Missing:
        return screens.missing(turn)
    except ColleagueHasIt as theirs:
        return screens.too_late(turn, theirs.referral)
    except Refused as refused:
        return moved_on(turn, refused.referral)
    return screens.card(turn, taken).with_toast(turn.say("It is yours now."))


@router.callback_query(presses.Read.filter())
async def read(_: CallbackQuery, callback_data: presses.Read, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    found = await seen(turn, callback_data.referral, Deed.READ)
    if found is None or not found.is_open:
        return await card(turn, callback_data.referral)
    intake = Intake.from_json(await answers_of(turn.tx, found.id))
    traces = await traces_of(turn.tx, found.id)
    messages = await messages_of(turn.tx, found.id, LAST_MESSAGES)
    await note(turn.tx, turn.actor, "read", THING, found.id, turn.now)
    return holder_screens.content(turn, found, intake, traces, messages)


@router.callback_query(presses.History.filter())
async def history(_: CallbackQuery, callback_data: presses.History, turn: Turn) -> Screen:
    found = await seen(turn, callback_data.referral, Deed.SEE_QUEUE)
    if found is None:
        return screens.missing(turn)
    return screens.history(turn, found, await steps_of(turn.tx, found.id))


async def queue_page(turn: Turn, number: int) -> Screen:
    """Rows without the way home, which is added where it leads somewhere else."""
    unit = turn.actor.unit
    if unit is None or not may(turn.actor, Deed.SEE_QUEUE, Thing(unit=unit)):
        return Screen(turn.say("You don't work in a unit."))
    return screens.queue(turn, await queue_of(turn.tx, unit, number, PAGE), number)


async def card(turn: Turn, wanted: int) -> Screen:
    found = await seen(turn, wanted, Deed.SEE_QUEUE)
    return screens.missing(turn) if found is None else screens.card(turn, found)


async def seen(turn: Turn, wanted: int, deed: Deed) -> Referral | None:
    """A referral of one's unit, if this may be done to it; None as for one that isn't there."""
    unit = turn.actor.unit
    found = await of_unit(turn.tx, ReferralId(wanted), unit) if unit else None
    if found is None or not may(turn.actor, deed, Thing(unit=found.unit, holder=found.claimed_by)):
        return None
    return found


def moved_on(turn: Turn, referral: Referral) -> Screen:
    """Pressed late or twice: the present state, and a word about it."""
    return screens.card(turn, referral).with_toast(turn.say("It stands like this now."))
