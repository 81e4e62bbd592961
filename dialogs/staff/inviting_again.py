"""A new invite for somebody in office whom no address reaches: they keep their role and their children."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from dialogs.deeds.invites import invite
from dialogs.gate import gated
from dialogs.lost import lost
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.staff.inviting import OFFERED, made_screen
from dialogs.turn import Turn
from dialogs.web_only import web_only
from storage.access import Deed, Role, Thing, may
from storage.audit import note
from storage.ids import PersonId
from storage.invites import Invited
from storage.townships import officials, works_beyond

router = gated("inviting again", Role.SUPERVISOR, Role.ADMINISTRATOR)

AGAIN = frozenset({Role.DIRECTOR, Role.SUPERVISOR})


class InviteAgain(CallbackData, prefix="invre"):
    """Makes an invite for this person, in the role they hold."""

    person: int


@router.callback_query(InviteAgain.filter())
async def again(_: CallbackQuery, callback_data: InviteAgain, turn: Turn) -> Screen:
    """The link opens a new chat of the same person; who isn't in one's place is nobody.

    Only for who can't be reached: an invite lets whoever takes it act as this person.
    """
    turn.conversation.park()
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    kinds = AGAIN & set(OFFERED[turn.actor.role])
    who = PersonId(callback_data.person)
    found = await officials(turn.tx, turn.actor.scope, turn.today, kinds, who, names=True)
    if not found or not may(turn.actor, Deed.INVITE, Thing(path=found[0].path)):
        return lost(turn, pressed=True)
    seat = found[0]
    if seat.reached:
        text = turn.say("The desk reaches them. They can add another way themselves.")
        return Screen(text, (home_row(turn),))
    if await works_beyond(turn.tx, who, turn.actor.scope, turn.today):
        text = turn.say(
            "They work outside your place too, and an invite would open that as well. Ask the level above to invite them."
        )
        return Screen(text, (home_row(turn),))
    name = seat.name or ""
    invited = Invited(seat.role, seat.region, None, name, turn.person, person=who)
    made = await invite(turn.tx, invited, turn.now)
    await note(turn.tx, turn.actor, "invite", "invite", made.id, turn.now)
    return made_screen(turn, made, name)
