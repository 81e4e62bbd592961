"""What a parent sees of its requests, and the presses on them."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData

from content.lines import Line
from content.phrases import Phrases
from dialogs.deeds.pick_up import pick_up_code
from dialogs.navigation import back_row, home_row
from dialogs.parent.lines import line_links, line_text
from dialogs.parent.request_words import by_when, late, meanwhile, short_standing, standing
from dialogs.parent.ways import AskSupport, MyRequests
from dialogs.screen import Button, Row, Screen, button, column
from dialogs.turn import Turn
from dialogs.web_only import web_row
from referrals.levels import Level
from referrals.states import FAMILY, Step, after
from storage.access import Channel
from storage.referrals import Referral
from storage.relay import Message

HELPED, SOMEWHAT, NO = "helped", "somewhat", "no"
RATINGS = (HELPED, SOMEWHAT, NO)


class Request(CallbackData, prefix="req"):
    """One request: where it stands and what was written."""

    referral: int


class WriteTo(CallbackData, prefix="write"):
    """What is typed from now on goes to the worker."""

    referral: int


class Withdraw(CallbackData, prefix="wdraw"):
    """Takes the request back; `sure` after having been asked."""

    referral: int
    sure: bool = False


class Rate(CallbackData, prefix="rate"):
    referral: int
    rating: str


class Reopen(CallbackData, prefix="again"):
    """It isn't over."""

    referral: int


class PickUp(CallbackData, prefix="pickup"):
    """Takes over a request that began on Telegram, by its code."""


def request_list(turn: Turn, requests: list[Referral], wishes: tuple[Row, ...] = ()) -> Screen:
    say = turn.say
    ask = (button(say("Ask for support"), AskSupport()),)
    rows: list[Row] = [(_open(turn, each),) for each in requests]
    if turn.actor.channel is Channel.WEB:
        rows.append((button(say("I have a code from Telegram"), PickUp()),))
    asked = requests or len(wishes) > 1
    text = say("My requests") if asked else say("You have not asked for anything yet.")
    return Screen(text, (*rows, *wishes, ask, home_row(turn)))


def request_card(turn: Turn, referral: Referral, messages: Sequence[Message] = ()) -> Screen:
    """Where words may not be shown, a code leads to the web chat."""
    say = turn.say
    lines = [referral.reference, standing(say, referral)]
    called: tuple[Line, ...] = ()
    if overdue := late(say, referral):
        called = meanwhile(Level(referral.level))
        lines += [overdue, *(line_text(line, turn.locale) for line in called)]
    elif referral.is_open and referral.responded_at is None and referral.unit is not None:
        lines.append(by_when(say, Level(referral.level)))
    if not turn.must_use_web:
        lines += [_said(turn, message, referral) for message in messages]
    elif referral.is_open:
        code = pick_up_code(turn.tx.keys, referral)
        lines.append(
            say(
                "Read it in the web chat: My requests → I have a code. Your code: {code}", code=code
            )
        )
    web = web_row(say, turn.desk) if turn.must_use_web else ()
    rows = (*web, *column(_choices(turn, referral)), *line_links(called, turn.locale))
    return Screen("\n".join(lines), (*rows, back_row(turn, MyRequests())))


def writing(turn: Turn, referral: Referral, *, sent: bool = False) -> Screen:
    """The header of every screen while words go to the worker."""
    say = turn.say
    unit = referral.unit_name or say("the desk")
    lines = [
        say("✎ You are writing to {reference}, {unit}", reference=referral.reference, unit=unit),
        say(
            "What you type now goes to the worker there. It ends after 30 minutes or when you leave."
        ),
    ]
    if sent:
        lines[1:] = [say("Sent. Type on if there is more."), lines[1]]
    stop = button(say("Done writing"), Request(referral=referral.id))
    return Screen("\n".join(lines), ((stop,), home_row(turn)))


def writing_is_over(turn: Turn, referral: int) -> Screen:
    text = turn.say(
        "Writing ended after 30 minutes, so this was not sent. Press the button and send it again."
    )
    again = button(
        turn.say("✎ Write to {reference}", reference=f"R-{referral}"), WriteTo(referral=referral)
    )
    return Screen(text, ((again,), back_row(turn, MyRequests())))


def ask_withdraw(turn: Turn, referral: Referral) -> Screen:
    say = turn.say
    text = say(
        "Take back {reference}? Nobody writes to you about it any more, and your consent ends.",
        reference=referral.reference,
    )
    yes = button(say("Yes, take it back"), Withdraw(referral=referral.id, sure=True))
    return Screen(text, ((yes,), back_row(turn, Request(referral=referral.id))))


def must_stay(turn: Turn, referral: Referral) -> Screen:
    text = turn.say(
        "Somebody's life may be in danger, so a person has to look at it first. You can tell them that it was not meant so."
    )
    write = _write(turn, referral)
    return Screen(text, ((write,), back_row(turn, Request(referral=referral.id))))


def rated(turn: Turn, referral: Referral) -> Screen:
    """Who was not helped is offered to go on."""
    say = turn.say
    rows: tuple[Row, ...] = ()
    if referral.rating != HELPED:
        rows = ((button(say("It isn't over: ask again"), Reopen(referral=referral.id)),),)
    text = say("Thank you for telling us.")
    return Screen(text, (*rows, back_row(turn, Request(referral=referral.id))))


def rating_row(say: Phrases, referral: int) -> tuple[Button, ...]:
    """One question, three answers."""
    words = {HELPED: say("It helped"), SOMEWHAT: say("Somewhat"), NO: say("No")}
    return tuple(button(text, Rate(referral=referral, rating=code)) for code, text in words.items())


def not_there(turn: Turn) -> Screen:
    """Also for another chat's request: what may not be seen does not exist."""
    return Screen(turn.say("There is no such request."), (back_row(turn, MyRequests()),))


def ask_code(turn: Turn, *, wrong: bool = False) -> Screen:
    say = turn.say
    asked = say("Type the code you got on Telegram. It looks like 12-ABCD-EFGH.")
    text = say("That code does not fit, or was used already. Look again.") if wrong else asked
    return Screen(text, (back_row(turn, MyRequests()),))


def _open(turn: Turn, referral: Referral) -> Button:
    standing_now = short_standing(turn.say, referral)
    return button(f"{referral.reference} · {standing_now}", Request(referral=referral.id))


def _write(turn: Turn, referral: Referral) -> Button:
    label = turn.say("✎ Write to {reference}", reference=referral.reference)
    return button(label, WriteTo(referral=referral.id))


def _choices(turn: Turn, referral: Referral) -> list[Button]:
    """What the table lets the family do now."""
    say, found = turn.say, []
    if after(referral.state, Step.ADD, FAMILY) and not turn.must_use_web:
        found.append(_write(turn, referral))
    if after(referral.state, Step.WITHDRAW, FAMILY):
        found.append(button(say("Withdraw"), Withdraw(referral=referral.id)))
    if after(referral.state, Step.RATE, FAMILY):
        found += rating_row(say, referral.id)
    if after(referral.state, Step.REOPEN, FAMILY):
        found.append(button(say("It isn't over: ask again"), Reopen(referral=referral.id)))
    return found


def _said(turn: Turn, message: Message, referral: Referral) -> str:
    unit = referral.unit_name or turn.say("the desk")
    who = turn.say("You") if message.from_family else turn.say("{unit}, worker", unit=unit)
    return f"\n{who} · {_at(turn, message.at)}\n{message.body}"


def _at(turn: Turn, at: datetime) -> str:
    return f"{at.astimezone(turn.desk.zone):%m-%d %H:%M}"
