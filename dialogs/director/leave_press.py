"""What the buttons around one's own leave want. Days are ISO."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Day = Annotated[str, Field(max_length=10)]


class Leaves(CallbackData, prefix="away"):
    """One's own leave from–to."""


class NewLeave(CallbackData, prefix="awaynew"):
    """Asks from when."""


class LeaveFrom(CallbackData, prefix="awayfrom"):
    """From this day on; asks until when."""

    since: Day


class LeaveThrough(CallbackData, prefix="awayto"):
    """From one day through the other."""

    since: Day
    until: Day


class CancelLeave(CallbackData, prefix="awayoff"):
    leave: int


class ShortenLeave(CallbackData, prefix="awayend"):
    """Ends on that day already; without one, asks when."""

    leave: int
    until: Day = ""
