"""What the buttons about complaints want. They work for ever."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from dialogs.screen import Row, button
from dialogs.turn import Turn


class What(StrEnum):
    """An answer to "what is it about?"; `PERSON` asks on for the role, the others are `About`'s codes."""

    DESK = "desk"
    SERVICES = "services"
    PERSON = "person"
    DIRECTOR = "director"
    SUPERVISOR = "supervisor"
    TRIAGE = "triage"
    ADMINISTRATOR = "administrator"
    OTHER = "other"


class Complain(CallbackData, prefix="cpl"):
    """Begins one: asks what it is about."""


class AboutWhat(CallbackData, prefix="cplabout"):
    what: What


class OwnComplaints(CallbackData, prefix="cplmine"):
    """What one wrote, and where it stands."""


class OwnComplaint(CallbackData, prefix="cplown"):
    complaint: int


class WithdrawComplaint(CallbackData, prefix="cplback"):
    """Takes it back; `sure` after having been asked."""

    complaint: int
    sure: bool = False


class ToAnswer(CallbackData, prefix="cplopen"):
    """What waits for an administrator's answer."""

    page: int = 0


class ReadComplaint(CallbackData, prefix="cplread"):
    complaint: int


class AnswerComplaint(CallbackData, prefix="cplans"):
    """Opens the form for the answer."""

    complaint: int


class PassComplaint(CallbackData, prefix="cplup"):
    """One level up from that many climbs: pressed twice, it goes up once."""

    complaint: int
    climbed: int


def complain_row(turn: Turn) -> Row:
    return (button(turn.say("Complaints and suggestions"), Complain()),)
