"""`houniao rules`: what places set otherwise than the plan's intervals; and the due dates that follow."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.commands.opened import CommandFailed, Opened, opened
from bot.commands.output import OK, line, text, wrong
from bot.seed import ensure_regions
from content.intervals import standard_intervals
from content.regional_rules import RULES, RuleRefused
from reminders.place_rules import check_rule
from reminders.schedule import reschedule_within
from storage.people import path_of
from storage.regional_rules import drop_rule, rules_within, set_rule

PROVINCE = "13"
PAUSE = 0.03
"""Seconds between two chunks, so that a desk serving meanwhile gets its turns."""


async def show_rules(region: str, *, as_json: bool) -> int:
    """What the place and those below it set; the standard ones where nothing is asked for."""
    try:
        async with opened() as desk:
            await ensure_regions(desk.database)
            async with desk.database.read() as tx:
                path = await path_of(tx, region or PROVINCE)
                found = await rules_within(tx, path) if path else []
    except CommandFailed as failed:
        return failed.code
    if path is None:
        return _no_such(region or PROVINCE)
    for each in found:
        if as_json:
            line({"region": each.region, "rule": each.rule, "value": each.value})
        else:
            text(f"{each.region} {each.rule} {each.value} (as it comes: {_standard(each.rule)})")
    if not found and not as_json:
        text("nothing is set; the rules a place may set: " + ", ".join(RULES))
    return OK


async def change_rule(region: str, name: str, value: int | None, *, as_json: bool) -> int:
    """Sets it, or drops it for None; then works out anew what the children there are owed."""
    try:
        async with opened() as desk:
            await ensure_regions(desk.database)
            return await _changed(desk, region, name, value, as_json=as_json)
    except CommandFailed as failed:
        return failed.code
    except RuleRefused as refused:
        return wrong(_refused(refused, name))


async def _changed(
    desk: Opened, region: str, name: str, value: int | None, *, as_json: bool
) -> int:
    now = datetime.now(UTC)
    async with desk.database.write() as tx:
        path = await path_of(tx, region)
        if path is None:
            return _no_such(region)
        if value is None:
            if not await drop_rule(tx, region, name):
                return wrong(f"{region} has not set {name}")
        else:
            await check_rule(tx, path, name, value)
            await set_rule(tx, region, name, value, None, now)
    today = now.astimezone(ZoneInfo(desk.settings.timezone)).date()
    children = await reschedule_within(desk.database, path, now, today, pause=PAUSE)
    if as_json:
        line({"region": region, "rule": name, "value": value, "children": children})
    else:
        said = "as it comes" if value is None else str(value)
        text(f"{region} {name}: {said}; the due dates of {children} children worked out anew")
    return OK


def _no_such(region: str) -> int:
    return wrong(f"--region {region}: not a place this desk knows")


def _refused(refused: RuleRefused, name: str) -> str:
    if refused.least is None:
        return f"NAME: expected one of {', '.join(RULES)}"
    if refused.rule != name:
        return f"{name}: the steps must keep their order ({refused.rule} would not)"
    return f"{name}: expected {refused.least} to {refused.most}, the steps in their order"


def _standard(rule: str) -> int:
    base = standard_intervals()
    return int(getattr(base if hasattr(base, rule) else base.steps, rule))
