"""The names of roles, and the first screen of those whose own rooms come later."""

from dialogs.screen import Screen
from dialogs.turn import Turn
from storage.access import Role


def role_name(turn: Turn, role: Role) -> str:
    names = {
        Role.PARENT: turn.say("parent"),
        Role.DIRECTOR: turn.say("Child director"),
        Role.SUPERVISOR: turn.say("Child supervisor"),
        Role.TRIAGE: turn.say("Triage worker"),
        Role.REFERRER: turn.say("Referrer"),
        Role.EDITOR: turn.say("Editor"),
        Role.ADMINISTRATOR: turn.say("Administrator"),
    }
    return names[role]


async def screen(turn: Turn) -> Screen:
    """An administrator is told what comes to them; they act through commands for now."""
    text = turn.say(
        "You will be told here what needs you. There is nothing to do on this page now."
    )
    return Screen(f"{role_name(turn, turn.actor.role)}\n{text}")
