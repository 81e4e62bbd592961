"""Ways into a parent's dialogs that others offer too."""

from aiogram.filters.callback_data import CallbackData


class AskSupport(CallbackData, prefix="support"):
    """Asks for psychological support: opens the intake."""


class MyRequests(CallbackData, prefix="mine"):
    """What this chat has asked for, and where it stands."""
