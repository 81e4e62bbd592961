"""Commands over the pure rules: danger, due dates, eligibility. No chat, no database."""

from datetime import date
from typing import Any

from bot.commands.output import each_line, each_row

DUE = ("kind", "last_done")
ELIGIBLE = (
    "birth_date",
    "on_date",
    "home_county_code",
    "live_county_code",
    "months_here",
    "guardians_with",
)
GUARDIANS = ("both", "one", "none")


def judge_dangers(file: str) -> int:
    from referrals.danger import recognise

    def judge(text: str) -> dict[str, Any]:
        found = recognise(text)
        label, level = (found.label.value, found.level.value) if found else (None, None)
        return {"text": text, "danger": label, "level": level}

    return each_line(file, judge)


def work_out_dues(file: str) -> int:
    from content.intervals import standard_intervals
    from reminders.due import Kind, plain_due

    intervals = standard_intervals()
    kinds = {kind.value: kind for kind in Kind}

    def judge(row: dict[str, str]) -> dict[str, str]:
        if row["kind"] not in kinds:
            raise ValueError(f"kind: expected one of {', '.join(kinds)}")
        last = day(row["last_done"], "last_done")
        due = plain_due(kinds[row["kind"]], last, intervals)
        return {"kind": row["kind"], "last_done": last.isoformat(), "due": due.isoformat()}

    return each_row(file, DUE, judge)


def judge_eligible(file: str) -> int:
    from content.eligibility import eligible

    def judge(row: dict[str, str]) -> dict[str, str]:
        verdict = eligible(
            optional_day(row, "birth_date"),
            optional_day(row, "on_date"),
            row["home_county_code"] or None,
            row["live_county_code"] or None,
            _months(row["months_here"]),
            _guardians(row["guardians_with"]),
        )
        return {"answer": verdict.answer.value, "because": verdict.because.value}

    return each_row(file, ELIGIBLE, judge)


def day(written: str, name: str) -> date:
    """Raises ValueError."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"{name}: expected a date such as 2026-03-31") from None


def optional_day(row: dict[str, str], name: str) -> date | None:
    return day(row[name], name) if row[name] else None


def _months(written: str) -> int | None:
    if not written:
        return None
    try:
        return int(written)
    except ValueError:
        raise ValueError("months_here: expected a whole number") from None


def _guardians(written: str) -> Any:
    if written and written not in GUARDIANS:
        raise ValueError(f"guardians_with: expected one of {', '.join(GUARDIANS)}, or nothing")
    return written or None
