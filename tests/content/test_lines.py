"""The lines: looked up by code, in the order asked."""

import pytest

from content.lines import Sure, UnknownLine, line, lines, lines_for, numbers

# Lines somebody has called: entered here as well, so that none claims a check by a copied row.
CHECKED_BY_A_CALL: set[str] = set()


def test_the_twelve_national_lines_with_danger_to_life_first() -> None:
    assert [one.code for one in lines()][:12] == [
        *("110", "120", "12356", "12355", "12338", "12345"),
        *("12309", "12348", "12393", "12333", "12385", "12377"),
    ]


def test_numbers_are_the_numbers_of_the_lines() -> None:
    assert numbers() == {one.number for one in lines()}
    assert len(numbers()) == len(lines())
    assert all(number.isdecimal() for number in numbers())


def test_lines_come_in_the_order_asked() -> None:
    assert [one.number for one in lines_for(["12356", "110"])] == ["12356", "110"]
    assert lines_for([]) == ()


def test_a_line_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownLine) as gone:
        line("119")
    assert gone.value.code == "119"
    with pytest.raises(UnknownLine):
        lines_for(["110", "119"])


def test_a_sim_card_from_elsewhere_is_told_to_dial_the_area_code() -> None:
    note = line("12356").note
    assert note is not None
    assert "区号" in note.zh
    assert "area code" in note.en


@pytest.mark.parametrize("code", ["12355", "12333", "12385", "12377"])
def test_hours_not_known_are_said_to_be_unknown(code: str) -> None:
    assert "不知道" in line(code).hours.zh
    assert "hours not known here" in line(code).hours.en


def test_how_sure_we_are_is_said_and_no_call_is_claimed() -> None:
    assert {one.code for one in lines() if one.sure is Sure.FOUND} == {
        *("12356", "12355", "12338", "12393"),
    }
    assert {one.code for one in lines() if one.checked_on is not None} == CHECKED_BY_A_CALL
