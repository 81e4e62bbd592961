"""Correcting an entry: which one, and what is right: another day, another outcome, or that it did not happen.

The steps are those of the form for an entry, filled with what was entered.
"""

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery

from content.kinds import kinds
from dialogs.director import record_screens as screens
from dialogs.director.card import card, read_file
from dialogs.director.card_presses import (
    CardMore,
    Correct,
    Corrections,
    EnterRight,
    RightDay,
    RightOutcome,
    Withdraw,
)
from dialogs.director.card_text import entry_line
from dialogs.director.done import changed_screen
from dialogs.director.draft import Draft, Record, begin_correction, correction_of, set_aside
from dialogs.director.missing import missing
from dialogs.director.unwell import lead_on
from dialogs.director.words import reference
from dialogs.navigation import back_row
from dialogs.screen import Screen, button, column
from dialogs.turn import Turn
from reminders.correcting import NotStanding, correct, whose, withdraw
from reminders.due import Kind
from reminders.record import FutureDate, NotInYourCare
from storage.entries import Entry, entry_of, newest_entries
from storage.ids import ChildId, EntryId

router = Router(name="correction")

SHOWN = 6


@router.callback_query(Corrections.filter())
async def corrections(_: CallbackQuery, callback_data: Corrections, turn: Turn) -> Screen:
    child = ChildId(callback_data.child)
    set_aside(turn, child)
    if await read_file(turn, child) is None:
        return await missing(turn)
    say = turn.say
    entries = await newest_entries(turn.tx, child, SHOWN, by=whose(turn.actor))
    personal = not turn.must_use_web
    choices = column(
        button(entry_line(turn, each, personal=personal), Correct(child=child, entry=each.id))
        for each in entries
    )
    text = say("Which entry is wrong?") if entries else say("There is no entry of yours here.")
    head = reference(child)
    return Screen(f"{head}\n{text}", (*choices, back_row(turn, CardMore(child=child))))


@router.callback_query(Correct.filter())
async def what_is_right(_: CallbackQuery, callback_data: Correct, turn: Turn) -> Screen:
    child = ChildId(callback_data.child)
    set_aside(turn, child)
    entry = await _mine(turn, child, callback_data.entry)
    if entry is None:
        return await _gone(turn, child)
    say = turn.say
    rows = [(button(say("It was another day"), RightDay(child=child, entry=entry.id)),)]
    if entry.reached and entry.kind != Kind.REFRESH:
        label = say("The child was otherwise")
        rows.append((button(label, RightOutcome(child=child, entry=entry.id)),))
    rows.append((button(say("It did not happen"), Withdraw(child=child, entry=entry.id)),))
    line = entry_line(turn, entry, personal=not turn.must_use_web)
    text = f"{reference(child)} · {line}\n{say('What is right?')}"
    return Screen(text, (*rows, back_row(turn, Corrections(child=child))))


@router.callback_query(RightDay.filter())
async def right_day(_: CallbackQuery, callback_data: RightDay, turn: Turn) -> Screen:
    draft = await _begun(turn, callback_data.child, callback_data.entry, Record.choose_day)
    if draft is None:
        return await _gone(turn, ChildId(callback_data.child))
    return screens.days_screen(turn, draft)


@router.callback_query(RightOutcome.filter())
async def right_outcome(_: CallbackQuery, callback_data: RightOutcome, turn: Turn) -> Screen:
    draft = await _begun(turn, callback_data.child, callback_data.entry, Record.outcome)
    if draft is None:
        return await _gone(turn, ChildId(callback_data.child))
    return screens.outcome_screen(turn, draft)


@router.callback_query(EnterRight.filter())
async def entered(_: CallbackQuery, callback_data: EnterRight, turn: Turn) -> Screen:
    child, entry = ChildId(callback_data.child), EntryId(callback_data.entry)
    draft = correction_of(turn, entry)
    if draft is None or draft.child != child or not _fits(draft, callback_data.outcome):
        return await _gone(turn, child)
    right = draft.entry(reached=draft.reached, outcome=callback_data.outcome)
    try:
        recorded = await correct(turn.tx, turn.actor, child, entry, right, turn.now, turn.today)
    except (NotInYourCare, NotStanding):
        turn.conversation.finish()
        return await _gone(turn, child)
    except FutureDate:
        turn.conversation.step(Record.choose_day)
        return screens.days_screen(turn, draft).with_toast(screens.in_future(turn))
    turn.conversation.finish()
    screen = changed_screen(turn, child, turn.say("The entry is corrected."), recorded.due)
    return lead_on(turn, child, right.outcome, screen)


@router.callback_query(Withdraw.filter())
async def withdrawn(_: CallbackQuery, callback_data: Withdraw, turn: Turn) -> Screen:
    child, entry = ChildId(callback_data.child), EntryId(callback_data.entry)
    set_aside(turn, child)
    try:
        due = await withdraw(turn.tx, turn.actor, child, entry, turn.now, turn.today)
    except (NotInYourCare, NotStanding):
        return await _gone(turn, child)
    return changed_screen(turn, child, turn.say("The entry is taken back."), due)


async def _begun(turn: Turn, number: int, which: int, state: State) -> Draft | None:
    child = ChildId(number)
    entry = await _mine(turn, child, which)
    return None if entry is None else begin_correction(turn, child, entry, state)


async def _mine(turn: Turn, child: ChildId, which: int) -> Entry | None:
    """The entry, if it stands and this actor may correct it."""
    if await read_file(turn, child) is None:
        return None
    entry = await entry_of(turn.tx, EntryId(which), child)
    own = whose(turn.actor)
    return entry if entry is not None and own in {None, entry.person} else None


async def _gone(turn: Turn, child: ChildId) -> Screen:
    """Corrected already, somebody else's, or never there: the card as it stands."""
    turn.conversation.park()
    toast = turn.say("This entry was changed already, or is not yours to correct.")
    return (await card(turn, child)).with_toast(toast)


def _fits(draft: Draft, outcome: str) -> bool:
    if not draft.reached or draft.kind is Kind.REFRESH:
        return outcome == ""
    return outcome in kinds().outcomes
