"""`houniao backlog`: what was over before a place's first day is planned over the working days after it."""

from datetime import date

from bot.commands.opened import CommandFailed, opened
from bot.commands.output import OK, line, text, wrong
from reminders.backlog import begin_backlog
from storage.people import path_of


async def plan_backlog(region: str, start_on: str, *, as_json: bool) -> int:
    try:
        first_day = date.fromisoformat(start_on)
    except ValueError:
        return wrong("the first day: expected a date such as 2026-12-01")
    try:
        async with opened() as desk, desk.database.write() as tx:
            path = await path_of(tx, region)
            planned = None if path is None else await begin_backlog(tx, path, first_day)
    except CommandFailed as failed:
        return failed.code
    if planned is None:
        return wrong(f"no place has the code {region}")
    if as_json:
        line({"region": region, "start_on": first_day.isoformat(), "planned": planned})
    else:
        text(f"planned: {planned}")
    return OK
