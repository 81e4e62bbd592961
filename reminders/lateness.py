"""What was left overdue in a township, by the director who owes it, the longest over first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reminders.digest import NOBODY, Item, items_of
from reminders.recipients import Seats, director_of
from storage.ids import PersonId
from storage.township_items import Late


@dataclass(frozen=True)
class LateOf:
    """What one director (NOBODY: none) left overdue, the longest over first; never empty."""

    director: PersonId
    lines: tuple[Late, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """As a digest has them: the counted children of a place are one."""
        return items_of(self.lines)

    def days_over(self, today: date) -> int:
        """The longest."""
        return (today - self.lines[0].asked).days


def late_by_director(lines: Iterable[Late], seats: Seats) -> tuple[LateOf, ...]:
    """NOBODY's before another's as long over."""
    found: dict[PersonId, list[Late]] = defaultdict(list)
    for line in lines:
        found[director_of(line.path, line.assigned, seats) or NOBODY].append(line)
    groups = (
        LateOf(director, tuple(sorted(late, key=lambda line: (line.asked, line.reminder))))
        for director, late in found.items()
    )
    return tuple(sorted(groups, key=lambda group: (group.lines[0].asked, group.director)))
