"""The end of the intake: stored as a new referral, or as the content of one that danger has opened."""

from dialogs.deeds.danger import notice
from dialogs.parent.support.told import Support, Told
from dialogs.turn import Turn
from referrals.levels import Level, more_urgent
from referrals.opening import Asked, Routed, complete, open_referral
from storage.danger_traces import link_trace
from storage.ids import ReferralId
from storage.referrals import Referral, Source, of_family


async def store(turn: Turn, told: Told, where: Routed) -> Referral:
    """A new referral, or the content of the one that words of danger in this form have opened."""
    intake = told.intake()
    asked = Asked(
        source=Source.FAMILY,
        intake=intake,
        level=intake.level,
        region=told.place,
        address=turn.actor.address,
        age_band=told.age_band,
    )
    opened = await _opened_by_danger(turn, told)
    if opened is not None:
        return await complete(turn.tx, turn.actor, opened, asked, turn.now)
    referral = await open_referral(turn.tx, turn.actor, asked, turn.now, where)
    if told.trace is not None:
        await link_trace(turn.tx, told.trace, referral.id)
    return referral


async def note_words(turn: Turn) -> str | None:
    """The reference of a referral that words of danger have opened now; the form remembers all of it."""
    if turn.danger is None:
        return None
    noticed = await notice(turn, turn.danger)
    known = Told.read(turn.answers())
    level = more_urgent(known.danger or Level.P3, turn.danger.level)
    answers = {"danger": level.value, "trace": str(noticed.trace)}
    if noticed.referral is not None:
        answers["referral"] = str(noticed.referral.id)
    turn.conversation.step(Support.words, **answers)
    return noticed.referral.reference if noticed.referral else None


async def _opened_by_danger(turn: Turn, told: Told) -> Referral | None:
    if told.referral is None:
        return None
    wanted = ReferralId(told.referral)
    found = await of_family(turn.tx, wanted, turn.actor.address, lock=True)
    return found if found is not None and found.is_open else None
