"""A family's own wishes to be contacted: how each stands, and one tap that takes it back."""

from aiogram.types import CallbackQuery

from dialogs.gate import gated
from dialogs.lost import lost
from dialogs.parent import contact_wanted_screens as screens
from dialogs.parent.contact_wanted_screens import ShowWish, WithdrawWish, wish_rows
from dialogs.screen import Row, Screen
from dialogs.turn import Turn
from reminders.proposal_refusals import DecidedAlready, NotThere
from reminders.proposals import withdraw
from storage.access import Role
from storage.ids import ProposalId
from storage.proposal_values import Proposal
from storage.proposals import wanted_by

router = gated("own wishes", Role.PARENT)


@router.callback_query(ShowWish.filter())
async def show(_: CallbackQuery, callback_data: ShowWish, turn: Turn) -> Screen:
    found = await _mine(turn, ProposalId(callback_data.proposal))
    return lost(turn, pressed=True) if found is None else screens.wish(turn, found)


@router.callback_query(WithdrawWish.filter())
async def withdrawn(_: CallbackQuery, callback_data: WithdrawWish, turn: Turn) -> Screen:
    which = ProposalId(callback_data.proposal)
    toast = turn.say("Taken back.")
    try:
        await withdraw(turn.tx, turn.actor, which, turn.now)
    except NotThere:
        return lost(turn, pressed=True)
    except DecidedAlready:
        toast = turn.say("This is decided already. Here is how it stands.")
    found = await _mine(turn, which)
    return (
        lost(turn, pressed=True) if found is None else screens.wish(turn, found).with_toast(toast)
    )


async def own_wishes(turn: Turn) -> tuple[Row, ...]:
    """Rows of My requests. One statement."""
    return wish_rows(turn, await wanted_by(turn.tx, turn.actor.address))


async def newest(turn: Turn) -> Screen:
    wishes = await wanted_by(turn.tx, turn.actor.address)
    return screens.wish(turn, wishes[0]) if wishes else lost(turn, pressed=True)


async def _mine(turn: Turn, which: ProposalId) -> Proposal | None:
    wishes = await wanted_by(turn.tx, turn.actor.address)
    return next((each for each in wishes if each.id == which), None)
