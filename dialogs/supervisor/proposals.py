"""The supervisor decides: agreeing, not agreeing with a reason, taking a wrong leaving back."""

from aiogram.types import CallbackQuery

from dialogs.director.missing import missing
from dialogs.director.presses import ShowChild
from dialogs.director.proposing_list import show
from dialogs.director.proposing_press import (
    Accept,
    AskDecline,
    Closings,
    Decline,
    OwnProposals,
    Reopen,
    ShowProposal,
)
from dialogs.director.proposing_words import kind_of, line_of, no_name, why_name
from dialogs.director.words import reference
from dialogs.gate import gated
from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Turn
from reminders.accepting import accept
from reminders.leaving import LEAVINGS, REOPEN_WITHIN, Why
from reminders.proposal_refusals import NOS, DecidedAlready, NotFitting, NotThere
from reminders.proposals import decline, to_decide
from reminders.reopening import TooLate, reopen
from storage.access import Role
from storage.ids import ChildId, ProposalId
from storage.proposal_values import Proposal, ProposalKind
from storage.proposals import closings_seen, count_waiting

router = gated("deciding", Role.SUPERVISOR)


async def proposals_row(turn: Turn) -> tuple[Row, ...]:
    """For a supervisor's first screen: how many wait; none where none does. One statement."""
    count = await count_waiting(turn.tx, turn.actor, turn.today)
    if not count:
        return ()
    return ((button(turn.say("Waiting for your word: {count}", count=count), OwnProposals()),),)


def closings_rows(turn: Turn) -> tuple[Row, ...]:
    """Behind "More"."""
    if turn.actor.role is not Role.SUPERVISOR:
        return ()
    return ((button(turn.say("Children who left lately"), Closings()),),)


@router.callback_query(Accept.filter())
async def accepted(_: CallbackQuery, callback_data: Accept, turn: Turn) -> Screen:
    which = ProposalId(callback_data.proposal)
    try:
        of, child = await accept(turn.tx, turn.actor, which, turn.now, turn.today)
    except NotThere:
        return await missing(turn)
    except NotFitting:
        return await _as_it_stands(
            turn, which, turn.say("This no longer fits how the child stands. Please decline it.")
        )
    except DecidedAlready:
        return await _decided(turn, which)
    return _done(turn, of, child)


@router.callback_query(AskDecline.filter())
async def ask_why(_: CallbackQuery, callback_data: AskDecline, turn: Turn) -> Screen:
    which = ProposalId(callback_data.proposal)
    try:
        of = await to_decide(turn.tx, turn.actor, which, turn.today)
    except NotThere:
        return await missing(turn)
    if not of.is_open:
        return await _decided(turn, which)
    choices = column(
        button(no_name(turn.say, why), Decline(proposal=which, why=why)) for why in NOS[of.kind]
    )
    text = turn.say("{reference}: why not?", reference=of.reference)
    return Screen(text, (*choices, back_row(turn, ShowProposal(proposal=which))))


@router.callback_query(Decline.filter())
async def declined(_: CallbackQuery, callback_data: Decline, turn: Turn) -> Screen:
    which = ProposalId(callback_data.proposal)
    try:
        await decline(turn.tx, turn.actor, which, callback_data.why, turn.now, turn.today)
    except (NotThere, NotFitting):
        return await missing(turn)
    except DecidedAlready:
        return await _decided(turn, which)
    return await _as_it_stands(turn, which, turn.say("Who proposed it is told."))


@router.callback_query(Closings.filter())
async def closings(_: CallbackQuery, turn: Turn) -> Screen:
    turn.conversation.park()
    since = turn.now - REOPEN_WITHIN
    found = await closings_seen(turn.tx, turn.actor, since, turn.today)
    if not found:
        text = turn.say("No child left in the last seven days.")
        return Screen(text, (home_row(turn),))
    lines = column(button(_closing(turn, each), ShowProposal(proposal=each.id)) for each in found)
    text = turn.say("Left in the last seven days. A mistake can be taken back here.")
    return Screen(text, (*lines, home_row(turn)))


@router.callback_query(Reopen.filter())
async def reopened(_: CallbackQuery, callback_data: Reopen, turn: Turn) -> Screen:
    which = ProposalId(callback_data.proposal)
    try:
        child = await reopen(turn.tx, turn.actor, which, turn.now, turn.today)
    except NotThere:
        return await missing(turn)
    except TooLate:
        toast = turn.say("This can't be taken back any more.")
        return await _as_it_stands(turn, which, toast)
    text = turn.say("{child} is back, as before.", child=reference(child))
    see = button(turn.say("The child"), ShowChild(child=child))
    return Screen(text, ((see,), home_row(turn)))


def _done(turn: Turn, of: Proposal, child: ChildId) -> Screen:
    """What follows from it; of a child who died nothing more than that."""
    say = turn.say
    lines = [f"{of.reference} · {kind_of(say, of)}"]
    if of.kind is ProposalKind.CHILD:
        lines.append(say("{child} is in the ledger as proposed.", child=reference(child)))
    elif of.reason is not None and LEAVINGS[Why(of.reason)].silent:
        lines.append(say("All reminders have ended. Nobody is written to about the child again."))
    else:
        lines.append(say("Agreed. What is no longer owed has ended."))
        lines.append(say("A mistake can be taken back for seven days, under More."))
    seen: tuple[Row, ...] = ()
    if of.kind is ProposalKind.CHILD:
        seen = ((button(say("The child"), ShowChild(child=child)),),)
    on = (button(say("What waits"), OwnProposals()),)
    return Screen("\n".join(lines), (*seen, on, home_row(turn)))


def _closing(turn: Turn, of: Proposal) -> str:
    """Why only where it may be shown."""
    if turn.must_use_web or of.reason is None:
        return line_of(turn, of)
    return f"{reference(of.child or ChildId(0))} · {why_name(turn.say, Why(of.reason))}"


async def _decided(turn: Turn, which: ProposalId) -> Screen:
    toast = turn.say("This is decided already. Here is how it stands.")
    return await _as_it_stands(turn, which, toast)


async def _as_it_stands(turn: Turn, which: ProposalId, toast: str) -> Screen:
    return (await show(turn, which, read=False)).with_toast(toast)
