"""To who looks after a director: nobody is reached for a child. Reference, kind and count, nothing more."""

from collections.abc import Mapping

from dialogs.director.presses import ShowChild
from dialogs.director.words import kind_name, reference
from dialogs.letters import Composer, Sending
from dialogs.navigation import Home
from dialogs.screen import Screen, button
from reminders.due import Kind
from reminders.trying import TRIED_THRICE
from storage.ids import ReminderId
from storage.promises import tries_at


async def tried_thrice(sending: Sending) -> Screen | None:
    """None when somebody was reached meanwhile, or a try was undone."""
    refs = sending.letter.refs
    found = await tries_at(sending.tx, ReminderId(int(refs["reminder"])))
    if found is None or found.tries < int(refs["n"]):
        return None
    say = sending.say
    text = say(
        "{child} · {kind}: nobody reached {count} times in a row. Please think with the director how to go on.",
        child=reference(found.child),
        kind=kind_name(say, Kind(found.kind)),
        count=found.tries,
    )
    see = button(
        say("See {reference}", reference=reference(found.child)), ShowChild(child=found.child)
    )
    return Screen(text, ((see,), (button(say("Home"), Home()),)))


COMPOSERS: Mapping[str, Composer] = {TRIED_THRICE: tried_thrice}
