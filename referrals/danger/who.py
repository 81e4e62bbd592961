"""Who writes and who is meant: a child or an adult."""

import re

from referrals.danger.net import Found
from referrals.danger.phrasebook import Voice, voices

PERSON = re.compile(
    "H|(?<![跟对给向诉问])[FGMLTO]|(?<![着带抱领跟对向诉问])[KCPYS]|(?<![跟和对给向问诉让把被陪趁])I(?!的)"
)
"""Who acts: not the one somebody speaks to, takes along or owns a thing."""

CHILD = "KCPYS"
ADULT = "FGMLTO"
TOLD = re.compile("[说讲写发喊嚷留念叨画告问刻]")
MEANT_AFTER = re.compile("(?:了)?的(?:I的?)?([KCPYSFGMLTO])")
FAREWELL = re.compile("来世|来生|下辈子|永别|再见|对不起|诀别")
"""Whoever is named right before is spoken to, not spoken of."""

OF_THE_WRITER = ("I也", "I都", "I真的", "I自己")
"""What the writer says of himself, also after telling somebody's speech."""

WONDERS = re.compile("是不是|会不会|有没有|怕|担心|好像")


def told(kind: Voice, text: str) -> bool:
    """Whether a text in classes holds a phrase of this kind."""
    return any(phrase.search(text) for phrase in voices(kind))


def is_childs_voice(text: str, earlier: str) -> bool:
    """A child writes in the first person: it tells its age or school, or nothing tells of an adult."""
    whole = f"{earlier},{text}"
    if told(Voice.MINOR, whole):
        return True
    return told(Voice.CHILD, whole) and not told(Voice.ADULT, whole)


def means_a_child(found: Found, earlier: str, child_voice: bool) -> bool:
    """Whether the one who may harm himself is a child.

    The person named last before the words decides. "I" is the writer, unless somebody's speech is told; he or she is
    who was named before, and on this desk a child if nobody was. In doubt a child.
    """
    named = MEANT_AFTER.match(found.text, found.end)
    if named:
        return named[1] in CHILD
    begins_with_i = found.text.startswith("I", found.core)
    before = f"{earlier}.{found.text[: found.core + begins_with_i]}"
    persons = [(one[0], one.start()) for one in PERSON.finditer(before)]
    if FAREWELL.match(found.text, found.core):
        persons = [one for one in persons if one[0] not in "FL"] or persons
    if not persons:
        asked = WONDERS.search(before) and any(who in found.text for who in CHILD)
        return child_voice or bool(asked) or told(Voice.YOUNG, found.text)
    last, at = persons[-1]
    if last == "I":
        return _of_the_writer(before, persons, child_voice)
    if last == "H":
        return _whoever_was_named([who for who, _ in persons])
    return last in CHILD or told(Voice.YOUNG, before[at:])


def _whoever_was_named(persons: list[str]) -> bool:
    return any(who in CHILD for who in persons) or not any(who in ADULT for who in persons)


def _of_the_writer(before: str, persons: list[tuple[str, int]], child_voice: bool) -> bool:
    """The words follow "I": the writer, or the one whose speech they are, a child first."""
    at = persons[-1][1]
    sentence = before.rfind(".", 0, at) + 1
    speakers = [
        who for who, place in persons[:-1] if place >= sentence and TOLD.search(before[place:at])
    ]
    if before.endswith(OF_THE_WRITER) or not speakers:
        return child_voice
    if any(who in CHILD for who in speakers):
        return True
    if "H" in speakers:
        return _whoever_was_named([who for who, place in persons if who not in "F"])
    return child_voice
