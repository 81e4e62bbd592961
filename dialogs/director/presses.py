"""What the buttons of the director's and the supervisor's room want. They work for ever."""

from aiogram.filters.callback_data import CallbackData

from reminders.due import Kind


class Owed(CallbackData, prefix="owed"):
    """What is due and overdue, most urgent first."""

    page: int = 0


class Children(CallbackData, prefix="kids"):
    """The children in one's care."""

    page: int = 0


class ShowChild(CallbackData, prefix="child"):
    child: int


class Acknowledge(CallbackData, prefix="ack"):
    """For what is due of one child: "I know"."""

    child: int


class ShowDigest(CallbackData, prefix="digest"):
    digest: int
    page: int = 0


class AcknowledgeDigest(CallbackData, prefix="ackall"):
    """For everything in a digest."""

    digest: int


class Begin(CallbackData, prefix="rec"):
    """Opens the form for one entry."""

    child: int
    kind: Kind


class How(CallbackData, prefix="how"):
    """They spoke in this way (a code of `content.kinds`)."""

    child: int
    how: str


class ChooseDay(CallbackData, prefix="days"):
    child: int
    kind: Kind


class HeldOn(CallbackData, prefix="heldon"):
    """It was on this day (ISO)."""

    child: int
    kind: Kind
    day: str


class TypeDay(CallbackData, prefix="typeday"):
    child: int
    kind: Kind


class AddWords(CallbackData, prefix="addwords"):
    child: int
    kind: Kind


class Outcome(CallbackData, prefix="outcome"):
    """Back to the question how the child is."""

    child: int
    kind: Kind


class Enter(CallbackData, prefix="enter"):
    """Enters what the open form holds, with this outcome (a code; empty where none is asked)."""

    child: int
    kind: Kind
    reached: bool
    outcome: str = ""


class With(CallbackData, prefix="withwhom"):
    """They spoke with this one (a code of `content.kinds`); it need not be told."""

    child: int
    kind: Kind
    whom: str


class NotReached(CallbackData, prefix="noone"):
    """Nobody was reached: asks when to try again."""

    child: int
    kind: Kind


class Tried(CallbackData, prefix="tried"):
    """Enters the try; the next one is on that day (ISO)."""

    child: int
    kind: Kind
    again: str


class Undo(CallbackData, prefix="undo"):
    child: int
    entry: int


class OverdueOf(CallbackData, prefix="overdue"):
    """What one director left overdue; 0: where nobody answers."""

    director: int
    page: int = 0


class TakerOfOne(CallbackData, prefix="asone"):
    """Asks who takes this child."""

    child: int
    page: int = 0
