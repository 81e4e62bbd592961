"""What a child's due dates follow from, read in one statement: the rule is `reminders.schedule`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.database import Transaction
from storage.ids import ChildId
from storage.regional_rules import rules_column, rules_read
from storage.tables.desk import calendar_day
from storage.tables.ledger import care, child, entry, reminder
from storage.tables.people import region


@dataclass(frozen=True)
class Facts:
    """What a child's due dates follow from, and the (kind, due) of its open reminders.

    `entered_on` is None for a child who left; `done` holds the latest day of each kind that reached.
    `close_months`: the plain interval inside care periods, None where no risk is marked.
    `under_16_until`: the 16th birthday. `rules`: what is set at the child's place or above. `planned`:
    by kind, the day an item of the backlog is planned for. `exceptions` of the working calendar.
    """

    entered_on: date | None
    care_since: date | None
    done: tuple[tuple[str, date], ...]
    open: tuple[tuple[str, date], ...]
    close_months: int | None = None
    under_16_until: date | None = None
    path: str = ""
    rules: Mapping[str, int] = field(default_factory=dict)
    planned: Mapping[str, date] = field(default_factory=dict)
    exceptions: Mapping[date, bool] = field(default_factory=dict)


async def facts_of(tx: Transaction, who: ChildId) -> Facts:
    """One statement."""
    found: dict[str, list[Any]] = {}
    for row in await tx.execute(_FACTS, {"who": who}):
        found.setdefault(row.what, []).append(row)
    entered, care_row = (_first(found, what) for what in ("entered", "care"))
    grown, place = (_first(found, what) for what in ("grown", "place"))
    return Facts(
        entered_on=entered and entered.day,
        care_since=care_row and care_row.day,
        done=tuple((row.word, row.day) for row in found.get("done", ())),
        open=tuple((row.word, row.day) for row in found.get("open", ())),
        close_months=care_row and care_row.number,
        under_16_until=grown and grown.day,
        path=place.word if place else "",
        rules=rules_read(place.more) if place else {},
        planned={row.word: row.day for row in found.get("planned", ())},
        exceptions={row.day: bool(row.number) for row in found.get("calendar", ())},
    )


def _first(found: dict[str, list[Any]], what: str) -> Any:
    return found[what][0] if what in found else None


_NO_WORD, _NO_DAY = sa.literal(""), sa.cast(sa.null(), sa.Date)
_NO_NUMBER, _NO_MORE = sa.cast(sa.null(), sa.Integer), sa.cast(sa.null(), sa.Text)


def _part(
    what: str,
    *,
    word: Any = _NO_WORD,
    day: Any = _NO_DAY,
    number: Any = _NO_NUMBER,
    more: Any = _NO_MORE,
) -> sa.Select[Any]:
    return sa.select(
        sa.literal(what).label("what"),
        sa.cast(word, sa.Text).label("word"),
        sa.type_coerce(day, sa.Date).label("day"),
        sa.cast(number, sa.Integer).label("number"),
        more.label("more"),
    )


def _facts() -> sa.CompoundSelect[Any]:
    """Of the child `who` rows of (what, word, day, number, more)."""
    who = sa.bindparam("who", type_=sa.BigInteger)
    of_child, of_reminder = child.c.id == who, reminder.c.child == who
    is_open = sa.and_(of_reminder, reminder.c.closed_at.is_(None))
    done = entry.c.child == who, entry.c.reached, entry.c.undone_at.is_(None)
    return sa.union_all(
        _part("entered", day=child.c.entered_on).where(of_child, child.c.left_on.is_(None)),
        _part("grown", day=child.c.under_16_until).where(of_child),
        _part("place", word=region.c.path, more=rules_column(region.c.path))
        .join_from(child, region, region.c.code == child.c.region)
        .where(of_child),
        _part("care", day=care.c.since, number=care.c.close_months).where(
            care.c.child == who, care.c.until.is_(None)
        ),
        _part("done", word=entry.c.kind, day=sa.func.max(entry.c.held_on))
        .where(*done)
        .group_by(entry.c.kind),
        _part("open", word=reminder.c.kind, day=reminder.c.due).where(is_open),
        _part("planned", word=reminder.c.kind, day=reminder.c.ask_on).where(
            is_open, reminder.c.ask_on.is_not(None)
        ),
        _part("calendar", day=calendar_day.c.day, number=calendar_day.c.worked),
    )


_FACTS = _facts()
"""Built once: it is long, and every record asks it."""
