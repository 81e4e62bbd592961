"""`houniao calendar`: what differs from the weekdays in a year, and taking the yearly notice."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from bot.commands.opened import CommandFailed, opened
from bot.commands.output import OK, line, read_lines, text, wrong
from content.calendar import is_working_day, known_through
from content.holiday_notice import WrongNotice, read_notice
from storage.calendar_days import exceptions, set_days

EARLIEST, LATEST = 2004, 2100
"""The years `houniao calendar show` answers for: the calendar that comes with the desk begins then."""


async def import_notice(file: str, *, dry_run: bool, as_json: bool) -> int:
    """All of it or, where a line is wrong, nothing."""
    try:
        days = read_notice("\n".join(read_lines(file)))
    except OSError as error:
        return wrong(f"{file}: {error.strerror or 'cannot be read'}")
    except WrongNotice as faults:
        return wrong(f"{file}: {_named(faults)}")
    if not dry_run:
        try:
            async with opened() as desk, desk.database.write() as tx:
                await set_days(tx, days, None, datetime.now(UTC))
        except CommandFailed as failed:
            return failed.code
    worked = sum(days.values())
    if as_json:
        line({"off": len(days) - worked, "worked": worked, "entered": not dry_run})
    else:
        said = "would be entered" if dry_run else "entered"
        text(f"{len(days) - worked} days off, {worked} worked in their place: {said}")
    return OK


async def show_year(year: int, *, as_json: bool) -> int:
    """A line for each day that is not what its weekday says, or was entered."""
    if not EARLIEST <= year <= LATEST:
        return wrong(f"YEAR: expected {EARLIEST} to {LATEST}")
    try:
        async with opened() as desk, desk.database.read() as tx:
            entered = await exceptions(tx)
    except CommandFailed as failed:
        return failed.code
    for day in _special(year, entered):
        _print(day, entered, as_json=as_json)
    if not as_json and year > known_through() and not any(day.year == year for day in entered):
        text(f"the notice of {year} is not known: weekends and days off by law are used")
    return OK


def _special(year: int, entered: Mapping[date, bool]) -> Iterator[date]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=ahead) for ahead in range((date(year + 1, 1, 1) - first).days))
    return (
        day
        for day in days
        if day in entered or is_working_day(day, entered) is not (day.weekday() < 5)
    )


def _print(day: date, entered: Mapping[date, bool], *, as_json: bool) -> None:
    worked = is_working_day(day, entered)
    if as_json:
        line({"day": day.isoformat(), "worked": worked, "entered": day in entered})
        return
    said = "worked" if worked else "off"
    text(f"{day} {day:%a} {said}{' (entered)' if day in entered else ''}")


def _named(faults: WrongNotice) -> str:
    """In one line, as every error."""
    if not faults.lines:
        return "there is no day in it; expected lines such as 2027-01-01,休"
    named = (f"line {each.number} ({each.slip.value.replace('_', ' ')})" for each in faults.lines)
    return f"nothing entered; {', '.join(named)}"
