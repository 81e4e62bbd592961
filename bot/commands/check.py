"""`houniao check`: what is wrong, and how to mend it; a line each, exit code 1 when something is."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.commands.opened import CommandFailed, Opened, opened
from bot.commands.output import OK, SOME_WRONG, line, text
from bot.late import Lag, Late, lateness
from bot.settings import Settings
from content.calendar import unknown_year_warned
from content.catalogue import catalogue
from content.lines import lines
from reminders.complaint_job import Open, count_open
from storage.audit import check_seals
from storage.calendar_days import exceptions
from storage.outbox import LetterState, counts
from storage.people import staff_without_address, units_without_members
from storage.regions import regions_known

LATE = {
    Lag.JOB: "{job} should have run {since}; is houniao serve running?",
    Lag.OUTBOX: "the oldest letter waits {since}, and nobody takes it; is houniao serve running?",
    Lag.IN_VAIN: "a letter is tried {since} in vain; the log says why",
    Lag.NOT_PLANNED: "{number} reminders are due, and nobody was told of them; see the log of plan_day",
}
"""Of what else is late, other lines tell."""


@dataclass(frozen=True)
class Finding:
    """`wrong` False: fine, or only worth knowing."""

    about: str
    says: str
    wrong: bool = False


async def check_desk(*, as_json: bool) -> int:
    now = datetime.now(UTC)
    found = _variables(dict(os.environ))
    try:
        async with opened() as desk:
            found += [*_settings(desk.settings), *await _database(desk, now)]
    except CommandFailed as failed:
        return failed.code
    found += _content()
    for each in found:
        if as_json:
            line({"about": each.about, "says": each.says, "wrong": each.wrong})
        else:
            text(f"{'✗' if each.wrong else '✓'} {each.about}: {each.says}")
    return SOME_WRONG if any(each.wrong for each in found) else OK


def _variables(environment: dict[str, str]) -> list[Finding]:
    """A misspelt setting would be passed over in silence."""
    known = [f"HOUNIAO_{name.upper()}" for name in Settings.model_fields]
    unknown = [n for n in environment if n.startswith("HOUNIAO_") and n not in known]
    return [Finding(name, f"no such setting{_near(name, known)}", wrong=True) for name in unknown]


def _near(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"; is {close[0]} meant?" if close else ""


def _settings(settings: Settings) -> list[Finding]:
    found = [Finding("settings", f"privacy {settings.privacy.value}, zone {settings.timezone}")]
    local = settings.public_url.startswith("http://") and settings.web_host not in (
        "127.0.0.1",
        "localhost",
    )
    if local:
        says = "people elsewhere reach this desk without https; put it behind a server with a certificate"
        found.append(Finding("HOUNIAO_PUBLIC_URL", says, wrong=True))
    if settings.telegram_token is None:
        found.append(Finding("HOUNIAO_TELEGRAM_TOKEN", "not set: nobody is reached on Telegram"))
    if not (settings.telegram_token or settings.smtp_host or settings.hook_url):
        says = "the web chat is the only channel: nothing reaches a person whose page is closed"
        found.append(Finding("channels", says))
    if not (settings.alarm_email or settings.alarm_url):
        says = "neither HOUNIAO_ALARM_EMAIL nor HOUNIAO_ALARM_URL is set: nobody is told when the desk is late"
        found.append(Finding("alarm", says))
    mode = settings.key_file.stat().st_mode & 0o077
    if mode:
        says = f"others may read it: chmod 600 {settings.key_file}"
        found.append(Finding("HOUNIAO_KEY_FILE", says, wrong=True))
    return found


async def _database(desk: Opened, now: datetime) -> list[Finding]:
    today = now.astimezone(ZoneInfo(desk.settings.timezone)).date()
    async with desk.database.read() as tx:
        seals = await check_seals(tx)
        letters = await counts(tx)
        late = await lateness(tx, now, ZoneInfo(desk.settings.timezone))
        places = await regions_known(tx)
        silent = await staff_without_address(tx, today)
        empty = await units_without_members(tx, today)
        complaints = await count_open(tx, today)
        calendar = _calendar(unknown_year_warned(today, await exceptions(tx)))
    found = [
        Finding(
            "places", f"{places} regions known" if places else "none yet; houniao serve loads them"
        )
    ]
    found.append(_seals(seals.broken_at, seals.rows))
    found += [
        Finding(f"person {who}", "owes something, but has no address: invite again", wrong=True)
        for who in silent
    ]
    found += [
        Finding(f"unit {which}", "has no triage worker: it receives nothing", wrong=True)
        for which in empty
    ]
    found += [*_complaints(complaints), *calendar]
    lost = letters.get(LetterState.UNREACHABLE, 0) + letters.get(LetterState.BROKEN, 0)
    if lost:
        found.append(Finding("outbox", f"{lost} letters reached nobody", wrong=True))
    return [*found, *(_late(each) for each in late if each.lag in LATE)]


def _late(late: Late) -> Finding:
    since = "" if late.since is None else f"since {late.since:%Y-%m-%d %H:%M}Z"
    says = LATE[late.lag].format(since=since, number=late.number, job=late.job)
    return Finding("late", says, wrong=True)


def _complaints(left: Open) -> list[Finding]:
    found = []
    if left.unowned:
        says = f"{left.unowned} of {left.complaints} open ones have nobody who may answer: invite an administrator"
        found.append(Finding("complaints", says, wrong=True))
    if left.late:
        found.append(
            Finding("complaints", f"{left.late} are past their 10 working days", wrong=True)
        )
    return found


def _seals(broken_at: int | None, rows: int) -> Finding:
    if broken_at is None:
        return Finding("audit", f"{rows} rows sealed, all seals fit")
    return Finding("audit", f"changed after sealing, at or before row {broken_at}", wrong=True)


def _content() -> list[Finding]:
    items = catalogue()
    written = sum(item.written for item in (*items.services, *items.articles))
    unchecked = sum(
        item.written and not item.checked for item in (*items.services, *items.articles)
    )
    return [
        Finding(
            "content", f"{written} items written, {unchecked} of them 待核实, {len(lines())} lines"
        )
    ]


def _calendar(unknown: int | None) -> list[Finding]:
    if unknown is None:
        return []
    says = f"the days off of {unknown} are not known; weekends and statutory days are used"
    return [Finding("calendar", f"{says}: enter the yearly notice", wrong=True)]
