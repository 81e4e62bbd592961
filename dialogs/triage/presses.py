"""What the buttons of the triage room want. They work for ever; a referral is named by its number."""

from aiogram.filters.callback_data import CallbackData


class Queue(CallbackData, prefix="queue"):
    """What waits in one's unit, the most urgent first."""

    page: int = 0


class Held(CallbackData, prefix="myrefs"):
    """What one holds oneself."""


class Card(CallbackData, prefix="rcard"):
    """How a referral stands; no content."""

    referral: int


class Claim(CallbackData, prefix="claim"):
    referral: int


class Read(CallbackData, prefix="read"):
    """The content, for its holder; each reading is recorded."""

    referral: int


class Reply(CallbackData, prefix="reply"):
    """What is typed from now on goes to the family."""

    referral: int


class Called(CallbackData, prefix="called"):
    """Spoke with the family outside the desk; `sure` after having been asked."""

    referral: int
    sure: bool = False


class GiveBack(CallbackData, prefix="giveback"):
    """Back into the queue; `sure` after having been asked."""

    referral: int
    sure: bool = False


class AskOutcome(CallbackData, prefix="ends"):
    """How did it end?"""

    referral: int


class ChooseOutcome(CallbackData, prefix="end"):
    """This outcome (a code); words may be added."""

    referral: int
    outcome: str


class Close(CallbackData, prefix="close"):
    """Closes with this outcome and without words."""

    referral: int
    outcome: str


class History(CallbackData, prefix="rhist"):
    referral: int
