"""What changed on the record of a child in a round: told in a few words, on the desk's own screens only."""

from aiogram import F
from aiogram.types import CallbackQuery, Message

from dialogs.director import round_screens as screens
from dialogs.director.missing import missing
from dialogs.director.proposing_month import typed_month
from dialogs.director.round import Rounding, router, standing
from dialogs.director.round_press import RoundChanged, RoundWhat, What
from dialogs.director.unwell import report_duty
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.turn import Turn
from dialogs.web_only import web_only
from reminders.record import NotInYourCare
from reminders.round import change_record
from storage.ids import ChildId
from storage.rounds import Corrected

__all__ = ["router"]

LONGEST = 200


@router.callback_query(RoundChanged.filter())
async def changed(_: CallbackQuery, callback_data: RoundChanged, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    code = callback_data.region
    stand = await standing(turn, code, current=ChildId(callback_data.child))
    if stand.current is None:
        return await missing(turn)
    return screens.what_changed(turn, code, stand.current)


@router.callback_query(RoundWhat.filter())
async def ask_what(_: CallbackQuery, callback_data: RoundWhat, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    code, child, what = callback_data.region, ChildId(callback_data.child), callback_data.what
    stand = await standing(turn, code, current=child)
    if stand.current is None:
        return await missing(turn)
    state = Rounding.guardian if what is What.GUARDIAN else Rounding.born
    turn.conversation.step(state, region=code, child=str(child))
    return screens.ask_what(turn, code, child, what)


@router.message(Rounding.guardian, F.text)
async def guardian_typed(message: Message, turn: Turn) -> Screen:
    words = " ".join((message.text or "").split())[:LONGEST]
    screen = await _keep(turn, Corrected(guardian=words))
    return screen if turn.danger is None else report_duty(turn, screen)


@router.message(Rounding.born, F.text)
async def month_typed(message: Message, turn: Turn) -> Screen:
    month = typed_month(message.text or "", turn.today)
    if month is None:
        code, child = turn.answers()["region"], ChildId(int(turn.answers()["child"]))
        return screens.ask_what(turn, code, child, What.BORN, wrong=True)
    return await _keep(turn, Corrected(birth_month=month))


async def _keep(turn: Turn, right: Corrected) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    code, child = turn.answers()["region"], ChildId(int(turn.answers()["child"]))
    try:
        kept = await change_record(
            turn.tx, turn.actor, code, child, right, turn.now, turn.today, names=True
        )
    except NotInYourCare:
        return await missing(turn)
    turn.conversation.step(Rounding.at)
    return screens.changed(turn, code, kept)
