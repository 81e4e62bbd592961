"""Recording a contact, a visit or a check of the record: kind, how, how the child is. Today unless changed.

The last button enters what the open form holds and closes it, so a second press finds no form and is
answered with the card as it stands.
"""

from datetime import date

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from content.kinds import kinds
from dialogs.director import record_screens as screens
from dialogs.director.card import card, read_file
from dialogs.director.done import done_screen
from dialogs.director.draft import AT_HOME, Draft, Record, begin, draft_of, leave_correction
from dialogs.director.missing import missing
from dialogs.director.presses import (
    AddWords,
    Begin,
    ChooseDay,
    Enter,
    HeldOn,
    How,
    Outcome,
    TypeDay,
    With,
)
from dialogs.director.typed_day import typed_day
from dialogs.director.unwell import report_duty
from dialogs.screen import Screen
from dialogs.turn import Turn
from reminders.due import Kind
from reminders.record import FutureDate, NotInYourCare, record
from storage.ids import ChildId

router = Router(name="record")

LONGEST_WORDS = 1000


@router.callback_query(Begin.filter())
async def started(_: CallbackQuery, callback_data: Begin, turn: Turn) -> Screen:
    leave_correction(turn)
    kind = callback_data.kind
    first = Record.how if kind is Kind.CONTACT else Record.outcome
    draft = await _at(turn, callback_data.child, kind, first)
    if draft is None:
        return await missing(turn)
    if kind is Kind.CONTACT:
        return screens.how_screen(turn, draft)
    return screens.outcome_screen(turn, draft)


@router.callback_query(How.filter())
async def spoken(_: CallbackQuery, callback_data: How, turn: Turn) -> Screen:
    """A contact at the child's home is a visit, and is entered as one."""
    draft = await _at(turn, callback_data.child, Kind.CONTACT, Record.outcome)
    if draft is None or callback_data.how not in kinds().ways:
        return await missing(turn)
    kind = Kind.VISIT if callback_data.how == AT_HOME else Kind.CONTACT
    turn.conversation.step(Record.outcome, how=callback_data.how, kind=kind.value)
    return screens.outcome_screen(turn, Draft.read(turn.answers()))


@router.callback_query(With.filter())
async def spoken_with(_: CallbackQuery, callback_data: With, turn: Turn) -> Screen:
    draft = await _at(turn, callback_data.child, callback_data.kind, Record.outcome)
    if draft is None or callback_data.whom not in kinds().with_whom:
        return await missing(turn)
    turn.conversation.step(Record.outcome, with_whom=callback_data.whom)
    return _asked_again(turn, Draft.read(turn.answers()))


@router.callback_query(Outcome.filter())
async def back_to_outcome(_: CallbackQuery, callback_data: Outcome, turn: Turn) -> Screen:
    draft = await _at(turn, callback_data.child, callback_data.kind, Record.outcome)
    return await missing(turn) if draft is None else _asked_again(turn, draft)


@router.callback_query(ChooseDay.filter())
async def choose_day(_: CallbackQuery, callback_data: ChooseDay, turn: Turn) -> Screen:
    draft = await _at(turn, callback_data.child, callback_data.kind, Record.choose_day)
    return await missing(turn) if draft is None else screens.days_screen(turn, draft)


@router.callback_query(HeldOn.filter())
async def held_on(_: CallbackQuery, callback_data: HeldOn, turn: Turn) -> Screen:
    draft = await _at(turn, callback_data.child, callback_data.kind, Record.choose_day)
    day = typed_day(callback_data.day, turn.today)
    if draft is None or day is None:
        return await missing(turn)
    return _with_day(turn, draft, day)


@router.callback_query(TypeDay.filter())
async def type_day(_: CallbackQuery, callback_data: TypeDay, turn: Turn) -> Screen:
    draft = await _at(turn, callback_data.child, callback_data.kind, Record.day)
    return await missing(turn) if draft is None else screens.type_day_screen(turn, draft)


@router.message(Record.day)
async def day_typed(message: Message, turn: Turn) -> Screen:
    draft = Draft.read(turn.answers())
    day = typed_day(message.text or "", turn.today)
    if day is not None:
        return _with_day(turn, draft, day)
    refused = turn.say("I don't understand this day. Type it such as 5-3 or 2026-5-3.")
    return _safe(turn, screens.type_day_screen(turn, draft, refused))


@router.callback_query(AddWords.filter())
async def add_words(_: CallbackQuery, callback_data: AddWords, turn: Turn) -> Screen:
    """A free note on a child goes through the desk's own screens only."""
    if turn.must_use_web:
        return await missing(turn)
    draft = await _at(turn, callback_data.child, callback_data.kind, Record.words)
    return await missing(turn) if draft is None else screens.words_screen(turn, draft)


@router.message(Record.words)
async def words_typed(message: Message, turn: Turn) -> Screen:
    words = (message.text or "").strip()
    if turn.must_use_web or not words or len(words) > LONGEST_WORDS:
        refused = turn.say("That is too long or empty. A few short sentences are enough.")
        return _safe(turn, screens.words_screen(turn, Draft.read(turn.answers()), refused))
    turn.conversation.step(Record.outcome, words=words)
    return _safe(turn, _asked_again(turn, Draft.read(turn.answers())))


@router.callback_query(Enter.filter())
async def entered(_: CallbackQuery, callback_data: Enter, turn: Turn) -> Screen:
    child, kind = ChildId(callback_data.child), callback_data.kind
    outcome, reached = callback_data.outcome, callback_data.reached
    draft = draft_of(turn, child, kind)
    if draft is None or not _complete(draft, outcome, reached=reached):
        turn.conversation.park()
        toast = turn.say("This is entered already, or was left. Here is how it stands.")
        return (await card(turn, child)).with_toast(toast)
    held = draft.entry(reached=reached, outcome=outcome)
    try:
        recorded = await record(turn.tx, turn.actor, child, held, turn.now, turn.today)
    except NotInYourCare:
        turn.conversation.finish()
        return await missing(turn)
    except FutureDate:
        turn.conversation.step(Record.choose_day)
        return screens.days_screen(turn, draft).with_toast(screens.in_future(turn))
    turn.conversation.finish()
    return done_screen(turn, child, held, recorded)


async def _at(turn: Turn, number: int, kind: Kind, state: State) -> Draft | None:
    """The form of this entry at that step; None for a child not in one's care."""
    child = ChildId(number)
    if draft_of(turn, child, kind) is None and await read_file(turn, child) is None:
        return None
    return begin(turn, child, kind, state)


def _asked_again(turn: Turn, draft: Draft) -> Screen:
    """The question how the child is; of a contact, first how they spoke where that is not told yet."""
    if draft.kind is Kind.CONTACT and draft.how is None and draft.reached:
        turn.conversation.step(Record.how)
        return screens.how_screen(turn, draft)
    return screens.outcome_screen(turn, draft)


def _with_day(turn: Turn, draft: Draft, day: date) -> Screen:
    if day > turn.today:
        return screens.type_day_screen(turn, draft, screens.in_future(turn))
    turn.conversation.step(Record.outcome, held_on=day.isoformat())
    return _asked_again(turn, Draft.read(turn.answers()))


def _complete(draft: Draft, outcome: str, *, reached: bool) -> bool:
    """Whether the last button fits the form: an outcome known, and of a contact how they spoke."""
    if draft.corrects is not None:
        return False
    if not reached or draft.kind is Kind.REFRESH:
        return outcome == ""
    return outcome in kinds().outcomes and (draft.kind is Kind.VISIT or draft.how is not None)


def _safe(turn: Turn, screen: Screen) -> Screen:
    """What was typed signals danger: whom to call comes first, whatever the step was about."""
    return screen if turn.danger is None else report_duty(turn, screen)
