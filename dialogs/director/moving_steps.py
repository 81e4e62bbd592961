"""A child moved, its registration moved here, key care is needed no more, or it died: told in three taps.

Nothing ends before the supervisor agrees. Where a child moved to is told on the desk's own screens only.
"""

from aiogram import F
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.places import Level, Region, RegionCode, find_place, full_name, is_known, region
from dialogs.director.card import read_file
from dialogs.director.missing import missing
from dialogs.director.moving import LeavesFor, Moved, ProposeLeaving
from dialogs.director.presses import ShowChild
from dialogs.director.proposing_list import show
from dialogs.director.proposing_press import Accept, KeyCare, ShowProposal
from dialogs.director.proposing_words import why_name
from dialogs.director.words import reference
from dialogs.gate import gated
from dialogs.navigation import Resume, back_row, home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Turn
from dialogs.web_only import web_only
from reminders.leaving import LEAVINGS, Why
from reminders.proposal_refusals import NotFitting, NotThere, Waits
from reminders.proposals import propose_leaving
from storage.access import Role
from storage.children import File
from storage.ids import ChildId, ProposalId

router = gated("leaving", Role.DIRECTOR, Role.SUPERVISOR)

TOLD = (Why.MOVED, Why.HUKOU, Why.NEED_ENDED, Why.DIED)
PLACES = (Level.VILLAGE, Level.TOWNSHIP)


class Moving(StatesGroup):
    """Where the child in the answers moved to."""

    to = State()


@router.callback_query(Moved.filter())
async def ask_why(_: CallbackQuery, callback_data: Moved, turn: Turn) -> Screen:
    turn.conversation.park()
    file = await read_file(turn, ChildId(callback_data.child))
    if file is None:
        return await missing(turn)
    say, child = turn.say, file.child
    reasons = [why for why in TOLD if LEAVINGS[why].leaves or file.care_since is not None]
    choices = [button(why_name(say, why), LeavesFor(child=child, why=why)) for why in reasons]
    if file.care_since is None:
        choices.insert(0, button(say("The child needs key care"), KeyCare(child=child)))
    text = say("{child}: what has changed?", child=reference(child))
    return Screen(text, (*column(choices), back_row(turn, ShowChild(child=child))))


@router.callback_query(LeavesFor.filter())
async def for_reason(_: CallbackQuery, callback_data: LeavesFor, turn: Turn) -> Screen:
    file, why = await read_file(turn, ChildId(callback_data.child)), callback_data.why
    if file is None or why not in TOLD:
        return await missing(turn)
    if LEAVINGS[why].hands_over:
        return _where(turn, file.child)
    return _sure(turn, file, why)


@router.message(Moving.to, F.text)
async def place_typed(message: Message, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    child = ChildId(int(turn.answers()["child"]))
    found = [each for each in find_place(message.text or "") if each.level in PLACES]
    return _places(turn, child, found)


@router.callback_query(ProposeLeaving.filter())
async def propose(_: CallbackQuery, callback_data: ProposeLeaving, turn: Turn) -> Screen:
    """Pressed again it shows what waits already."""
    child, why, to = ChildId(callback_data.child), callback_data.why, callback_data.to
    elsewhere = to and (not is_known(to) or region(RegionCode(to)).level not in PLACES)
    if elsewhere or (to and turn.must_use_web):
        return await missing(turn)
    _finish(turn)
    try:
        which = await propose_leaving(
            turn.tx, turn.actor, child, why, to or None, turn.now, turn.today
        )
    except Waits as waits:
        toast = turn.say("This is proposed already.")
        return (await show(turn, waits.which)).with_toast(toast)
    except (NotThere, NotFitting):
        return await missing(turn)
    return _proposed(turn, which, why)


def _where(turn: Turn, child: ChildId) -> Screen:
    """The place is asked on the web chat; elsewhere only that it moved is told."""
    say = turn.say
    away = button(say("Out of the county, or not known"), _propose(child, Why.MOVED))
    rows = ((away,), back_row(turn, Moved(child=child)))
    if turn.must_use_web:
        screen = web_only(say, turn.desk, home_row(turn))
        return Screen(screen.text, ((away,), *screen.rows))
    turn.conversation.step(Moving.to, child=str(child))
    lines = [
        say("{child}: where did it move? Type the village or town.", child=reference(child)),
        say("If this desk serves that place, the file goes along. Until then all stays due here."),
    ]
    return Screen("\n".join(lines), rows)


def _places(turn: Turn, child: ChildId, found: list[Region]) -> Screen:
    say = turn.say
    choices = column(
        button(full_name(each.code), _propose(child, Why.MOVED, each.code)) for each in found
    )
    away = button(say("Out of the county, or not known"), _propose(child, Why.MOVED))
    text = (
        say("To this place?")
        if found
        else say("I don't know that village or town. Type it again, with its county.")
    )
    return Screen(text, (*choices, (away,), back_row(turn, Moved(child=child))))


def _sure(turn: Turn, file: File, why: Why) -> Screen:
    say, child = turn.say, file.child
    lines = [f"{reference(child)} · {why_name(say, why)}"]
    if LEAVINGS[why].silent:
        lines = [
            say("We are sorry to hear this."),
            say("{child}: has the child died?", child=reference(child)),
            say("Once the supervisor knows, everything ends. You need not enter anything more."),
        ]
    elif LEAVINGS[why].leaves:
        lines.append(say("When the supervisor agrees, the child leaves the ledger."))
    else:
        lines.append(say("When the supervisor agrees, contacts and visits end."))
        lines.append(say("The child stays counted, and is checked every half-year."))
    yes = button(say("Yes, tell the supervisor"), _propose(child, why))
    return Screen("\n".join(lines), ((yes,), back_row(turn, Moved(child=child))))


def _proposed(turn: Turn, which: ProposalId, why: Why) -> Screen:
    """A supervisor may agree at once; who came from a round goes on with it."""
    say = turn.say
    lines = [say("{reference} is with the supervisor now.", reference=f"P-{which}")]
    if not LEAVINGS[why].silent:
        lines.append(say("Until the supervisor agrees, everything stays due."))
    rows: list[Row] = []
    if turn.actor.role is Role.SUPERVISOR:
        rows.append((button(say("Agree"), Accept(proposal=which)),))
    rows += _round(turn)
    rows.append(
        (button(say("See {reference}", reference=f"P-{which}"), ShowProposal(proposal=which)),)
    )
    return Screen("\n".join(lines), (*rows, home_row(turn)))


def _round(turn: Turn) -> tuple[Row, ...]:
    """For who came from a round."""
    if all(form.name != "Rounding" for form in turn.conversation.parked):
        return ()
    return ((button(turn.say("Go on with the round"), Resume(form="Rounding")),),)


def _propose(child: ChildId, why: Why, to: str = "") -> ProposeLeaving:
    return ProposeLeaving(child=child, why=why, to=to)


def _finish(turn: Turn) -> None:
    form = turn.conversation.form
    if form is not None and form.name == Moving.__name__:
        turn.conversation.finish()
