"""What the danger net answers."""

from dataclasses import dataclass
from enum import StrEnum

from referrals.levels import Level


class Label(StrEnum):
    SELF_HARM_CHILD = "self_harm_child"
    SELF_HARM_ADULT = "self_harm_adult"
    ABUSE_PHYSICAL = "abuse_physical"
    ABUSE_SEXUAL = "abuse_sexual"
    MISSING_CHILD = "missing_child"
    MEDICAL_EMERGENCY = "medical_emergency"
    VIOLENCE_THREAT = "violence_threat"


class Family(StrEnum):
    """One file of phrases each; self-harm becomes two labels, by who is meant.

    In the order of precedence where two dangers are equally urgent.
    """

    SEXUAL = "sexual"
    SELF_HARM = "self_harm"
    MISSING = "missing"
    VIOLENCE = "violence"
    PHYSICAL = "physical"
    MEDICAL = "medical"


@dataclass(frozen=True, slots=True)
class Danger:
    """A sign of danger in a text: what kind, how urgent, and whether a child itself writes."""

    label: Label
    level: Level
    child_voice: bool
