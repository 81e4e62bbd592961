"""Letters about referrals, worded when they go out; what no longer holds is not sent.

Here are those to families, and the relay, whose words go along where the desk may show them: in its web
chat, and on Telegram in standard privacy.
"""

from collections.abc import Mapping
from datetime import datetime

from dialogs.deeds.pick_up import pick_up_code
from dialogs.letters import Composer, Sending, referral_staff
from dialogs.letters.referral_staff import (
    home_row,
    referral_named,
    referral_of_letter,
    staff_rows,
    works_there,
)
from dialogs.parent.request_screens import Request, WriteTo, rating_row
from dialogs.parent.request_words import by_when, short_standing, standing
from dialogs.screen import Row, Screen, button
from dialogs.triage import presses
from dialogs.turn import Privacy
from dialogs.web_only import CHAT, web_row
from referrals import relay, telling
from referrals.levels import Level
from storage.access import Channel
from storage.database import Transaction
from storage.outbox import Letter
from storage.referrals import Referral, Source, State
from storage.relay import message_of


async def delivered(tx: Transaction, letter: Letter, now: datetime) -> None:
    """Called for every letter that was sent: an answer that reached the family is the response."""
    if letter.kind == telling.RELAY and letter.to.address is not None:
        wanted, seq = referral_named(letter), int(letter.refs["seq"])
        await relay.delivered(tx, wanted, seq, now)


async def receipt(sending: Sending) -> Screen | None:
    """To the family: it arrived. Whatever happened to it since is told by a letter of its own."""
    referral = await referral_of_letter(sending)
    if referral is None or referral.state is not State.QUEUED or not _is_theirs(sending, referral):
        return None
    lines = [_arrived(sending, referral)]
    if referral.unit is not None:
        lines.append(by_when(sending.say, Level(referral.level)))
    else:
        lines.append(standing(sending.say, referral))
    return Screen("\n".join(lines), (_see(sending, referral),))


async def changed(sending: Sending) -> Screen | None:
    """It stands elsewhere: to the family, to who referred the child, or to its worker when withdrawn."""
    referral = await referral_of_letter(sending)
    if referral is None or referral.state.value != sending.letter.refs["state"]:
        return None
    if _is_theirs(sending, referral):
        return _to_family(sending, referral)
    if sending.letter.to.person == referral.claimed_by and referral.state is State.WITHDRAWN:
        text = sending.say("{reference} was withdrawn by the family.", reference=referral.reference)
        return Screen(text, (home_row(sending),))
    if sending.letter.to.person == referral.opened_by:
        now = short_standing(sending.say, referral)
        return Screen(f"{referral.reference} · {now}", (home_row(sending),))
    return None


async def relayed(sending: Sending) -> Screen | None:
    """The words of the other side; where they may not be shown, that there are some."""
    referral = await referral_of_letter(sending)
    if referral is None:
        return None
    if _is_theirs(sending, referral):
        return await _answer(sending, referral)
    holds = referral.claimed_by is not None and sending.letter.to.person == referral.claimed_by
    if holds and await works_there(sending, referral):
        return await _addition(sending, referral)
    return None


COMPOSERS: Mapping[str, Composer] = {
    telling.NEW: referral_staff.new,
    telling.UNROUTED: referral_staff.unrouted,
    telling.RECEIPT: receipt,
    telling.CHANGED: changed,
    telling.RAISED: referral_staff.raised,
    telling.CLIMB: referral_staff.climbing,
    telling.RELAY: relayed,
}


async def _answer(sending: Sending, referral: Referral) -> Screen:
    """To the family: staff are their unit."""
    say = sending.say
    unit = referral.unit_name or say("the desk")
    if not _may_show_words(sending):
        head = say("There is an answer to {reference}", reference=referral.reference)
        code = pick_up_code(sending.tx.keys, referral)
        way = say(
            "Read it in the web chat: My requests → I have a code. Your code: {code}", code=code
        )
        lines = [
            head,
            way,
            *([f"{sending.desk.public_url}{CHAT}"] if sending.desk.public_url else []),
        ]
        return Screen("\n".join(lines), (*web_row(say, sending.desk), _see(sending, referral)))
    head = say("{unit} writes about {reference}", unit=unit, reference=referral.reference)
    write = button(
        say("✎ Write to {reference}", reference=referral.reference), WriteTo(referral=referral.id)
    )
    return Screen(f"{head}\n{await _body(sending, referral)}", ((write,), _see(sending, referral)))


async def _addition(sending: Sending, referral: Referral) -> Screen:
    say = sending.say
    head = say("The family wrote about {reference}", reference=referral.reference)
    if not _may_show_words(sending):
        return Screen(head, (*web_row(say, sending.desk), *staff_rows(sending, referral)))
    answer = button(
        say("✎ Answer {reference}", reference=referral.reference),
        presses.Reply(referral=referral.id),
    )
    rows = ((answer,), *staff_rows(sending, referral))
    return Screen(f"{head}\n{await _body(sending, referral)}", rows)


async def _body(sending: Sending, referral: Referral) -> str:
    found = await message_of(sending.tx, referral.id, int(sending.letter.refs["seq"]))
    return found.body if found else ""


def _arrived(sending: Sending, referral: Referral) -> str:
    """Who wrote words of danger did not ask for anything yet."""
    reference = referral.reference
    if referral.source is Source.DANGER:
        return sending.say("What you wrote is noted under {reference}", reference=reference)
    return sending.say("Your request has arrived: {reference}", reference=reference)


def _to_family(sending: Sending, referral: Referral) -> Screen:
    say = sending.say
    lines = [referral.reference, standing(say, referral)]
    if referral.state is not State.CLOSED:
        return Screen("\n".join(lines), (_see(sending, referral),))
    lines.append(say("Did it help?"))
    return Screen("\n".join(lines), (rating_row(say, referral.id), _see(sending, referral)))


def _see(sending: Sending, referral: Referral) -> Row:
    label = sending.say("See {reference}", reference=referral.reference)
    return (button(label, Request(referral=referral.id)),)


def _may_show_words(sending: Sending) -> bool:
    standard = sending.desk.privacy is Privacy.STANDARD
    on_telegram = sending.to.channel is Channel.TELEGRAM and standard
    return sending.to.channel is Channel.WEB or on_telegram


def _is_theirs(sending: Sending, referral: Referral) -> bool:
    """Whether this goes to the family's chat as it is now: a request may have moved to the web chat."""
    return referral.address is not None and sending.to.address == referral.address
