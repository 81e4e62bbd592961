"""A director proposes a child for the ledger or key care; a supervisor accepts or declines.

A child's name goes through the desk's own screens only. The last button sends what the open form holds and
closes it, so a second press finds none and is answered with what waits.
"""

from aiogram import F
from aiogram.types import CallbackQuery, Message

from content.kinds import kinds
from content.places import RegionCode, find_place
from dialogs.director import proposing_screens as screens
from dialogs.director.card import read_file
from dialogs.director.missing import missing
from dialogs.director.proposing_form import (
    after,
    ask,
    begin_form,
    is_open,
    is_village,
    one_line,
    told,
)
from dialogs.director.proposing_list import own_proposals, show
from dialogs.director.proposing_month import typed_month
from dialogs.director.proposing_press import (
    ChildPlace,
    ChildStep,
    KeyCare,
    ProposeChild,
    Reason,
    SendChild,
    SkipStep,
)
from dialogs.director.proposing_screens import STEPS, Draft, Proposing
from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.screen import Row, Screen, button
from dialogs.turn import Turn
from dialogs.web_only import web_only
from reminders.proposal_refusals import NotFitting, NotThere, Waits
from reminders.proposals import propose_child, propose_key_care
from storage.access import Role
from storage.ids import ChildId, ProposalId

router = gated("proposing", Role.DIRECTOR, Role.SUPERVISOR)


def proposing_rows(turn: Turn) -> tuple[Row, ...]:
    """Behind "More"."""
    if turn.actor.role not in {Role.DIRECTOR, Role.SUPERVISOR}:
        return ()
    return ((button(turn.say("Propose a child"), ProposeChild()),),)


@router.callback_query(ProposeChild.filter())
async def begin(_: CallbackQuery, callback_data: ProposeChild, turn: Turn) -> Screen:
    """A family's wish may have led to it; one that isn't this director's answers nothing in the end."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    wanted = str(callback_data.wanted) if callback_data.wanted else ""
    scope = turn.actor.scope.rpartition("/")[2]
    village = scope if is_village(scope) else ""
    begin_form(turn, Proposing.name, place=village, wanted=wanted, child="")
    return screens.name(turn)


@router.callback_query(KeyCare.filter())
async def key_care(_: CallbackQuery, callback_data: KeyCare, turn: Turn) -> Screen:
    """For a child in the ledger only the reasons are asked."""
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    file = await read_file(turn, ChildId(callback_data.child))
    if file is None or file.care_since is not None:
        return await missing(turn)
    begin_form(turn, Proposing.reasons, child=str(file.child), wanted="")
    return screens.reasons(turn, Draft.read(turn.answers()))


@router.message(Proposing.name, F.text)
async def named(message: Message, turn: Turn) -> Screen:
    return told(turn, "name", one_line(message, "name"), screens.name(turn))


@router.message(Proposing.birth, F.text)
async def born(message: Message, turn: Turn) -> Screen:
    month = typed_month(message.text or "", turn.today)
    return told(turn, "birth", month or "", screens.birth(turn, refused=True))


@router.message(Proposing.guardian, F.text)
async def guarded(message: Message, turn: Turn) -> Screen:
    return told(turn, "guardian", one_line(message, "guardian"), screens.guardian(turn))


@router.message(Proposing.place, F.text)
async def place_typed(message: Message, turn: Turn) -> Screen:
    scope = RegionCode(turn.actor.scope.rpartition("/")[2])
    villages = [each for each in find_place(message.text or "", scope) if is_village(each.code)]
    if len(villages) == 1:
        return told(turn, "place", villages[0].code, screens.place(turn))
    return screens.place(turn, villages, unknown=not villages)


@router.callback_query(ChildPlace.filter())
async def place_chosen(_: CallbackQuery, callback_data: ChildPlace, turn: Turn) -> Screen:
    if not is_open(turn) or not is_village(callback_data.code):
        return await missing(turn)
    return told(turn, "place", callback_data.code, screens.place(turn))


@router.callback_query(SkipStep.filter())
async def skipped(_: CallbackQuery, callback_data: SkipStep, turn: Turn) -> Screen:
    if not is_open(turn) or callback_data.step not in {"birth", "guardian"}:
        return await missing(turn)
    turn.answers()[callback_data.step] = ""
    return ask(turn, after(turn, callback_data.step))


@router.callback_query(ChildStep.filter())
async def to_step(_: CallbackQuery, callback_data: ChildStep, turn: Turn) -> Screen:
    if turn.must_use_web or not is_open(turn) or callback_data.step not in STEPS:
        return await missing(turn)
    draft = Draft.read(turn.answers())
    step = callback_data.step
    if draft.child is not None:
        step = "check" if step == "check" and draft.reasons else "reasons"
    elif step == "check" and not (draft.name and draft.place):
        step = "place" if draft.name else "name"
    return ask(turn, step)


@router.callback_query(Reason.filter())
async def reason(_: CallbackQuery, callback_data: Reason, turn: Turn) -> Screen:
    code = callback_data.code
    if turn.must_use_web or not is_open(turn) or code not in kinds().key_care_reasons:
        return await missing(turn)
    others = [each for each in Draft.read(turn.answers()).reasons if each != code]
    chosen = {*others, code} if callback_data.on else set(others)
    ordered = [each.code for each in kinds().key_care_reasons if each.code in chosen]
    turn.conversation.step(Proposing.reasons, reasons=",".join(ordered))
    return screens.reasons(turn, Draft.read(turn.answers()))


@router.callback_query(SendChild.filter())
async def send(_: CallbackQuery, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    if not is_open(turn):
        return (await own_proposals(turn, 0)).with_toast(turn.say("This was sent already."))
    draft = Draft.read(turn.answers())
    try:
        which = await _propose(turn, draft)
    except Waits as waits:
        turn.conversation.finish()
        toast = turn.say("This is proposed already.")
        return (await show(turn, waits.which)).with_toast(toast)
    except NotThere:
        turn.conversation.finish()
        return await missing(turn)
    except NotFitting:
        return _not_fitting(turn, draft)
    turn.conversation.finish()
    return screens.sent(turn, which)


async def _propose(turn: Turn, draft: Draft) -> ProposalId:
    if draft.child is not None:
        return await propose_key_care(
            turn.tx, turn.actor, draft.child, draft.reasons, turn.now, turn.today
        )
    if not draft.name or not draft.place:
        raise NotFitting
    return await propose_child(turn.tx, turn.actor, draft.place, draft.told(), turn.now, turn.today)


def _not_fitting(turn: Turn, draft: Draft) -> Screen:
    """Something is missing, or the child is 16 already."""
    if draft.child is None and draft.name and draft.place:
        toast = turn.say("Who is 16 is no longer entered. Is the month right?")
        return ask(turn, "birth").with_toast(toast)
    return ask(turn, "reasons" if draft.child is not None else "name")
