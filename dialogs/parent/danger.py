"""After words of danger: what is being done, and what the person can choose. The lines went out before."""

from dataclasses import replace

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.places import find_place
from dialogs.deeds.danger import Noticed, notice, open_for
from dialogs.director.refer import duty
from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.parent.home import parked_row
from dialogs.parent.request_screens import Request
from dialogs.parent.request_words import by_when
from dialogs.screen import Row, Screen, button
from dialogs.turn import Turn
from referrals.danger import Danger
from referrals.levels import Level
from referrals.opening import reroute, routed
from storage.access import Role
from storage.consents import Purpose, give_consent
from storage.danger_traces import dismiss_trace, trace_at
from storage.ids import ReferralId
from storage.referrals import Referral, of_family

router = gated("danger", Role.PARENT)


class Whereabouts(StatesGroup):
    """`typed`: where somebody in danger is, asked for when nobody could be found without it."""

    typed = State()


class Talk(CallbackData, prefix="talk"):
    """Wants to talk to someone here about the words of that trace."""

    trace: int


class NotMeant(CallbackData, prefix="notso"):
    """The words of that trace were not meant so."""

    trace: int


async def answer(turn: Turn) -> Screen:
    """For a text that nobody's form takes: a form that waits at a button is parked and offered."""
    assert turn.danger is not None  # noqa: S101 (called for a danger only)
    form = turn.conversation.form
    turn.conversation.park()
    noticed = await notice(turn, turn.danger)
    if turn.actor.role is not Role.PARENT:
        screen = await duty(turn, turn.danger, noticed.trace)
    else:
        screen = _asking_place(turn, turn.danger, noticed)
    return replace(screen, rows=(*screen.rows, parked_row(turn, form))) if form else screen


def follows(turn: Turn, danger: Danger, noticed: Noticed) -> Screen:
    if noticed.referral is not None:
        return alerted(turn, noticed.referral)
    return offered(turn, danger, noticed.trace)


def alerted(turn: Turn, referral: Referral) -> Screen:
    """A person is told: said only where it is true."""
    say = turn.say
    if referral.unit is None:
        return nobody(turn, referral)
    lines = [
        say("A person is being alerted ({reference})", reference=referral.reference),
        by_when(say, Level(referral.level)),
        say("Don't wait for that: call the numbers above now, and don't stay alone."),
    ]
    return Screen("\n".join(lines), (_see(turn, referral), home_row(turn)))


def offered(turn: Turn, danger: Danger, trace: int) -> Screen:
    say = turn.say
    head = say("Would you like somebody here to write to you?")
    if danger.child_voice:
        head = say("Shall somebody come and talk to you? You choose.")
    lines = [
        head,
        say(
            "If you press the first button, a worker gets what you wrote and your place, nothing else."
        ),
        say("They keep it to themselves, unless somebody's life or a child is in danger."),
    ]
    rows = (
        (button(say("Talk to someone here"), Talk(trace=trace)),),
        (button(say("Not what I meant"), NotMeant(trace=trace)),),
        home_row(turn),
    )
    return Screen("\n".join(lines), rows)


def nobody(turn: Turn, referral: Referral) -> Screen:
    """Nobody here can take it: said honestly."""
    say = turn.say
    lines = [
        say("Right now nobody here can answer you ({reference})", reference=referral.reference),
        say("Please call the numbers above; 110 and 120 answer day and night. Don't stay alone."),
        say("Those in charge of this desk are being told."),
    ]
    return Screen("\n".join(lines), (_see(turn, referral), home_row(turn)))


@router.callback_query(Talk.filter())
async def talk(_: CallbackQuery, callback_data: Talk, turn: Turn) -> Screen:
    """Opens once: pressed again, it shows the referral that is there."""
    found = await trace_at(turn.tx, callback_data.trace, turn.actor.address)
    if found is None:
        return Screen(turn.say("There is no such request."), (home_row(turn),))
    if found.referral is not None:
        known = await of_family(turn.tx, found.referral, turn.actor.address)
        return alerted(turn, known) if known and known.is_open else _over(turn)
    await give_consent(turn.tx, turn.actor.address, Purpose.SUPPORT, None, turn.now)
    return alerted(turn, await open_for(turn.tx, turn.actor, turn.place, found, turn.now))


@router.callback_query(NotMeant.filter())
async def not_meant(_: CallbackQuery, callback_data: NotMeant, turn: Turn) -> Screen:
    """Kept for review; a referral that was opened stays."""
    await dismiss_trace(turn.tx, callback_data.trace, turn.actor.address, turn.now)
    text = turn.say("All right, thank you for saying so. The numbers stay good at any hour.")
    return Screen(text, (home_row(turn),))


@router.message(Whereabouts.typed, F.text)
async def place_typed(message: Message, turn: Turn) -> Screen:
    """The nearest unit is looked for again with the place told."""
    wanted = ReferralId(int(turn.answers()["referral"]))
    found = find_place(message.text or "")
    referral = await of_family(turn.tx, wanted, turn.actor.address, lock=True)
    if referral is None or not referral.is_open:
        turn.conversation.finish()
        return _over(turn)
    if not found:
        unknown = turn.say("I don't know that place. Try the county or district, like Zhengding.")
        return Screen(unknown, (_see(turn, referral), home_row(turn)))
    turn.conversation.finish()
    turn.place = found[0].code
    where = await routed(turn.tx, turn.place, turn.now)
    moved = await reroute(turn.tx, referral, where, turn.now, region=turn.place)
    return alerted(turn, moved)


def _asking_place(turn: Turn, danger: Danger, noticed: Noticed) -> Screen:
    """Where nobody could be found without the place, it is asked for."""
    screen, referral = follows(turn, danger, noticed), noticed.referral
    if referral is None or referral.unit is not None or turn.place is not None:
        return screen
    turn.conversation.step(Whereabouts.typed, referral=str(referral.id))
    ask = turn.say(
        "Where are you? Type the county or district, and we look for the nearest person."
    )
    return replace(screen, text=f"{screen.text}\n{ask}")


def _over(turn: Turn) -> Screen:
    return Screen(turn.say("This is over already."), (home_row(turn),))


def _see(turn: Turn, referral: Referral) -> Row:
    label = turn.say("See {reference}", reference=referral.reference)
    return (button(label, Request(referral=referral.id)),)
