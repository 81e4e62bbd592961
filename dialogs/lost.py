"""Answers for what nobody handles, and for our own failures."""

from content.phrases import Phrases
from dialogs.navigation import Home, home_row
from dialogs.screen import Screen, button
from dialogs.turn import Turn


def lost(turn: Turn, *, pressed: bool) -> Screen:
    """A button that no longer means anything here, or something that is no text."""
    if pressed:
        return Screen(
            turn.say("This button belongs to an older page. Here is the way back."),
            (home_row(turn),),
        )
    text = turn.say("I can only read words, no pictures or voice. Please type what you need.")
    return Screen(text, (home_row(turn),))


def apology(say: Phrases, code: str) -> Screen:
    """`code` is the one in the log."""
    lines = [
        say("Sorry, that did not work and was not stored. Please send it again."),
        say("In danger, call 110 or 120 at once."),
        say("Should it fail again, tell us this code: {code}", code=code),
    ]
    return Screen("\n".join(lines), ((button(say("Home"), Home()),),))
