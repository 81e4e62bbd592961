"""The morning's digest, worded when it is sent: what was done meanwhile is no longer in it."""

from collections.abc import Mapping

from dialogs.director.digest_screen import digest_screen
from dialogs.letters import Composer, Sending
from dialogs.screen import Screen
from reminders.digest import read_digest
from storage.ids import DigestId


async def digest(sending: Sending) -> Screen | None:
    """None when nothing of it is open any more."""
    person = sending.letter.to.person
    if person is None:
        return None
    today = sending.now.astimezone(sending.desk.zone).date()
    which = DigestId(int(sending.letter.refs["digest"]))
    found = await read_digest(sending.tx, which, person, today)
    if found is None or not found[1].lines:
        return None
    return digest_screen(sending.say, *found, page=0, today=today)


COMPOSERS: Mapping[str, Composer] = {"digest": digest}
