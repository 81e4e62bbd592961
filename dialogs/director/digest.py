"""The digest again: its other pages, and acknowledging it as a whole."""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.digest_screen import digest_screen
from dialogs.director.missing import missing
from dialogs.director.presses import AcknowledgeDigest, ShowDigest
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.turn import Turn
from reminders.acknowledge import acknowledge_digest
from reminders.digest import read_digest
from storage.ids import DigestId

router = Router(name="digest")


@router.callback_query(ShowDigest.filter())
async def show_digest(_: CallbackQuery, callback_data: ShowDigest, turn: Turn) -> Screen:
    return await _shown(turn, DigestId(callback_data.digest), callback_data.page)


@router.callback_query(AcknowledgeDigest.filter())
async def acknowledged(_: CallbackQuery, callback_data: AcknowledgeDigest, turn: Turn) -> Screen:
    """One press for all of it; the next one changes nothing and says so."""
    which = DigestId(callback_data.digest)
    new = await acknowledge_digest(turn.tx, turn.actor, which, turn.now, turn.today)
    screen = await _shown(turn, which, 0)
    return screen.with_toast(turn.say("Thank you.")) if new else screen


async def _shown(turn: Turn, which: DigestId, page: int) -> Screen:
    """As it stands now: what was done since is gone from it."""
    turn.conversation.park()
    if turn.actor.person is None:
        return await missing(turn)
    found = await read_digest(turn.tx, which, turn.actor.person, turn.today)
    if found is None:
        return await missing(turn)
    if not found[1].lines:
        return Screen(turn.say("All of this is done. Thank you."), (home_row(turn),))
    return digest_screen(turn.say, *found, page=page, today=turn.today)
