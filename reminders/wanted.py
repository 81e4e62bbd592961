"""What a morning wants told of one open reminder: which steps, to whom, and how pressing each is."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.intervals import NoticeDays
from content.regional_rules import intervals_under
from reminders.allowance import nudge_waits, presses
from reminders.morning import calls_now
from reminders.recipients import Seats, around, rung_told
from reminders.steps import Call
from storage.ids import PersonId, ReminderId
from storage.notices import Notice, Tell
from storage.reminders import Asked


@dataclass(frozen=True)
class Morning:
    """When a plan is made; `through` is the latest due date of which anything may be told."""

    today: date
    now: datetime
    zone: ZoneInfo
    exceptions: Mapping[date, bool]
    through: date
    known: dict[Hashable, tuple[Call, ...]] = field(default_factory=dict, compare=False)

    def calls(self, asked: Asked, days: NoticeDays) -> tuple[Call, ...]:
        """`calls_now`, once for all that stand alike: of a province's reminders many do."""
        alike = (
            asked.due,
            asked.acknowledged_on,
            asked.ask_on,
            asked.put_off_until,
            asked.tried_until,
            asked.nudged_on,
            days,
        )
        if alike not in self.known:
            self.known[alike] = calls_now(asked, self.today, days, self.exceptions)
        return self.known[alike]


@dataclass(frozen=True)
class Wanted:
    """One step to tell a person. `pressing`: it doesn't wait for the week's end; `most` digests a week."""

    tell: Tell
    pressing: bool
    most: int


Calls = Mapping[PersonId, Sequence[Wanted]]


def wanted_of(
    reminder: Asked,
    rules: Mapping[str, int],
    told: Sequence[Notice],
    seats: Seats,
    morning: Morning,
) -> Iterator[tuple[PersonId | None, Wanted]]:
    """Who is to be told of which steps of one reminder, and was not; None where nobody can be."""
    intervals = intervals_under(rules)
    calls = morning.calls(reminder, intervals.steps)
    if not calls:
        return
    who = around(reminder.path, reminder.assigned, seats)
    heard = {(notice.step, notice.person) for notice in told}
    asked = reminder.ask_on or reminder.due
    for call in calls:
        rung, people = rung_told(who, call.step)
        for person in people or (None,):
            if person is not None and (call.code, person) in heard:
                continue
            days = [notice.day for notice in told if notice.person == person]
            told_on = max(days, default=None)
            pressing = presses(call, asked, morning.today, told_on, rung) or nudge_waits(
                reminder.nudged_on, morning.today, told_on
            )
            most = intervals.most_digests_a_week
            yield person, Wanted((reminder.id, call.code), pressing, most)


def by_reminder(told: Sequence[Notice]) -> Mapping[ReminderId, Sequence[Notice]]:
    found: dict[ReminderId, list[Notice]] = defaultdict(list)
    for notice in told:
        found[notice.reminder].append(notice)
    return found
