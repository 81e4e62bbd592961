"""A director's first screen: what is due, in words; and the ways on."""

from dialogs.deeds.refer import OwnReferrals
from dialogs.director.presses import Children, Owed
from dialogs.director.words import counts_line
from dialogs.screen import Screen, button
from dialogs.staff.home import role_name
from dialogs.turn import Turn
from reminders.digest import items_of, overdue
from reminders.morning import last_day_asked
from storage.owed import owed_to


async def home(turn: Turn) -> Screen:
    """Silence when nothing is due: it says so and asks for nothing."""
    say = turn.say
    owed = items_of(await owed_to(turn.tx, turn.actor, turn.today, last_day_asked(turn.today)))
    further = (
        (
            button(say("My children"), Children()),
            button(say("My referrals"), OwnReferrals()),
        ),
    )
    if not owed:
        text = say("Nothing is due. You hear from the desk when something is.")
        return Screen(f"{role_name(turn, turn.actor.role)}\n{text}", further)
    text = counts_line(say, len(owed), overdue(owed, turn.today))
    due = button(say("What is due"), Owed())
    return Screen(f"{role_name(turn, turn.actor.role)}\n{text}", ((due,), *further))
