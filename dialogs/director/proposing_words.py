"""How proposals are called on screens and in letters."""

from content.phrases import Phrases
from dialogs.director.words import reference
from dialogs.turn import Turn
from reminders.leaving import Why
from reminders.proposal_refusals import No
from storage.ids import ChildId
from storage.proposal_values import Proposal, ProposalKind, ProposalState


def kind_of(say: Phrases, of: Proposal) -> str:
    """What a push may say: nothing of why."""
    match of.kind:
        case ProposalKind.CHILD if of.child is not None:
            return say("Key care for {child}", child=reference(of.child))
        case ProposalKind.CHILD:
            return say("A child for the ledger")
        case ProposalKind.LEAVING:
            return say("{child}: a change to confirm", child=reference(of.child or ChildId(0)))
        case ProposalKind.CONTACT:
            return say("A family asks to be contacted")


def why_name(say: Phrases, why: Why) -> str:
    """On the desk's own screens."""
    match why:
        case Why.MOVED:
            return say("Moved away")
        case Why.HUKOU:
            return say("Household registration moved here")
        case Why.NEED_ENDED:
            return say("Key care is no longer needed")
        case Why.SIXTEEN:
            return say("16 years old")
        case Why.DIED:
            return say("The child has died")


def no_name(say: Phrases, why: No) -> str:
    match why:
        case No.NOT_COVERED:
            return say("Not a child the ledger is for")
        case No.KNOWN:
            return say("In the ledger already")
        case No.UNCLEAR:
            return say("Not clear yet: let us talk")
        case No.STILL_HERE:
            return say("The child still belongs here")
        case No.NOT_OURS:
            return say("Not for the child director")


def state_name(say: Phrases, of: Proposal) -> str:
    match of.state:
        case ProposalState.OPEN:
            return say("waits for an answer")
        case ProposalState.ACCEPTED:
            return say("done") if of.kind is ProposalKind.CONTACT else say("agreed")
        case ProposalState.DECLINED:
            return say("not agreed")
        case ProposalState.WITHDRAWN:
            return say("taken back")


def line_of(turn: Turn, of: Proposal) -> str:
    """A line of a list."""
    return f"{of.reference} · {kind_of(turn.say, of)}"
