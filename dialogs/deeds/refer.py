"""Opening a referral for a child of the ledger: a deed between two rooms."""

from dataclasses import dataclass
from datetime import date, datetime

from aiogram.filters.callback_data import CallbackData

from content.kinds import age_band_at
from referrals.intake import About, Basis, Intake
from referrals.levels import Answer, Level, more_urgent
from referrals.opening import Asked, open_referral
from referrals.refusals import Missing
from storage.access import Actor, Deed, may
from storage.care import thing_seen
from storage.children import File, file_of
from storage.danger_traces import link_trace, trace_at
from storage.database import Transaction
from storage.ids import ChildId
from storage.referrals import Referral, Source


class Refer(CallbackData, prefix="refer"):
    """Asks for support for a child: opens the director's referral form."""

    child: int


class OwnReferrals(CallbackData, prefix="refs"):
    """What one has referred, and where it stands."""


@dataclass(frozen=True)
class Referring:
    """What a director tells. `trace`: their own words of danger that led here; `least`: not below it."""

    child: ChildId
    worry: str
    hurting_self: Answer
    hurt_by_someone: Answer
    basis: Basis
    trace: int | None = None
    least: Level = Level.P3

    @property
    def shows_danger(self) -> bool:
        """Whether it may be handed over without consent: under the duty to report."""
        answers = {self.hurting_self, self.hurt_by_someone}
        return self.trace is not None or answers != {Answer.NO}


async def refer_child(
    tx: Transaction, actor: Actor, told: Referring, now: datetime, today: date
) -> Referral:
    """Raises Missing (not in this actor's care) and AlreadyOpen."""
    file = await file_of(tx, actor, told.child, today, personal=True)
    if file is None or not may(actor, Deed.REFER, thing_seen(actor, file.path)):
        raise Missing
    trace = await trace_at(tx, told.trace, actor.address) if told.trace else None
    danger = Level(trace.level) if trace else None
    intake = Intake(
        basis=told.basis,
        worry=told.worry,
        about=About.ANOTHER_CHILD,
        hurting_self=told.hurting_self,
        hurt_by_someone=told.hurt_by_someone,
        danger=danger,
    )
    asked = Asked(
        source=Source.DIRECTOR,
        intake=intake,
        level=more_urgent(told.least, more_urgent(intake.level, danger or Level.P3)),
        region=file.path.rpartition("/")[2],
        child=told.child,
        opened_by=actor.person,
        age_band=_age_band(file, today),
    )
    referral = await open_referral(tx, actor, asked, now)
    if trace is not None:
        await link_trace(tx, trace.id, referral.id)
    return referral


def _age_band(file: File, today: date) -> str | None:
    """By the month of birth: in that month itself the child counts as not yet older."""
    born = file.personal.birth_month if file.personal else None
    if not born:
        return None
    year, month = (int(part) for part in born.split("-"))
    band = age_band_at(today.year - year - (today.month <= month))
    return band.code if band else None
