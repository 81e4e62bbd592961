"""Home and Back, on every screen."""

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Row, button
from dialogs.turn import Turn


class Home(CallbackData, prefix="home"):
    """To the first screen of the role one acts in; an open form is parked."""


class Resume(CallbackData, prefix="resume"):
    """Goes on with a parked form, named as its group of states."""

    form: str


def home_row(turn: Turn) -> Row:
    return (button(turn.say("Home"), Home()),)


def back_row(turn: Turn, press: CallbackData) -> Row:
    """Back, with Home beside it."""
    return (button(turn.say("← Back"), press), button(turn.say("Home"), Home()))
