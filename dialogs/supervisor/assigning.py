"""Handing over one child, or all of a director's, to another director of the township."""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.missing import missing
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.presses import ShowChild, TakerOfOne
from dialogs.director.words import reference
from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.supervisor.people import called, called_with_place, choice_rows, directors
from dialogs.supervisor.presses import (
    AllTo,
    AllToNow,
    ChildrenOf,
    OneTo,
    ShowDirector,
    TakerOfAll,
)
from dialogs.turn import Turn
from reminders.assigning import (
    HandedOver,
    NotAssigned,
    NothingLeft,
    giver_of,
    hand_over_all,
    hand_over_one,
)
from reminders.digest import NOBODY
from storage.ids import ChildId, PersonId
from storage.township_items import children_in_care

router = Router(name="assigning")


@router.callback_query(ChildrenOf.filter())
async def which_child(_: CallbackQuery, callback_data: ChildrenOf, turn: Turn) -> Screen:
    """By reference only: whose children these are is no reason to read their names."""
    turn.conversation.park()
    giver = PersonId(callback_data.giver)
    found = await children_in_care(turn.tx, turn.actor.scope, _or_none(giver), turn.today)
    if not found:
        return _nothing_left(turn)
    shown, page = page_of(found, callback_data.page)
    lines = column(button(reference(each.child), TakerOfOne(child=each.child)) for each in shown)
    more = len(found) > (page + 1) * LINES
    pages = page_row(
        turn.say, page, more=more, press=lambda other: ChildrenOf(giver=giver, page=other)
    )
    return Screen(turn.say("Which child goes to somebody else?"), (*lines, *pages, home_row(turn)))


@router.callback_query(TakerOfOne.filter())
async def who_takes_one(_: CallbackQuery, callback_data: TakerOfOne, turn: Turn) -> Screen:
    turn.conversation.park()
    child = ChildId(callback_data.child)
    try:
        giver = await giver_of(turn.tx, turn.actor, child, turn.today)
    except NotAssigned:
        return await missing(turn)
    known = await directors(turn)
    text = turn.say("Who takes {reference} from today on?", reference=reference(child))
    rows = choice_rows(
        turn,
        known,
        giver,
        callback_data.page,
        lambda taker: OneTo(child=child, taker=taker),
        lambda page: TakerOfOne(child=child, page=page),
    )
    return _choice(turn, text, rows)


@router.callback_query(TakerOfAll.filter())
async def who_takes_all(_: CallbackQuery, callback_data: TakerOfAll, turn: Turn) -> Screen:
    turn.conversation.park()
    giver = PersonId(callback_data.giver)
    found = await children_in_care(turn.tx, turn.actor.scope, _or_none(giver), turn.today)
    if not found:
        return _nothing_left(turn)
    known = await directors(turn)
    text = turn.say(
        "{giver}: {count} children. Who takes all of them from today on?",
        giver=called(turn, giver, known),
        count=len(found),
    )
    rows = choice_rows(
        turn,
        known,
        giver,
        callback_data.page,
        lambda taker: AllTo(giver=giver, taker=taker),
        lambda page: TakerOfAll(giver=giver, page=page),
    )
    return _choice(turn, text, rows)


@router.callback_query(AllTo.filter())
async def sure(_: CallbackQuery, callback_data: AllTo, turn: Turn) -> Screen:
    """Asked once more: it is many children at once."""
    turn.conversation.park()
    giver, taker = PersonId(callback_data.giver), PersonId(callback_data.taker)
    known = await directors(turn)
    found = await children_in_care(turn.tx, turn.actor.scope, _or_none(giver), turn.today)
    if not found:
        return _nothing_left(turn)
    if taker not in known:
        return await missing(turn)
    text = turn.say(
        "All {count} children of {giver} go to {taker} from today on. Both are told.",
        count=len(found),
        giver=called(turn, giver, known),
        taker=called_with_place(turn, taker, known),
    )
    yes = button(turn.say("Yes, hand them over"), AllToNow(giver=giver, taker=taker))
    return Screen(text, ((yes,), back_row(turn, TakerOfAll(giver=giver))))


@router.callback_query(AllToNow.filter())
async def all_handed_over(_: CallbackQuery, callback_data: AllToNow, turn: Turn) -> Screen:
    turn.conversation.park()
    giver, taker = PersonId(callback_data.giver), PersonId(callback_data.taker)
    try:
        done = await hand_over_all(
            turn.tx, turn.actor, _or_none(giver), taker, turn.now, turn.today
        )
    except NothingLeft:
        return _nothing_left(turn)
    except NotAssigned:
        return await missing(turn)
    return await _done(turn, done)


@router.callback_query(OneTo.filter())
async def one_handed_over(_: CallbackQuery, callback_data: OneTo, turn: Turn) -> Screen:
    turn.conversation.park()
    child, taker = ChildId(callback_data.child), PersonId(callback_data.taker)
    try:
        done = await hand_over_one(turn.tx, turn.actor, child, taker, turn.now, turn.today)
    except NothingLeft:
        text = turn.say("{reference} is with them already.", reference=reference(child))
        return Screen(text, (home_row(turn),))
    except NotAssigned:
        return await missing(turn)
    return await _done(turn, done)


async def _done(turn: Turn, done: HandedOver) -> Screen:
    say = turn.say
    known = await directors(turn, done.taker)
    taker = called(turn, done.taker, known)
    if len(done.children) == 1:
        which = reference(done.children[0])
        text = [say("{reference} is with {taker} from today on.", reference=which, taker=taker)]
    else:
        count = len(done.children)
        text = [say("{count} children are with {taker} from today on.", count=count, taker=taker)]
    if done.villages:
        text.append(say("They are director of the children's village too from now on."))
    text.append(say("Both were told. What is due comes with the next digest."))
    rows = [(button(taker, ShowDirector(director=done.taker)),)]
    if len(done.children) == 1:
        rows.insert(0, (button(reference(done.children[0]), ShowChild(child=done.children[0])),))
    return Screen("\n".join(text), (*rows, home_row(turn)))


def _choice(turn: Turn, text: str, rows: tuple[Row, ...]) -> Screen:
    if not rows:
        text = turn.say("There is no other director in the township. Invite one first.")
    return Screen(text, (*rows, home_row(turn)))


def _nothing_left(turn: Turn) -> Screen:
    return Screen(turn.say("No child is with them here any more."), (home_row(turn),))


def _or_none(giver: PersonId) -> PersonId | None:
    return None if giver == NOBODY else giver
