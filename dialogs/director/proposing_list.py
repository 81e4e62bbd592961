"""What waits to be decided, and one proposal as its reader may see it; families' wishes are answered here."""

from aiogram.types import CallbackQuery

from dialogs.director.missing import missing
from dialogs.director.paging import LINES, page_row
from dialogs.director.proposing_card import card
from dialogs.director.proposing_press import (
    AnswerWish,
    OwnProposals,
    ShowProposal,
    TakeBack,
    Wish,
)
from dialogs.director.proposing_words import line_of
from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Turn
from reminders.proposal_refusals import CONTACTED, DecidedAlready, No, NotThere
from reminders.proposals import decline, withdraw
from reminders.wishes import answer_wish, not_ours
from storage import audit
from storage.access import Role
from storage.ids import ProposalId
from storage.proposals import proposal_seen, proposals_seen

router = gated("proposals", Role.DIRECTOR, Role.SUPERVISOR)


def own_rows(turn: Turn) -> tuple[Row, ...]:
    """Behind "More"."""
    if turn.actor.role not in {Role.DIRECTOR, Role.SUPERVISOR}:
        return ()
    return ((button(turn.say("Proposals and wishes"), OwnProposals()),),)


@router.callback_query(OwnProposals.filter())
async def waiting(_: CallbackQuery, callback_data: OwnProposals, turn: Turn) -> Screen:
    turn.conversation.park()
    return await own_proposals(turn, callback_data.page)


@router.callback_query(ShowProposal.filter())
async def shown(_: CallbackQuery, callback_data: ShowProposal, turn: Turn) -> Screen:
    turn.conversation.park()
    return await show(turn, ProposalId(callback_data.proposal))


@router.callback_query(AnswerWish.filter())
async def answered(_: CallbackQuery, callback_data: AnswerWish, turn: Turn) -> Screen:
    """A director's "not ours" goes to the supervisor, whose own ends it."""
    which, contacted = ProposalId(callback_data.proposal), callback_data.answer is Wish.CONTACTED
    toast = turn.say("Thank you. The family is told.")
    try:
        if contacted:
            await answer_wish(turn.tx, turn.actor, which, CONTACTED, turn.now, turn.today)
        elif turn.actor.role is Role.SUPERVISOR:
            await decline(turn.tx, turn.actor, which, No.NOT_OURS, turn.now, turn.today)
        else:
            await not_ours(turn.tx, turn.actor, which, turn.now, turn.today)
            toast = turn.say("The supervisor gets it now.")
    except NotThere:
        return await missing(turn)
    except DecidedAlready:
        toast = turn.say("This is answered already. Here is how it stands.")
    return (await show(turn, which, read=False)).with_toast(toast)


@router.callback_query(TakeBack.filter())
async def taken_back(_: CallbackQuery, callback_data: TakeBack, turn: Turn) -> Screen:
    which = ProposalId(callback_data.proposal)
    toast = turn.say("Taken back.")
    try:
        await withdraw(turn.tx, turn.actor, which, turn.now)
    except NotThere:
        return await missing(turn)
    except DecidedAlready:
        toast = turn.say("This is decided already. Here is how it stands.")
    return (await show(turn, which, read=False)).with_toast(toast)


async def own_proposals(turn: Turn, page: int) -> Screen:
    """Kinds only, no names. One statement."""
    page = max(page, 0)
    found = await proposals_seen(turn.tx, turn.actor, turn.today, page, LINES)
    if not found:
        return Screen(turn.say("Nothing waits here."), (home_row(turn),))
    lines = column(
        button(line_of(turn, each), ShowProposal(proposal=each.id)) for each in found[:LINES]
    )
    pages = page_row(
        turn.say, page, more=len(found) > LINES, press=lambda other: OwnProposals(page=other)
    )
    return Screen(turn.say("What waits"), (*lines, *pages, home_row(turn)))


async def show(turn: Turn, which: ProposalId, *, read: bool = True) -> Screen:
    """`read`: noted as a reading; not where the deed just done is noted. Two statements."""
    found = await proposal_seen(turn.tx, turn.actor, which, turn.today)
    if found is None:
        return await missing(turn)
    if read:
        await audit.note(turn.tx, turn.actor, "see", "proposal", which, turn.now)
    return card(turn, found)
