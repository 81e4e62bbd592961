"""`houniao serve` and `houniao tick`."""

from datetime import UTC, datetime

from bot.assembly import build_house, desk_of, system_clock
from bot.commands.opened import CommandFailed, opened
from bot.commands.output import OK, line, text, wrong
from bot.seed import ensure_regions
from bot.serve import serve
from bot.ticking import missed_since, tick


async def serve_desk() -> int:
    try:
        async with opened() as desk:
            await ensure_regions(desk.database)
            await serve(desk.settings, desk.database)
    except CommandFailed as failed:
        return failed.code
    except OSError as error:
        return wrong(f"HOUNIAO_WEB_HOST or HOUNIAO_WEB_PORT: {error.strerror or error}")
    return OK


async def tick_desk(at: str, *, as_json: bool) -> int:
    try:
        until = instant(at)
    except ValueError as error:
        return wrong(str(error))
    try:
        async with opened() as desk:
            house = build_house(desk.database, desk_of(desk.settings), lambda: until)
            async with desk.database.read() as tx:
                since = await missed_since(tx, until)
            done = await tick(house, since, until)
    except CommandFailed as failed:
        return failed.code
    if as_json:
        line({"at": until.isoformat(), "runs": done})
    else:
        text(f"{done} runs up to {until.isoformat()}")
    return OK


def instant(written: str) -> datetime:
    """An instant with its zone; now when nothing is written. Raises ValueError."""
    if not written:
        return system_clock()
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise ValueError("--at: expected an instant with its zone, such as 2026-12-01T08:30+08:00")
    return read.astimezone(UTC)
