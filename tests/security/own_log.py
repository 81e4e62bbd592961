"""The desk's own log, as `houniao serve` writes it, caught; and ways to make a turn fail on somebody's words."""

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
import structlog

from bot.logs import set_up_logs
from tests.cast import CastDesk

TYPED = "李明的电话是13812340000，他住三单元"


@contextmanager
def own_log() -> Iterator[io.StringIO]:
    written, root, stderr = io.StringIO(), logging.getLogger(), sys.stderr
    levels = {name: logging.getLogger(name).level for name in ("", "httpx", "aiogram")}
    handlers, root.handlers, sys.stderr = root.handlers, [], written
    set_up_logs()
    try:
        yield written
    finally:
        root.handlers, sys.stderr = handlers, stderr
        structlog.reset_defaults()
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


async def fails_in_many_ways(desk: CastDesk) -> None:
    """Search and database fail, each on words of a person."""
    await search_fails(desk, TYPED)
    await refuses_rows_of(desk, "danger_trace")
    await desk.stranger.says(f"我不想活了 {TYPED}")
    await refuses_rows_of(desk, "audit")
    await desk.wang.presses_data("kids:0", 1)


async def search_fails(desk: CastDesk, quoting: str) -> None:
    def fails(_: str) -> None:
        raise RuntimeError(quoting)

    found, desk.house.search = desk.house.search, fails  # type: ignore[assignment]
    await desk.mother.says("/start")
    await desk.mother.says(f"请问 {TYPED}")
    desk.house.search = found


async def refuses_rows_of(desk: CastDesk, table: str) -> None:
    async with desk.database.write() as tx:
        for deed in ("INSERT", "UPDATE"):
            await tx.execute(
                sa.text(
                    f"CREATE TRIGGER no_{deed}_{table} BEFORE {deed} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'no more rows'); END"
                )
            )
