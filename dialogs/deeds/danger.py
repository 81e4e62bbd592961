"""What follows words of danger in the turn: the trace, at P0 a referral with its alarm, and what to say.

The lines went out before the turn. Who writes changes what follows: for a family's own words a referral
can be opened; staff who write about a child get the duty to report and a way to refer.
"""

from dataclasses import dataclass
from datetime import datetime

from dialogs.turn import Turn
from referrals import opening
from referrals.clocks import ZONE
from referrals.danger import Danger, Label
from referrals.intake import Basis, Intake
from referrals.levels import Level
from referrals.opening import Asked, open_referral
from storage.access import Actor, Channel, Role
from storage.audit import note
from storage.danger_traces import Trace, add_trace, link_trace, open_danger_of, voice_of
from storage.database import Transaction
from storage.ids import AddressId
from storage.referrals import Referral, Source

WORRIES = {
    Label.SELF_HARM_CHILD: "SELF_HARM",
    Label.SELF_HARM_ADULT: "SELF_HARM",
    Label.ABUSE_PHYSICAL: "HURT_BY_SOMEONE",
    Label.ABUSE_SEXUAL: "HURT_BY_SOMEONE",
    Label.VIOLENCE_THREAT: "HURT_BY_SOMEONE",
    Label.MISSING_CHILD: "OTHER",
    Label.MEDICAL_EMERGENCY: "OTHER",
}


@dataclass(frozen=True)
class Noticed:
    """The trace stored, and the referral it opened or was added to."""

    trace: int
    referral: Referral | None


async def notice(turn: Turn, danger: Danger) -> Noticed:
    """The trace of the turn's text. A chat has one open referral of danger: later words add to it."""
    turn.danger_noted = True
    actor = turn.actor
    if actor.role is not Role.PARENT:
        stored = await _trace(turn.tx, actor.address, danger, turn.text, turn.now)
        return Noticed(stored, None)
    return await _notice(turn.tx, actor, turn.place, danger, turn.text, turn.now)


async def add_danger(turn: Turn, danger: Danger, to: Referral) -> None:
    """Words of danger within the relay belong to that referral."""
    turn.danger_noted = True
    address = turn.actor.address
    stored = await _trace(turn.tx, address, danger, turn.text, turn.now, to)
    await opening.add_danger(turn.tx, to, danger.level, stored, turn.now)


async def trace(
    tx: Transaction, address: AddressId, danger: Danger, words: str, now: datetime
) -> None:
    """After a turn that failed: the same without it."""
    voice = await voice_of(tx, address, now.astimezone(ZONE).date())
    if voice.staff:
        await _trace(tx, address, danger, words, now)
        return
    actor = Actor(address, None, Role.PARENT, "", None, Channel.WEB, "")
    await _notice(tx, actor, voice.place, danger, words, now)


async def open_for(
    tx: Transaction, actor: Actor, place: str | None, of: Trace, now: datetime
) -> Referral:
    """Somebody asked to talk after words of danger: the press is the consent, the words are all there is."""
    already = await open_danger_of(tx, actor.address)
    if already is None:
        danger = Danger(Label(of.label), Level(of.level), child_voice=False)
        referral = await _open(tx, actor, place, danger, Basis.CONSENT, now)
    else:
        referral = await opening.add_danger(tx, already, Level(of.level), of.id, now)
    await link_trace(tx, of.id, referral.id)
    return referral


async def _notice(
    tx: Transaction, actor: Actor, place: str | None, danger: Danger, words: str, now: datetime
) -> Noticed:
    already = await open_danger_of(tx, actor.address)
    if already is not None:
        stored = await _trace(tx, actor.address, danger, words, now, already)
        await note(tx, actor, "danger", opening.THING, already.id, now)
        raised = await opening.add_danger(tx, already, danger.level, stored, now)
        return Noticed(stored, raised)
    opened = None
    if danger.level is Level.P0:
        opened = await _open(tx, actor, place, danger, Basis.DANGER, now)
    return Noticed(await _trace(tx, actor.address, danger, words, now, opened), opened)


async def _open(
    tx: Transaction,
    actor: Actor,
    place: str | None,
    danger: Danger,
    basis: Basis,
    now: datetime,
) -> Referral:
    intake = Intake(basis=basis, worry=WORRIES[danger.label], danger=danger.level)
    asked = Asked(Source.DANGER, intake, danger.level, place, address=actor.address)
    return await open_referral(tx, actor, asked, now)


async def _trace(
    tx: Transaction,
    address: AddressId,
    danger: Danger,
    words: str,
    now: datetime,
    of: Referral | None = None,
) -> int:
    to = None if of is None else of.id
    return await add_trace(tx, address, danger.label.value, danger.level.value, words, now, of=to)
