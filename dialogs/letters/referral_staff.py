"""Letters to staff about referrals, and what all letters about referrals share.

Off the desk's own screens they hold the reference, their kind and the way to the desk, nothing more.
"""

from dialogs.letters import Sending
from dialogs.navigation import Home
from dialogs.screen import Row, Screen, button
from dialogs.triage import presses, words
from referrals.clocks import Clock
from storage.access import Channel
from storage.ids import ReferralId
from storage.outbox import Letter
from storage.people import members_of
from storage.referrals import Referral, State, referral_by_id


async def new(sending: Sending) -> Screen | None:
    """To a worker of the unit: it waits. Nobody who left the unit meanwhile gets it."""
    referral = await referral_of_letter(sending)
    if referral is None or referral.state is not State.QUEUED:
        return None
    if not await works_there(sending, referral):
        return None
    head = sending.say("A new request waits: {reference}", reference=referral.reference)
    return Screen(_card(sending, head, referral), staff_rows(sending, referral, claim=True))


async def unrouted(sending: Sending) -> Screen | None:
    """To administrators: nobody is there to take it."""
    referral = await referral_of_letter(sending)
    if referral is None or referral.unit is not None or not referral.is_open:
        return None
    head = sending.say("Nobody is there to take {reference}", reference=referral.reference)
    text = sending.say(
        "Please see to a triage worker for this place. The family has been given the lines."
    )
    return Screen(f"{_outline(sending, head, referral)}\n{text}", (home_row(sending),))


async def raised(sending: Sending) -> Screen | None:
    """To its worker or unit: words of danger were added."""
    referral = await referral_of_letter(sending)
    if referral is None or not referral.is_open or not await works_there(sending, referral):
        return None
    head = sending.say("⚠ Words of danger were added to {reference}", reference=referral.reference)
    claim = referral.state is State.QUEUED
    return Screen(_card(sending, head, referral), staff_rows(sending, referral, claim=claim))


async def climbing(sending: Sending) -> Screen | None:
    """A clock ran out, and nobody has acted since."""
    referral = await referral_of_letter(sending)
    if referral is None or not referral.is_open:
        return None
    if referral.climbed < int(sending.letter.refs["n"]):
        return None
    clock = Clock(sending.letter.refs["clock"])
    head = sending.say("⏰ Past its time: {reference}", reference=referral.reference)
    why = words.clock_name(sending.say, clock)
    if not await works_there(sending, referral):
        return Screen(f"{_outline(sending, head, referral)}\n{why}", (home_row(sending),))
    claim = referral.state is State.QUEUED
    text = f"{_card(sending, head, referral)}\n{why}"
    return Screen(text, staff_rows(sending, referral, claim=claim))


def _outline(sending: Sending, head: str, referral: Referral) -> str:
    """For administrators, who see no referral: where somebody is missing, and how urgently."""
    if sending.to.channel is not Channel.WEB:
        return head
    level = words.level_name(sending.say, referral.level)
    return f"{head}\n{level} · {words.county_name(sending.say, referral.region)}"


def _card(sending: Sending, head: str, referral: Referral) -> str:
    """For the unit: level, kind, age and county on the desk's own screens; elsewhere the reference alone."""
    if sending.to.channel is not Channel.WEB:
        return head
    line = words.card_line(sending.say, sending.locale, referral, sending.now)
    return f"{head}\n{line}"


def staff_rows(sending: Sending, referral: Referral, *, claim: bool = False) -> tuple[Row, ...]:
    see = button(
        sending.say("See {reference}", reference=referral.reference),
        presses.Card(referral=referral.id),
    )
    if not claim:
        return ((see,),)
    return ((button(sending.say("Claim"), presses.Claim(referral=referral.id)), see),)


def home_row(sending: Sending) -> Row:
    return (button(sending.say("🏠 Home"), Home()),)


def referral_named(letter: Letter) -> ReferralId:
    return ReferralId(int(letter.refs["referral"]))


async def referral_of_letter(sending: Sending) -> Referral | None:
    return await referral_by_id(sending.tx, referral_named(sending.letter))


async def works_there(sending: Sending, referral: Referral) -> bool:
    """Whether the recipient is a worker of the unit today."""
    if referral.unit is None:
        return False
    today = sending.now.astimezone(sending.desk.zone).date()
    return sending.letter.to.person in await members_of(sending.tx, referral.unit, today)
