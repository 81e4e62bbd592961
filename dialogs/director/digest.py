"""The digest again: its other pages, and acknowledging it as a whole."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.digest_screen import digest_screen
from dialogs.director.missing import missing
from dialogs.director.presses import AcknowledgeDigest, ShowDigest
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.turn import Turn
from reminders.acknowledge import acknowledge_digest
from reminders.digest import Laid
from reminders.digest_reading import read_digest
from storage.digests import Digest
from storage.ids import DigestId

router = Router(name="digest")


@router.callback_query(ShowDigest.filter())
async def show_digest(_: CallbackQuery, callback_data: ShowDigest, turn: Turn) -> Screen:
    """As it stands now: what was done since is gone from it."""
    found = await _found(turn, callback_data.digest)
    return await missing(turn) if found is None else _shown(turn, *found, callback_data.page)


@router.callback_query(AcknowledgeDigest.filter())
async def acknowledged(_: CallbackQuery, callback_data: AcknowledgeDigest, turn: Turn) -> Screen:
    """One press for all of it; the next one changes nothing and says so."""
    found = await _found(turn, callback_data.digest)
    if found is None:
        return await missing(turn)
    digest, laid = found
    new = await acknowledge_digest(
        turn.tx, turn.actor, digest.id, laid.reminders, turn.now, turn.today
    )
    if not new:
        return _shown(turn, digest, laid, 0)
    seen = replace(digest, acknowledged_at=turn.now)
    return _shown(turn, seen, laid, 0).with_toast(turn.say("Thank you."))


async def _found(turn: Turn, which: int) -> tuple[Digest, Laid] | None:
    turn.conversation.park()
    if turn.actor.person is None:
        return None
    return await read_digest(turn.tx, DigestId(which), turn.actor.person, turn.today)


def _shown(turn: Turn, digest: Digest, laid: Laid, page: int) -> Screen:
    if laid.empty:
        return Screen(turn.say("All of this is done. Thank you."), (home_row(turn),))
    reasons = not turn.must_use_web
    return digest_screen(turn.say, digest, laid, page, turn.today, reasons=reasons)
