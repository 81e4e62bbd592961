"""The relay: numbered words between a family and the worker who holds its referral.

Neither side sees the other's account or name: the family reads "unit, worker", the worker reads R-12.
An answer and an addition are rows of the relay and of the audit; they are their own step of the history.
"""

from dataclasses import replace
from datetime import datetime

from referrals import telling
from referrals.opening import THING, with_clock
from referrals.queue import for_family, for_staff, move
from referrals.refusals import NoChat
from referrals.states import FAMILY, STAFF, Step
from storage.access import Actor, Deed
from storage.answerers import tell
from storage.audit import note
from storage.database import Transaction
from storage.ids import ReferralId
from storage.outbox import To
from storage.referral_changes import change
from storage.referrals import Referral, State, referral_by_id
from storage.relay import add_message, family_waits_since


async def say_to_family(
    tx: Transaction, actor: Actor, wanted: ReferralId, body: str, now: datetime
) -> Referral:
    """Stored and on its way; it counts as the response when it is delivered (`delivered`)."""
    found = await for_staff(tx, actor, wanted, Deed.ANSWER)
    if found.address is None:
        raise NoChat(found)
    answered = await move(tx, found, Step.ANSWER, STAFF, now)
    seq = await add_message(tx, found.id, body, now, from_family=False, person=actor.person)
    await note(tx, actor, Step.ANSWER.value, THING, found.id, now)
    await tell(tx, telling.relayed(answered, seq, To(address=found.address)), now)
    return answered


async def say_to_staff(
    tx: Transaction, actor: Actor, wanted: ReferralId, body: str, now: datetime
) -> Referral:
    """The family adds words; its worker is told. While nobody holds it they wait with the rest."""
    found = await for_family(tx, actor, wanted)
    waits = found.waiting_since or now
    added = await move(tx, found, Step.ADD, FAMILY, now, waiting_since=waits)
    seq = await add_message(tx, found.id, body, now, from_family=True)
    await note(tx, actor, Step.ADD.value, THING, found.id, now)
    if found.claimed_by is not None:
        await tell(tx, telling.relayed(added, seq, To(person=found.claimed_by)), now)
    return added


async def delivered(tx: Transaction, wanted: ReferralId, seq: int, now: datetime) -> None:
    """An answer reached the family: the first one is the response, and the reply's clock stops.

    It goes on from the first message the family wrote after that answer, if there is one.
    """
    found = await referral_by_id(tx, wanted, lock=True)
    if found is None or found.state is not State.IN_CARE:
        return
    after = replace(
        found,
        responded_at=found.responded_at or now,
        waiting_since=await family_waits_since(tx, wanted, seq),
        moved_at=now,
    )
    await change(tx, found, with_clock(found, after))
