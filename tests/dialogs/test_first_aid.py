"""The lines at once: whom to call, in at most six short lines, for every label and level."""

import itertools

import pytest

from content.lines import numbers
from dialogs.first_aid import LONGEST, first_aid
from referrals.danger import Danger, Label
from referrals.levels import Level

DANGERS = [
    Danger(label, level, child_voice=child)
    for label, level, child in itertools.product(
        Label, (Level.P0, Level.P1, Level.P2), (False, True)
    )
]


@pytest.mark.parametrize("danger", DANGERS, ids=str)
def test_the_answer_is_short_and_names_known_numbers(danger: Danger) -> None:
    screen = first_aid(danger, "zh_Hans", repeated=False)
    assert len(screen.text.split("\n")) <= LONGEST
    assert screen.rows
    for row in screen.rows:
        assert row[0].url.removeprefix("tel:") in numbers()  # type: ignore[union-attr]


@pytest.mark.parametrize("danger", DANGERS, ids=str)
def test_a_repeat_is_the_numbers_only(danger: Danger) -> None:
    whole = first_aid(danger, "zh_Hans", repeated=False)
    again = first_aid(danger, "zh_Hans", repeated=True)
    assert again.rows == whole.rows
    assert len(again.text) < len(whole.text)


@pytest.mark.parametrize("label", [Label.SELF_HARM_CHILD, Label.SELF_HARM_ADULT])
def test_police_and_ambulance_come_first_when_life_is_in_danger(label: Label) -> None:
    urgent = first_aid(Danger(label, Level.P0, child_voice=False), "zh_Hans", repeated=False).text
    assert urgent.index("110") < urgent.index("120") < urgent.index("12356")
    wish = first_aid(Danger(label, Level.P1, child_voice=False), "zh_Hans", repeated=False).text
    assert wish.index("12356") < wish.index("110")
    assert "区号" in wish


def test_a_child_is_spoken_to_as_one() -> None:
    child = first_aid(
        Danger(Label.ABUSE_PHYSICAL, Level.P1, child_voice=True), "zh_Hans", repeated=False
    )
    assert "不是你的错" in child.text
    assert "您" not in child.text


@pytest.mark.parametrize("danger", DANGERS, ids=str)
def test_no_diagnosis_and_no_promise(danger: Danger) -> None:
    text = first_aid(danger, "zh_Hans", repeated=False).text
    assert not any(word in text for word in ("抑郁", "症", "病人", "保证", "绝对"))
