"""The short lists: codes once, ages without gap or overlap, levels after the policy."""

from itertools import pairwise

import pytest

from content.kinds import Choices, Kind, UnknownKind, age_band_at, kinds


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (0, "0-3"),
        (2, "0-3"),
        (3, "3-6"),
        (5, "3-6"),
        (6, "6-12"),
        (11, "6-12"),
        (12, "12-16"),
        (16, "12-16"),  # the band keeps its old code but serves 12 to 17
        (17, "12-16"),
    ],
)
def test_an_age_has_one_band(years: int, band: str) -> None:
    found = age_band_at(years)
    assert found is not None
    assert found.code == band


@pytest.mark.parametrize("years", [-1, 18, 40])
def test_no_band_before_birth_or_from_eighteen_on(years: int) -> None:
    assert age_band_at(years) is None


def test_bands_follow_each_other_without_gap_or_overlap() -> None:
    bands = list(kinds().age_bands)
    assert [bands[0].from_year, bands[-1].before_year] == [0, 18]
    for younger, older in pairwise(bands):
        assert younger.before_year == older.from_year
    assert all(band.from_year < band.before_year for band in bands)


def test_a_worry_implies_at_least_its_level() -> None:
    assert {worry.code: worry.least_level for worry in kinds().worries} == {
        "LOW_MOOD": "P2",
        "SCHOOL_REFUSAL": "P2",
        "SELF_HARM": "P1",
        "HURT_BY_SOMEONE": "P1",
        "BULLYING": "P2",
        "CONFLICT": "P3",
        "BIG_CHANGE": "P2",
        "SLEEP_EATING": "P3",
        "OTHER": "P3",
    }


def test_the_six_ways_into_a_key_care_file() -> None:
    assert [reason.name.zh for reason in kinds().key_care_reasons] == [
        *("家庭生活困难", "自身残疾", "监护缺失", "流浪", "心理和行为异常", "主动提出救助需求"),
    ]


def test_groups_come_in_the_order_of_the_catalogue() -> None:
    assert [group.code for group in kinds().groups] == [
        *("registration", "education", "health", "living", "guardianship"),
        *("psychology", "culture", "law", "integration"),
    ]


def test_the_outcomes_and_ways_of_a_contact() -> None:
    assert [one.code for one in kinds().outcomes] == ["well", "needs_service", "worried", "danger"]
    assert [one.code for one in kinds().ways] == ["phone", "message", "met", "at_home"]


def test_the_path_of_the_plan_has_a_kind_of_unit_for_each_step() -> None:
    path = ["school", "village", "youth_line", "social_psychology", "medical"]
    assert all(step in kinds().units for step in path)


ALL: list[Choices[Kind]] = [
    kinds().units,
    Choices(tuple(kinds().worries)),
    Choices(tuple(kinds().key_care_reasons)),
    kinds().outcomes,
    kinds().ways,
    kinds().closings,
    Choices(tuple(kinds().age_bands)),
    Choices(tuple(kinds().groups)),
]


@pytest.mark.parametrize("choices", ALL)
def test_a_code_stands_once_and_is_found(choices: Choices[Kind]) -> None:
    codes = [entry.code for entry in choices]
    assert len(codes) == len(set(codes)) == len(choices) > 0
    assert [choices.of(code).code for code in codes] == codes
    assert "NONE" not in choices
    with pytest.raises(UnknownKind) as gone:
        choices.of("NONE")
    assert gone.value.code == "NONE"
