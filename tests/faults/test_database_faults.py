"""The database locked, absent or full: the lines go out all the same, and nothing is half-written."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa
import structlog

from storage.database import Transaction
from storage.sqlite import SQLite
from storage.tables.chats import address
from tests.cast import CastDesk
from tests.counting import Watched

CRY = "我不想活了，想跳楼"


class Absent(Watched):
    """No database answers at all."""

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        raise OSError("no such host")
        yield  # pragma: no cover

    read = write


def _texts(desk: CastDesk) -> list[str]:
    return [shown.text for shown in desk.mother.messages]


async def test_locked_the_lines_come_first_then_an_apology(desk: CastDesk, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    await desk.mother.says(CRY)

    lines, sorry = _texts(desk)
    assert "12356" in lines
    assert "110" in sorry
    assert "没有存下来" in sorry
    other.execute("ROLLBACK")
    other.close()


async def test_after_the_lock_the_trace_is_kept(desk: CastDesk, tmp_path: Path) -> None:
    """The turn waits and fails; the trace is stored in a transaction of its own once that is possible."""
    other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    saying = asyncio.create_task(desk.mother.says(CRY))
    while not desk.mother.messages:  # noqa: ASYNC110 (the lines need no database: they are there at once)
        await asyncio.sleep(0)
    other.execute("ROLLBACK")
    other.close()
    await saying
    async with desk.database.read() as tx:
        found = await tx.execute(sa.text("SELECT label, level FROM danger_trace"))
        assert len(found.all()) == 1


async def test_absent_the_lines_come_and_the_loss_is_logged_by_code(desk: CastDesk) -> None:
    desk.house.database = Absent(desk.database)
    with structlog.testing.capture_logs() as logs:
        await desk.mother.says(CRY)
    lines, sorry = _texts(desk)
    assert "12356" in lines
    lost = [each for each in logs if each["event"] == "danger not stored"]
    assert len(lost) == 1
    assert lost[0]["log_level"] == "critical"
    assert lost[0]["code"] in sorry
    assert CRY not in str(logs)


async def test_full_nothing_is_half_written(desk: CastDesk) -> None:
    database = desk.database
    assert isinstance(database, SQLite)
    await desk.mother.says("/start")
    async with database.write() as tx:
        pages = (await tx.execute(sa.text("PRAGMA page_count"))).scalar_one()
        await tx.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
    for number in range(400):
        await desk.mother.says(f"孩子怎么转学 {number}")
        if "没有存下来" in desk.mother.screen.text:
            break
    assert "没有存下来" in desk.mother.screen.text
    await desk.mother.says(CRY)
    assert any("12356" in text for text in _texts(desk))
    async with database.read() as tx:
        assert (await tx.execute(sa.select(sa.func.count()).select_from(address))).scalar_one() == 6
