"""What a proposal may be refused for, by the desk and by a supervisor; and what its letters are called."""

from collections.abc import Mapping
from enum import StrEnum

from storage.ids import ProposalId
from storage.proposal_values import ProposalKind

PROPOSAL = "proposal"
DECIDED = "proposal_decided"
ANSWERED = "proposal_answered"


class Refused(Exception):
    """Nothing was written."""


class NotThere(Refused):
    """No such child or proposal, or none of this actor's: one answer for both."""


class Waits(Refused):
    """There is one already that nobody has decided yet."""

    def __init__(self, which: ProposalId) -> None:
        super().__init__(which)
        self.which = which


class NotFitting(Refused):
    """What was told doesn't hold: 16 already, not in key care, in key care already, a reason of another kind."""


class DecidedAlready(Refused):
    """Somebody was first."""


class No(StrEnum):
    """Why a proposal is declined."""

    NOT_COVERED = "not_covered"
    KNOWN = "known"
    UNCLEAR = "unclear"
    STILL_HERE = "still_here"
    NOT_OURS = "not_ours"


NOS: Mapping[ProposalKind, tuple[No, ...]] = {
    ProposalKind.CHILD: (No.NOT_COVERED, No.KNOWN, No.UNCLEAR),
    ProposalKind.LEAVING: (No.STILL_HERE, No.UNCLEAR),
    ProposalKind.CONTACT: (No.NOT_OURS,),
}
CONTACTED, CHILD_PROPOSED = "contacted", "child_proposed"
