"""Letters about complaints: one waits, one is answered. Reference and day; the words stay on the desk."""

from collections.abc import Mapping

from dialogs.complaints.presses import OwnComplaint, ReadComplaint
from dialogs.director.words import day_name
from dialogs.letters import Composer, Sending
from dialogs.navigation import Home
from dialogs.screen import Row, Screen, button
from reminders.complaints import ANSWERED, WAITS, day_of, still_to_tell
from storage.complaints import complaint_by_id, reference
from storage.ids import ComplaintId


async def waits(sending: Sending) -> Screen | None:
    """To an administrator: none when it is closed, or may not be theirs to see any more."""
    wanted, person = _complaint(sending), sending.letter.to.person
    today = day_of(sending.now)
    if person is None or not await still_to_tell(sending.tx, wanted, person, today):
        return None
    found = await complaint_by_id(sending.tx, wanted)
    if found is None:
        return None
    text = sending.say(
        "A complaint or suggestion waits for your answer: {reference} · by {day}",
        reference=found.reference,
        day=day_name(day_of(found.answer_by), today, sending.locale),
    )
    see = button(_see(sending, wanted), ReadComplaint(complaint=wanted))
    return Screen(text, ((see,), _home(sending)))


async def answered(sending: Sending) -> Screen | None:
    """To the chat that wrote it."""
    wanted = _complaint(sending)
    text = sending.say("Your {reference} has an answer.", reference=reference(wanted))
    see = button(_see(sending, wanted), OwnComplaint(complaint=wanted))
    return Screen(text, ((see,), _home(sending)))


def _complaint(sending: Sending) -> ComplaintId:
    return ComplaintId(int(sending.letter.refs["complaint"]))


def _see(sending: Sending, wanted: ComplaintId) -> str:
    return sending.say("See {reference}", reference=reference(wanted))


def _home(sending: Sending) -> Row:
    return (button(sending.say("Home"), Home()),)


COMPOSERS: Mapping[str, Composer] = {WAITS: waits, ANSWERED: answered}
