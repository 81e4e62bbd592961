"""Letters about people: an invite was taken; the lines, where they could not be told at once."""

from collections.abc import Mapping

from dialogs.first_aid import first_aid
from dialogs.letters import Composer, Sending
from dialogs.navigation import Home
from dialogs.screen import Screen, button
from referrals.danger import Danger, Label
from referrals.levels import Level
from storage.ids import InviteId
from storage.invites import invite_by_id


async def invite_taken(sending: Sending) -> Screen | None:
    """The inviter learns that their invite was taken; who that is stands on the desk only."""
    found = await invite_by_id(sending.tx, InviteId(int(sending.letter.refs["invite"])))
    if found is None:
        return None
    text = sending.say(
        "Your invite no. {number} for {place} was taken. If that was not the right person, tell the administrator.",
        number=found.id,
        place=found.region_name,
    )
    return Screen(text, ((button(sending.say("Home"), Home()),),))


async def danger_lines(sending: Sending) -> Screen | None:
    """The lines once more, after they could not be told in the same second."""
    refs = sending.letter.refs
    danger = Danger(Label(refs["label"]), Level(refs["level"]), bool(refs["child_voice"]))
    return first_aid(danger, sending.locale, repeated=False)


COMPOSERS: Mapping[str, Composer] = {"invite_taken": invite_taken, "danger_lines": danger_lines}
