"""The intake: kept as it was told, and its level by the table, never below worry, safety or words."""

from dataclasses import replace

import pytest

from referrals.intake import About, Basis, Intake, least_level
from referrals.levels import Answer, Level

NO, THOUGHTS, NOW, UNKNOWN = Answer.NO, Answer.THOUGHTS, Answer.NOW, Answer.UNKNOWN
SAFE = Intake(Basis.CONSENT, "CONFLICT", hurting_self=NO, hurt_by_someone=NO)


@pytest.mark.parametrize(
    ("worry", "hurting", "hurt", "danger", "level"),
    [
        ("CONFLICT", NO, NO, None, Level.P3),
        ("SCHOOL_REFUSAL", NO, NO, None, Level.P2),
        ("SELF_HARM", NO, NO, None, Level.P1),
        # in doubt one up
        ("CONFLICT", UNKNOWN, NO, None, Level.P2),
        ("SCHOOL_REFUSAL", UNKNOWN, UNKNOWN, None, Level.P1),
        # what was said of danger decides
        ("CONFLICT", THOUGHTS, NO, None, Level.P1),
        ("CONFLICT", NO, NOW, None, Level.P0),
        # words only raise
        ("CONFLICT", NO, NO, Level.P0, Level.P0),
        ("SELF_HARM", NO, NO, Level.P2, Level.P1),
        # a worry that is no longer listed is a doubt
        ("GONE", NO, NO, None, Level.P2),
    ],
)
def test_the_level_of_what_was_told(
    worry: str, hurting: Answer, hurt: Answer, danger: Level | None, level: Level
) -> None:
    told = replace(SAFE, worry=worry, hurting_self=hurting, hurt_by_someone=hurt, danger=danger)

    assert told.level is level


@pytest.mark.parametrize(
    "told",
    [
        SAFE,
        Intake(
            Basis.DUTY,
            "OTHER",
            about=About.ANOTHER_CHILD,
            words="“他”说：\n不去了。",
            hurting_self=THOUGHTS,
            hurt_by_someone=UNKNOWN,
            phone="0311000000",
            danger=Level.P1,
        ),
    ],
)
def test_it_is_read_as_it_was_written(told: Intake) -> None:
    assert Intake.from_json(told.to_json()) == told


def test_every_worry_has_a_level() -> None:
    assert least_level("HURT_BY_SOMEONE") is Level.P1
