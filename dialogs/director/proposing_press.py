"""What the buttons around proposals want. They work for ever."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from reminders.proposal_refusals import No

Code = Annotated[str, Field(max_length=20)]


class Wish(StrEnum):
    """What a director answers to a family that wants to be contacted."""

    CONTACTED = "contacted"
    NOT_OURS = "not_ours"


class OwnProposals(CallbackData, prefix="props"):
    """What waits: to be decided by a supervisor; of a director's own, and families' wishes."""

    page: int = 0


class ShowProposal(CallbackData, prefix="prop"):
    proposal: int


class AnswerWish(CallbackData, prefix="wish"):
    proposal: int
    answer: Wish


class TakeBack(CallbackData, prefix="propback"):
    """Whoever proposed it takes it back."""

    proposal: int


class ProposeChild(CallbackData, prefix="newkid"):
    """Opens the form for a child that is not in the ledger; 0: no family's wish led to it."""

    wanted: int = 0


class KeyCare(CallbackData, prefix="keycare"):
    """A counted child needs key care: asks why."""

    child: int


class ChildStep(CallbackData, prefix="kidstep"):
    """Back to a step of the form."""

    step: Code


class SkipStep(CallbackData, prefix="kidskip"):
    """Leaves the question of this step unanswered."""

    step: Code


class ChildPlace(CallbackData, prefix="kidat"):
    """The child lives there."""

    code: Code


class Reason(CallbackData, prefix="reason"):
    """A reason for key care holds, or doesn't."""

    code: Code
    on: bool


class SendChild(CallbackData, prefix="sendkid"):
    """Proposes what the form holds."""


class Accept(CallbackData, prefix="accept"):
    proposal: int


class AskDecline(CallbackData, prefix="declines"):
    """Asks why not."""

    proposal: int


class Decline(CallbackData, prefix="decline"):
    proposal: int
    why: No


class Closings(CallbackData, prefix="closings"):
    """Children who left lately, and can still be taken back."""


class Reopen(CallbackData, prefix="reopen"):
    """The leaving was wrong."""

    proposal: int
