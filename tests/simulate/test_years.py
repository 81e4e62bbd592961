"""Small years in which every promise has to hold, and the same seed twice."""

import pytest

from bot.simulate.county import Size
from bot.simulate.faults import Faults
from bot.simulate.history import moment
from bot.simulate.report import figures
from bot.simulate.year import BEGINS, Year
from tests.simulate.conftest import Begins, played


def told(year: Year) -> list[str]:
    return [line for each in year.judge.broken for line in (each.words, *each.story)]


@pytest.mark.parametrize(
    ("faults", "seed", "days"),
    [(Faults.NONE, 1, 60), (Faults.USUAL, 2, 60), (Faults.SEVERE, 3, 60), (Faults.SEVERE, 4, 60)],
)
async def test_every_promise_is_kept(a_year: Begins, faults: Faults, seed: int, days: int) -> None:
    year = await played(a_year(days, seed, faults, Size(16, 240, 30)))

    assert told(year) == []
    assert year.judge.mail.pushes > 50
    assert year.people.done > 50


async def test_the_same_seed_is_the_same_year(
    a_year: Begins, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = figures(await played(a_year(20, 5, Faults.SEVERE)))
    second = figures(await played(a_year(20, 5, Faults.SEVERE)))

    assert {**first, "seconds": 0} == {**second, "seconds": 0}


@pytest.mark.parametrize("left", range(0, 24, 3))
async def test_wherever_the_machine_dies_in_the_morning_the_day_is_kept(
    a_year: Begins, left: int
) -> None:
    year = a_year(days=4)
    await year.begin()
    for _ in range(4):
        year.machine.fuse.left = left
        await year.next_day()
    await year.close()

    assert year.figures.restarts >= 1
    assert told(year) == []


async def test_after_days_without_the_machine_all_is_caught_up_at_once(a_year: Begins) -> None:
    year = a_year(days=14)
    await year.begin()
    for _ in range(3):
        await year.next_day()
    await year.power_gone(moment(BEGINS, 24 * 9 + 11))  # through Wednesday of the next week, 11:00
    for _ in range(11):
        await year.next_day()
    await year.close()

    assert told(year) == []
    assert year.judge.mail.most_in_a_day == 1
