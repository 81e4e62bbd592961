"""The first danger net: rules over what people type. It recognises, it doesn't diagnose.

Pure and quick: no clock, no network, no database. The phrases are data, content/data/danger.
"""

from collections.abc import Iterator, Sequence

from referrals.danger.net import Found, gravest_in
from referrals.danger.normal import readings
from referrals.danger.phrasebook import Voice, prepare
from referrals.danger.signs import Danger, Family, Label
from referrals.danger.who import is_childs_voice, means_a_child, told
from referrals.danger.words import classed
from referrals.levels import Level

__all__ = ["Danger", "Label", "Level", "prepare", "recognise"]

LABELS = {
    Family.PHYSICAL: Label.ABUSE_PHYSICAL,
    Family.SEXUAL: Label.ABUSE_SEXUAL,
    Family.MISSING: Label.MISSING_CHILD,
    Family.MEDICAL: Label.MEDICAL_EMERGENCY,
    Family.VIOLENCE: Label.VIOLENCE_THREAT,
}
BEFORE_KEPT = 200
"""Characters of the earlier messages that are read again with the newest."""


def recognise(text: str, before: Sequence[str] = ()) -> Danger | None:
    """The gravest danger in the newest message, or None.

    `before`: the chat's messages of the last two minutes, oldest first. The newest is judged alone and joined with
    them; a danger that lies in them alone was told when they came and isn't told again. Never raises, whatever the
    text.
    """
    earlier = "\n".join(before)[-BEFORE_KEPT:]
    known = classed(readings(earlier)[0]).text if earlier else ""
    found = list(_alone(text))
    if earlier:
        found += _across(earlier, text)
    if not found:
        return None
    gravest = min(found, key=_gravity)
    return _danger(gravest, known)


def _alone(text: str) -> Iterator[Found]:
    for reading in readings(text):
        yield from gravest_in(classed(reading))


def _across(earlier: str, text: str) -> Iterator[Found]:
    """What neither part tells alone: joined without a border, and as clauses."""
    newest = text[:BEFORE_KEPT]
    for joint in ("", "\n"):
        told_before = earlier.replace("\n", joint) + joint
        for first, both in zip(readings(told_before), readings(told_before + newest), strict=False):
            joined = classed(both)
            yield from gravest_in(joined, _shared(classed(first).text, joined.text))


def _shared(first: str, second: str) -> int:
    """The length of what both begin with."""
    at = 0
    while at < min(len(first), len(second)) and first[at] == second[at]:
        at += 1
    return at


def _gravity(found: Found) -> tuple[Level, int]:
    return _level(found), found.sign.gravity()[1]


def _level(found: Found) -> Level:
    """In doubt one up: what is high and happens now is imminent."""
    if found.sign.level is Level.P1 and told(Voice.URGENT, found.text):
        return Level.P0
    return found.sign.level


def _danger(found: Found, earlier: str) -> Danger:
    child_voice = is_childs_voice(found.text, earlier)
    label = LABELS.get(found.sign.family)
    if label is None:
        childs = means_a_child(found, earlier, child_voice)
        label = Label.SELF_HARM_CHILD if childs else Label.SELF_HARM_ADULT
    return Danger(label, _level(found), child_voice)
