"""Ways into a parent's dialogs that others offer too."""

from aiogram.filters.callback_data import CallbackData


class AskSupport(CallbackData, prefix="support"):
    """Asks for psychological support: opens the intake."""


class MyRequests(CallbackData, prefix="mine"):
    """What this chat has asked for, and where it stands."""


class AskPlace(CallbackData, prefix="where"):
    """Asks where the person lives."""


class ChooseLanguage(CallbackData, prefix="langs"):
    """The languages offered."""


class Held(CallbackData, prefix="held"):
    """What the desk keeps of this chat."""
