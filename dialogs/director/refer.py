"""A director asks for support for a child in their care: five taps; afterwards they see its state only.

Every press carries what was told so far, so a card works after a restart and pressed twice.
"""

from aiogram.types import CallbackQuery

from content.kinds import kinds
from dialogs.deeds.refer import OwnReferrals, Refer, Referring, refer_child
from dialogs.director import refer_screens as screens
from dialogs.director.refer_screens import Referred
from dialogs.gate import gated
from dialogs.screen import Screen
from dialogs.turn import Turn
from referrals.danger import Danger
from referrals.refusals import AlreadyOpen, Missing
from storage.access import Role
from storage.audit import note
from storage.children import children_of, hold_child
from storage.ids import ChildId
from storage.referral_lists import opened_by

router = gated("refer", Role.DIRECTOR)

MOST_CHILDREN = 8


@router.callback_query(Refer.filter())
async def begin(_: CallbackQuery, callback_data: Refer, turn: Turn) -> Screen:
    return await _ask(turn, Referred(child=callback_data.child))


@router.callback_query(Referred.filter())
async def told(_: CallbackQuery, callback_data: Referred, turn: Turn) -> Screen:
    return await _ask(turn, callback_data)


@router.callback_query(OwnReferrals.filter())
async def own_referrals(_: CallbackQuery, turn: Turn) -> Screen:
    return await _own(turn)


async def duty(turn: Turn, danger: Danger, trace: int) -> Screen:
    """Staff wrote words of danger: the duty to report at once, and for a director the way to refer."""
    mine = []
    if turn.actor.role is Role.DIRECTOR:
        names = not turn.must_use_web
        mine = await children_of(turn.tx, turn.actor, turn.today, 0, MOST_CHILDREN, names=names)
        if names and mine:
            await note(turn.tx, turn.actor, "list_children", "child", None, turn.now)
    return screens.duty(turn, danger, mine[:MOST_CHILDREN], trace)


async def _ask(turn: Turn, so_far: Referred) -> Screen:
    """The first question without an answer; when there is none, it is sent."""
    referring = so_far.read()
    if so_far.worry in kinds().worries and so_far.basis and referring is not None:
        return await _send(turn, so_far, referring)
    if await hold_child(turn.tx, turn.actor, ChildId(so_far.child), turn.today) is None:
        return screens.missing(turn)
    if so_far.worry not in kinds().worries:
        return screens.worry(turn, so_far)
    if not so_far.hurting_self:
        return screens.hurting_self(turn, so_far)
    if not so_far.hurt_by_someone:
        return screens.hurt_by_someone(turn, so_far)
    return screens.basis(turn, so_far)


async def _send(turn: Turn, so_far: Referred, referring: Referring) -> Screen:
    try:
        referral = await refer_child(turn.tx, turn.actor, referring, turn.now, turn.today)
    except Missing:
        return screens.missing(turn)
    except AlreadyOpen:
        return (await _own(turn)).with_toast(
            turn.say("There is an open referral for this child already.")
        )
    return screens.sent(turn, so_far, referral, danger=referring.shows_danger)


async def _own(turn: Turn) -> Screen:
    person = turn.actor.person
    return screens.own(turn, await opened_by(turn.tx, person) if person else [])
