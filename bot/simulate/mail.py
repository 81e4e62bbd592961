"""What came to whom when, as the judge counts it: digests of a day and of a week."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.simulate.history import local
from bot.simulate.received import Read

A_WEEK = 3
"""Digests a week while nothing is overdue."""
REMEMBERED = 16


@dataclass(frozen=True)
class Digest:
    """`late`: it tells of something overdue."""

    day: date
    late: bool


@dataclass
class Mail:
    """`repeats`: how often a receipt was lost on the way: that many messages may come once more."""

    pushes: int = 0
    most_in_a_day: int = 0
    pushed: Counter[int] = field(default_factory=Counter)
    """Of this day, by person."""
    digests: dict[int, list[Digest]] = field(default_factory=lambda: defaultdict(list))
    repeats: Counter[tuple[int, date]] = field(default_factory=Counter)
    _today: dict[int, date] = field(default_factory=dict)

    def came(self, person: int, at: datetime, message: Read) -> None:
        self.pushes += 1
        self.pushed[person] += 1
        self.most_in_a_day = max(self.most_in_a_day, self.pushed[person])
        if not message.digest:
            return
        day = local(at).date()
        self.digests[person] = [*self.digests[person][-REMEMBERED:], Digest(day, message.late)]
        self._today[person] = day

    def full(self, person: int, day: date) -> bool:
        """Three digests this week, or in the last seven days: what is not overdue waits."""
        return len(self._days(person, day - timedelta(days=6), day)) >= A_WEEK

    def too_many(self, day: date) -> Iterator[tuple[int, int]]:
        for person in self._who_heard(day):
            many = sum(each.day == day for each in self.digests[person])
            if many > 1 + self.repeats[person, day]:
                yield person, many

    def fourth_of_a_week(self, day: date) -> Iterator[int]:
        monday = day - timedelta(days=day.weekday())
        for person in self._who_heard(day):
            late = any(each.late for each in self.digests[person] if each.day == day)
            if not late and len(self._days(person, monday, day + timedelta(days=1))) > A_WEEK:
                yield person

    def _days(self, person: int, since: date, before: date) -> set[date]:
        return {each.day for each in self.digests[person] if since <= each.day < before}

    def _who_heard(self, day: date) -> list[int]:
        return [person for person, last in self._today.items() if last == day]
