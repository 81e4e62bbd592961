"""What a family or director tells when asking for support: kept sealed, as JSON, with the referral."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from content.kinds import UnknownKind, kinds
from referrals.levels import Answer, Level, SafetyAnswers, level_of


class About(StrEnum):
    """Who it is about."""

    MY_CHILD = "my_child"
    MYSELF = "myself"
    ANOTHER_CHILD = "another_child"


class Basis(StrEnum):
    """Why it may be handed over. DUTY: under the duty to report, without the guardian's consent."""

    CONSENT = "consent"
    GUARDIAN = "guardian"
    DUTY = "duty"
    DANGER = "danger"


@dataclass(frozen=True)
class Intake:
    """`worry` is a code of the kinds; `phone` what the family typed to be called at, else empty.

    `danger`: the level of what the danger net found in the words.
    """

    basis: Basis
    worry: str
    about: About | None = None
    words: str = ""
    hurting_self: Answer = Answer.UNKNOWN
    hurt_by_someone: Answer = Answer.UNKNOWN
    phone: str = ""
    danger: Level | None = None

    @property
    def level(self) -> Level:
        """Raised by rules, lowered by nobody here."""
        safety = SafetyAnswers(self.hurting_self, self.hurt_by_someone, self.danger)
        return level_of([least_level(self.worry)], safety)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Intake":
        read = json.loads(text)
        return cls(
            basis=Basis(read["basis"]),
            worry=read["worry"],
            about=About(read["about"]) if read["about"] else None,
            words=read["words"],
            hurting_self=Answer(read["hurting_self"]),
            hurt_by_someone=Answer(read["hurt_by_someone"]),
            phone=read["phone"],
            danger=Level(read["danger"]) if read["danger"] else None,
        )


def least_level(worry: str) -> Level:
    """A code that is no longer listed is a doubt, so not routine."""
    try:
        return Level(kinds().worries.of(worry).least_level)
    except UnknownKind:
        return Level.P2
