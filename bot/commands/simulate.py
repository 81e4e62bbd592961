"""`houniao simulate`: a year of a virtual county, judged by its own history."""

import asyncio
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.commands.output import OK, SOME_WRONG, notice, text, wrong
from bot.settings import SettingsWrong, read_settings
from bot.simulate.county import Size
from bot.simulate.days import DAY, LAST
from bot.simulate.faults import Faults
from bot.simulate.listening import listening
from bot.simulate.report import as_json, as_text
from bot.simulate.year import BEGINS, Asked, Year
from storage.database import Database
from storage.keys import fresh_keyring
from storage.migrate import migrate, revision_of
from storage.opening import AddressWrong, open_database

SETTING = "HOUNIAO_SIMULATE_DATABASE_URL"
TOO_MUCH_WRONG = 200
"""Broken promises after which going on teaches nothing."""


def simulate_year(
    size: tuple[int, int, int], days: int, seed: int, faults: str, *, json: bool
) -> int:
    """`size`: directors, children, files. The exit code: 1 when a promise was broken."""
    if refused := _refused(size, days, faults):
        return wrong(refused)
    asked = Asked(Size(*size), days, seed, Faults(faults))
    try:
        url = read_settings().simulate_database_url
    except SettingsWrong as error:
        return wrong("; ".join(error.problems))
    with TemporaryDirectory() as folder:
        where = url or f"sqlite:///{Path(folder) / 'county.db'}"
        return _played(asked, where, json=json)


def _played(asked: Asked, url: str, *, json: bool) -> int:
    try:
        return asyncio.run(_simulate(asked, url, json=json))
    except AddressWrong:
        return wrong(f"{SETTING}: not an address")
    except (OSError, _NotEmpty) as error:
        return wrong(f"{SETTING}: {error}")


def _refused(size: tuple[int, int, int], days: int, faults: str) -> str | None:
    if faults not in set(Faults):
        return f"--faults: expected {', '.join(Faults)}"
    if size[2] > size[1]:
        return "--files: at most as many as there are children"
    if BEGINS + days * DAY > LAST:
        return f"--days: at most {(LAST - BEGINS).days}, the judge's calendar ends there"
    return None


class _NotEmpty(Exception):
    """Somebody's data: a year is not played over it."""


async def _simulate(asked: Asked, url: str, *, json: bool) -> int:
    keys = fresh_keyring()

    def opens() -> Database:
        return open_database(url, keys, durable=False)

    await _prepare(opens)
    year = Year(asked, opens)
    with listening(year.errors):
        await _play(year)
    for line in as_json(year) if json else as_text(year):
        text(line)
    return SOME_WRONG if year.judge.broken else OK


async def _prepare(opens: Callable[[], Database]) -> None:
    database = opens()
    try:
        if await revision_of(database) is not None:
            raise _NotEmpty("the database is not empty; a year is played in one of its own")
        await migrate(database)
    finally:
        await database.close()


async def _play(year: Year) -> None:
    await year.begin()
    gc.collect()
    gc.freeze()
    for number in range(year.asked.days):
        await year.next_day()
        if number % 30 == 29 and sys.stderr.isatty():
            notice(f"{number + 1} days, {len(year.judge.broken)} promises broken")
        if len(year.judge.broken) > TOO_MUCH_WRONG:
            break
    await year.close()
