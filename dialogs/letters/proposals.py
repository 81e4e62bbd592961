"""Letters about proposals, children who came or left, and leave. Reference, kind and date only.

What no longer holds is not sent; of a child who died nothing ever is.
"""

from collections.abc import Mapping
from datetime import date

from dialogs.director.presses import ShowChild
from dialogs.director.proposing_press import ShowProposal
from dialogs.director.proposing_words import kind_of, state_name
from dialogs.director.words import day_name, director_reference, reference
from dialogs.letters import Composer, Sending
from dialogs.navigation import Home
from dialogs.parent.contact_wanted_screens import ShowWish
from dialogs.screen import Row, Screen, button
from reminders.leave import CANCELLED, TOLD
from reminders.leaving import LEAVINGS, Why
from reminders.proposal_clock import TOPS
from reminders.proposal_jobs import LEFT, WAITING, WAITING_ABOVE
from reminders.proposal_refusals import ANSWERED, DECIDED, PROPOSAL
from reminders.telling_owners import BACK, HANDED_OVER
from storage.ids import ChildId, LeaveId, PersonId, ProposalId
from storage.leave import leave_by_id
from storage.leaving import Fate, fate_of
from storage.proposal_changes import count_climbed
from storage.proposal_values import Proposal, ProposalState
from storage.proposals import proposal_by_id


async def waiting(sending: Sending) -> Screen | None:
    """To whoever has to answer now."""
    of = await _proposal(sending)
    if of is None or not of.is_open:
        return None
    say = sending.say
    by = _day(sending, of.answer_by.astimezone(sending.desk.zone).date())
    lines = [f"{of.reference} · {kind_of(say, of)}", say("Please answer by {day}.", day=by)]
    return Screen("\n".join(lines), (_see(sending, of), _home(sending)))


async def waiting_above(sending: Sending) -> Screen | None:
    """To the county: how many wait too long there, and nothing else."""
    code = str(sending.letter.refs["region"])
    count = await count_climbed(sending.tx, code, TOPS)
    if not count:
        return None
    text = sending.say(
        "Proposals and families' wishes nobody has answered in time: {count}. Please see to it with the supervisors.",
        count=count,
    )
    return Screen(text, (_home(sending),))


async def decided(sending: Sending) -> Screen | None:
    """To who proposed it."""
    of = await _proposal(sending)
    if of is None or of.state not in {ProposalState.ACCEPTED, ProposalState.DECLINED}:
        return None
    if of.child is not None and await _alive(sending, of.child) is None:
        return None
    say = sending.say
    text = say(
        "{reference} · {kind}: {state}",
        reference=of.reference,
        kind=kind_of(say, of),
        state=state_name(say, of),
    )
    return Screen(text, (_see(sending, of), _home(sending)))


async def answered(sending: Sending) -> Screen | None:
    """To the family, at the chat it asked from."""
    of = await _proposal(sending)
    if of is None or of.is_open or of.address != sending.to.address:
        return None
    text = sending.say("There is an answer to {reference}", reference=of.reference)
    see = button(sending.say("See {reference}", reference=of.reference), ShowWish(proposal=of.id))
    return Screen(text, ((see,), _home(sending)))


async def handed_over(sending: Sending) -> Screen | None:
    """To those who answer for the child from now on."""
    child = _child(sending)
    fate = await _alive(sending, child)
    if fate is None or fate.left_on is not None:
        return None
    text = sending.say("{child} has moved to you: its file comes along.", child=reference(child))
    return Screen(text, (_see_child(sending, child), _home(sending)))


async def left(sending: Sending) -> Screen | None:
    """To both owners, after the 16th birthday."""
    child = _child(sending)
    fate = await _alive(sending, child)
    if fate is None or fate.left_on is None:
        return None
    text = sending.say(
        "{child} is 16 now, since {day}. Nothing is owed any more; thank you.",
        child=reference(child),
        day=_day(sending, fate.left_on),
    )
    return Screen(text, (_home(sending),))


async def back(sending: Sending) -> Screen | None:
    """To the director: a leaving was a mistake."""
    child = _child(sending)
    fate = await _alive(sending, child)
    if fate is None or fate.left_on is not None:
        return None
    text = sending.say("{child} is back, as before.", child=reference(child))
    return Screen(text, (_see_child(sending, child), _home(sending)))


async def on_leave(sending: Sending) -> Screen | None:
    """To the one above: from when to when, or that it was cancelled."""
    refs, say = sending.letter.refs, sending.say
    who = director_reference(PersonId(int(refs["person"])))
    if refs["what"] == CANCELLED:
        return Screen(say("{person} is not on leave after all.", person=who), (_home(sending),))
    found = await leave_by_id(sending.tx, LeaveId(int(refs["leave"])))
    if found is None or found.until < _today(sending):
        return None
    text = say(
        "{person} is on leave from {since} to {until}. You can name who stands in.",
        person=who,
        since=_day(sending, found.since),
        until=_day(sending, found.until),
    )
    return Screen(text, (_home(sending),))


COMPOSERS: Mapping[str, Composer] = {
    WAITING: waiting,
    WAITING_ABOVE: waiting_above,
    DECIDED: decided,
    ANSWERED: answered,
    HANDED_OVER: handed_over,
    LEFT: left,
    BACK: back,
    TOLD: on_leave,
}


async def _proposal(sending: Sending) -> Proposal | None:
    return await proposal_by_id(sending.tx, ProposalId(int(sending.letter.refs[PROPOSAL])))


async def _alive(sending: Sending, child: ChildId) -> Fate | None:
    """None of a child about whom nobody is written to any more."""
    fate = await fate_of(sending.tx, child)
    if fate is None or (fate.left_why in list(Why) and LEAVINGS[Why(fate.left_why or "")].silent):
        return None
    return fate


def _child(sending: Sending) -> ChildId:
    return ChildId(int(sending.letter.refs["child"]))


def _see(sending: Sending, of: Proposal) -> Row:
    label = sending.say("See {reference}", reference=of.reference)
    return (button(label, ShowProposal(proposal=of.id)),)


def _see_child(sending: Sending, child: ChildId) -> Row:
    return (button(sending.say("The child"), ShowChild(child=child)),)


def _home(sending: Sending) -> Row:
    return (button(sending.say("Home"), Home()),)


def _today(sending: Sending) -> date:
    return sending.now.astimezone(sending.desk.zone).date()


def _day(sending: Sending, day: date) -> str:
    return day_name(day, _today(sending), sending.locale)
