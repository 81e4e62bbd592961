"""What is seldom needed, behind one button: it keeps the first screen of a role short."""

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Row, button
from dialogs.turn import Turn


class More(CallbackData, prefix="more"):
    """The second page of a role's first screen; its rows stand in `dialogs.routers`."""


def more_row(turn: Turn) -> Row:
    return (button(turn.say("More …"), More()),)
