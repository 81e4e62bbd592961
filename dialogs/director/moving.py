"""What the buttons want that tell of a child who leaves the ledger or needs key care no more."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from reminders.leaving import Why


class Moved(CallbackData, prefix="moved"):
    """Asks what has changed."""

    child: int


class LeavesFor(CallbackData, prefix="leavesfor"):
    """For this reason; of a move, asks where to."""

    child: int
    why: Why


class ProposeLeaving(CallbackData, prefix="leaving"):
    """The supervisor shall agree. `to`: the place of the desk it moved to, empty for any other."""

    child: int
    why: Why
    to: Annotated[str, Field(max_length=12)] = ""
