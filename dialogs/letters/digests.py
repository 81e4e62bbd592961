"""The morning's digest, worded when it is sent: what was done meanwhile is no longer in it.

And the word to whoever is next, when a digest reached nobody.
"""

from collections.abc import Mapping
from datetime import date

from content.phrases import Phrases
from dialogs.director.digest_screen import digest_screen
from dialogs.director.digest_words import item_button, item_reference, listed, staff_reference
from dialogs.director.paging import LINES
from dialogs.director.presses import OverdueOf
from dialogs.letters import Composer, Sending
from dialogs.navigation import Home
from dialogs.screen import Row, Screen, button, column
from dialogs.staff.inviting_again import InviteAgain
from dialogs.turn import Privacy
from reminders.digest_reading import digest_to_send
from reminders.unheard import Unheard, read_unheard
from storage.access import Channel, Role
from storage.ids import DigestId, PersonId


async def digest(sending: Sending) -> Screen | None:
    """None when nothing of it is open any more, or the reader is not the one to tell any more."""
    person, letter = sending.letter.to.person, sending.letter
    if person is None:
        return None
    which = DigestId(int(letter.refs["digest"]))
    today, brought = _today(sending), bool(letter.tried)
    found = await digest_to_send(sending.tx, which, person, today, brought=brought)
    if found is None:
        return None
    return digest_screen(sending.say, *found, page=0, today=today, reasons=_reasons(sending))


async def unheard(sending: Sending) -> Screen | None:
    """Who reads it may invite the person anew. None when they can be reached again, or nothing is open."""
    reader, refs = sending.letter.to.person, sending.letter.refs
    if reader is None:
        return None
    today = _today(sending)
    which, person = DigestId(int(refs["digest"])), PersonId(int(refs["person"]))
    found = await read_unheard(sending.tx, which, person, reader, today)
    if found is None:
        return None
    say = sending.say
    rows = column(item_button(say, item, today) for item in found.laid.items[:LINES])
    return Screen(_told(say, found), (*rows, *_further(say, found)))


def _told(say: Phrases, found: Unheard) -> str:
    values = {"person": staff_reference(found.role, found.person), "count": found.open}
    items = [item_reference(item) for item in found.laid.items[:LINES]]
    if not items:
        return say("{person} can't be reached on any channel. Due: {count}.", **values)
    things = listed(say, items)
    if found.open > len(items):
        return say(
            "{person} can't be reached on any channel. Due: {count}, first {things}.",
            things=things,
            **values,
        )
    return say(
        "{person} can't be reached on any channel. Due: {count} ({things}).",
        things=things,
        **values,
    )


def _further(say: Phrases, found: Unheard) -> tuple[Row, ...]:
    who = found.person
    overdue: tuple[Row, ...] = ()
    if found.laid.items and found.role is Role.DIRECTOR:
        overdue = ((button(say("What they have overdue"), OverdueOf(director=who)),),)
    invite = (button(say("A new invite for them"), InviteAgain(person=who)),)
    return (*overdue, invite, (button(say("Home"), Home()),))


def _today(sending: Sending) -> date:
    return sending.now.astimezone(sending.desk.zone).date()


def _reasons(sending: Sending) -> bool:
    """Under strict privacy only the desk's own page says what was tried for a child."""
    strict = sending.desk.privacy is Privacy.STRICT
    return sending.to.channel is Channel.WEB or (
        not strict and sending.to.channel is Channel.TELEGRAM
    )


COMPOSERS: Mapping[str, Composer] = {"digest": digest, "unheard": unheard}
