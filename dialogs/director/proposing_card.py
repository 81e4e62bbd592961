"""One proposal: what it is, what was told where that may be shown, and what its reader can do about it."""

from content.kinds import kinds
from content.places import RegionCode, full_name, is_known
from dialogs.director.presses import ShowChild
from dialogs.director.proposing_press import (
    Accept,
    AnswerWish,
    AskDecline,
    OwnProposals,
    ProposeChild,
    Reopen,
    TakeBack,
    Wish,
)
from dialogs.director.proposing_screens import reason_line, told_lines
from dialogs.director.proposing_words import kind_of, no_name, state_name, why_name
from dialogs.director.words import day_name
from dialogs.navigation import back_row
from dialogs.screen import Button, Row, Screen, button, column
from dialogs.turn import Turn
from dialogs.web_only import web_row
from reminders.leaving import Why, may_reopen
from reminders.proposal_refusals import No
from storage.access import Role
from storage.proposal_values import (
    UNTOLD,
    Proposal,
    ProposalKind,
    ProposalState,
    child_told,
    contact_told,
)


def card(turn: Turn, of: Proposal) -> Screen:
    say = turn.say
    lines = [f"{of.reference} · {kind_of(say, of)}", *_standing(turn, of)]
    web: tuple[Row, ...] = ()
    if turn.must_use_web:
        lines.append(say("Name, place and reasons are shown in the web chat only."))
        web = web_row(say, turn.desk)
    else:
        lines += _told(turn, of)
    rows = (*column(_choices(turn, of)), *web)
    return Screen("\n".join(lines), (*rows, back_row(turn, OwnProposals())))


def _standing(turn: Turn, of: Proposal) -> list[str]:
    say = turn.say
    made = day_name(of.made_at.astimezone(turn.desk.zone).date(), turn.today, turn.locale)
    lines = [say("Of {day}: {state}", day=made, state=state_name(say, of))]
    if of.is_open and of.climbed > UNTOLD:
        by = day_name(of.answer_by.astimezone(turn.desk.zone).date(), turn.today, turn.locale)
        lines.append(say("To be answered by {day}", day=by))
    if of.state is ProposalState.DECLINED and of.decided_why in list(No):
        lines.append(no_name(say, No(of.decided_why)))
    return lines


def _told(turn: Turn, of: Proposal) -> list[str]:
    """Nothing more once it is decided: it is erased."""
    match of.kind:
        case ProposalKind.CHILD:
            told = child_told(turn.tx.keys, of)
            if told is None:
                return []
            if of.child is not None:
                return [reason_line(turn, told.reasons)]
            return told_lines(turn, told, of.region)
        case ProposalKind.LEAVING:
            return _leaving(turn, of)
        case ProposalKind.CONTACT:
            return _wish(turn, of)


def _leaving(turn: Turn, of: Proposal) -> list[str]:
    say = turn.say
    lines = [why_name(say, Why(of.reason))] if of.reason else []
    if of.to_region is not None and is_known(of.to_region):
        lines.append(say("Lives now in: {place}", place=full_name(RegionCode(of.to_region))))
    if of.is_open:
        lines.append(say("Until the supervisor agrees, everything stays due."))
    return lines


def _wish(turn: Turn, of: Proposal) -> list[str]:
    say, told = turn.say, contact_told(turn.tx.keys, of)
    if told is None:
        return []
    lines = [say("Lives in: {place}", place=of.region_name)]
    if told.age_band in kinds().age_bands and told.age_band:
        band = kinds().age_bands.of(told.age_band).name.in_(turn.locale)
        lines.append(say("Age: {age}", age=band))
    return [*lines, say("Reach them: {words}", words=told.reach)]


def _choices(turn: Turn, of: Proposal) -> list[Button]:
    say, which = turn.say, of.id
    supervises = turn.actor.role is Role.SUPERVISOR
    found: list[Button] = []
    if of.is_open and of.kind is ProposalKind.CONTACT:
        contacted = AnswerWish(proposal=which, answer=Wish.CONTACTED)
        found.append(button(say("I have contacted them"), contacted))
        found.append(button(say("Propose the child"), ProposeChild(wanted=which)))
        not_ours = AnswerWish(proposal=which, answer=Wish.NOT_OURS)
        found.append(button(say("Not for us"), not_ours))
    elif of.is_open and supervises:
        found.append(button(say("Agree"), Accept(proposal=which)))
        found.append(button(say("Don't agree …"), AskDecline(proposal=which)))
    if of.is_open and of.person is not None and of.person == turn.actor.person:
        found.append(button(say("Take it back"), TakeBack(proposal=which)))
    if supervises and _reopens(turn, of):
        found.append(button(say("It was a mistake: take the child back"), Reopen(proposal=which)))
    if of.child is not None and of.is_open:
        found.append(button(say("The child"), ShowChild(child=of.child)))
    return found


def _reopens(turn: Turn, of: Proposal) -> bool:
    accepted = of.kind is ProposalKind.LEAVING and of.state is ProposalState.ACCEPTED
    return accepted and of.decided_at is not None and may_reopen(of.decided_at, turn.now)
