"""The queue, the cards, the history: no content, so that nobody reads it over a shoulder."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.navigation import back_row
from dialogs.screen import Button, Row, Screen, button, column, pairs
from dialogs.triage import presses, words
from dialogs.turn import Turn
from dialogs.web_only import web_row
from referrals.states import STAFF, Step, after
from storage.referral_lists import Page
from storage.referral_steps import Done
from storage.referrals import Referral, State


def queue(turn: Turn, found: Page, number: int) -> Screen:
    say = turn.say
    head = say("Triage: what waits") if found.referrals else say("Triage: nothing waits")
    lines = [words.card_line(say, turn.locale, each, turn.now) for each in found.referrals]
    cards = [button(_short(turn, each), presses.Card(referral=each.id)) for each in found.referrals]
    turning = []
    if number:
        turning.append(button(say("← Earlier"), presses.Queue(page=number - 1)))
    if found.more:
        turning.append(button(say("More →"), presses.Queue(page=number + 1)))
    mine: Row = (button(say("What I hold"), presses.Held()),)
    rows = (*column(cards), *((tuple(turning),) if turning else ()), mine)
    return Screen("\n".join([head, *lines]), rows)


def held(turn: Turn, mine: Sequence[Referral]) -> Screen:
    say = turn.say
    head = say("What I hold") if mine else say("You hold nothing at the moment.")
    lines = [
        f"{words.card_line(say, turn.locale, each, turn.now)} · {_waits(turn, each)}"
        for each in mine
    ]
    cards = [button(_short(turn, each), presses.Card(referral=each.id)) for each in mine]
    return Screen("\n".join([head, *lines]), (*column(cards), back_row(turn, presses.Queue())))


def card(turn: Turn, referral: Referral) -> Screen:
    say = turn.say
    lines = [
        words.card_line(say, turn.locale, referral, turn.now),
        words.source_name(say, referral.source),
        _standing(turn, referral),
    ]
    if _is_mine(turn, referral) and referral.is_open:
        lines.append(_waits(turn, referral))
        if turn.must_use_web:
            lines.append(say("Read and answer it in the web chat."))
    rows = (*pairs(choices(turn, referral)), *_web(turn, referral))
    return Screen("\n".join(lines), (*rows, back_row(turn, presses.Queue())))


def history(turn: Turn, referral: Referral, steps: Sequence[Done]) -> Screen:
    say = turn.say
    lines = [
        say("{reference}: what was done", reference=referral.reference),
        f"{at_time(turn, referral.opened_at)} {say('opened')}",
        *(f"{at_time(turn, done.at)} {words.step_text(say, done)}" for done in steps),
    ]
    return Screen("\n".join(lines), (back_row(turn, presses.Card(referral=referral.id)),))


def missing(turn: Turn) -> Screen:
    """Also for another unit's referral: what may not be seen does not exist."""
    text = turn.say("There is no such referral in your unit.")
    return Screen(text, (back_row(turn, presses.Queue()),))


def too_late(turn: Turn, referral: Referral) -> Screen:
    toast = turn.say("A colleague has it already.")
    shown = card(turn, referral)
    return Screen(f"{toast}\n{shown.text}", shown.rows, toast)


def _short(turn: Turn, referral: Referral) -> str:
    return f"{referral.reference} · {words.level_name(turn.say, referral.level)}"


def _is_mine(turn: Turn, referral: Referral) -> bool:
    return referral.claimed_by is not None and referral.claimed_by == turn.actor.person


def _standing(turn: Turn, referral: Referral) -> str:
    now = words.state_name(turn.say, referral.state)
    if referral.claimed_by is None or not referral.is_open:
        return now
    holder = (
        turn.say("you hold it") if _is_mine(turn, referral) else turn.say("a colleague holds it")
    )
    return f"{now} · {holder}"


def _waits(turn: Turn, referral: Referral) -> str:
    if referral.waiting_since is None:
        return turn.say("nobody waits for a word")
    time = words.waited(turn.say, turn.now - referral.waiting_since)
    return turn.say("the family: {time}", time=time)


def choices(turn: Turn, referral: Referral, *, reading: bool = False) -> list[Button]:
    """What the table lets this worker do now; what is content's needs the web chat in strict privacy."""
    say, number = turn.say, referral.id
    if referral.state is State.QUEUED:
        return [button(say("Claim"), presses.Claim(referral=number))]
    found = []
    if _is_mine(turn, referral) and referral.is_open:
        if not turn.must_use_web:
            read = button(say("Read"), presses.Read(referral=number))
            answer = button(say("✎ Answer"), presses.Reply(referral=number))
            found = [answer] if reading else [read, answer]
        found.append(called_button(turn, referral))
        if after(referral.state, Step.CLOSE, STAFF):
            found.append(button(say("Close"), presses.AskOutcome(referral=number)))
        if after(referral.state, Step.RETURN, STAFF):
            found.append(button(say("Give back"), presses.GiveBack(referral=number)))
    return [*found, button(say("History"), presses.History(referral=number))]


def called_button(turn: Turn, referral: Referral) -> Button:
    return button(turn.say("I spoke with them"), presses.Called(referral=referral.id))


def _web(turn: Turn, referral: Referral) -> tuple[Row, ...]:
    needed = turn.must_use_web and _is_mine(turn, referral)
    return web_row(turn.say, turn.desk) if needed else ()


def at_time(turn: Turn, at: datetime) -> str:
    return f"{at.astimezone(turn.desk.zone):%m-%d %H:%M}"
