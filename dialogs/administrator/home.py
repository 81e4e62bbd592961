"""The administrator's first screen: what needs them, in numbers."""

from dataclasses import dataclass
from datetime import timedelta

from content.calendar import unknown_year_warned
from content.regional_rules import intervals_under
from dialogs.administrator.presses import (
    Calendar,
    ClosingStatus,
    LateByPlace,
    RulesOfPlace,
    Unreached,
)
from dialogs.administrator.words import machine_line, number
from dialogs.screen import Screen, button, column
from dialogs.staff.home import role_name
from dialogs.turn import Turn
from reminders.county import LateIn, last_morning, late_in, machine, total
from storage.access import Role
from storage.calendar_days import exceptions
from storage.county_counts import late_by_place, pulse
from storage.regional_rules import rules_over
from storage.townships import officials

UNREACHED = frozenset({Role.DIRECTOR, Role.SUPERVISOR})
PLAN = "plan_day"


@dataclass(frozen=True)
class Month:
    """What is open so many days past its day and longer, by place; the limit is a rule of the place."""

    limit: int
    places: tuple[LateIn, ...]


async def home(turn: Turn) -> Screen:
    """Four statements; one more where the calendar of the year may be missing."""
    say = turn.say
    late = await late_places(turn)
    unreached = await officials(turn.tx, turn.actor.scope, turn.today, UNREACHED, unreached=True)
    beat = await pulse(turn.tx, PLAN, turn.now)
    state = machine(beat, last_morning(turn.now, turn.desk.zone), turn.now)
    text = [
        role_name(turn, turn.actor.role),
        late_line(turn, late),
        _unreached_line(turn, len({each.person for each in unreached})),
        machine_line(turn, state),
    ]
    missing = await unknown_year(turn)
    if missing is not None:
        text.append(
            say("The holidays of {year} are not known yet. Please enter them.", year=str(missing))
        )
    rows = column(
        [
            button(say("Overdue {days} days and more", days=late.limit), LateByPlace()),
            button(say("People who can't be reached"), Unreached()),
            button(say("The half-year's record checks"), ClosingStatus()),
            button(say("Working days and holidays"), Calendar()),
            button(say("Rules of the place"), RulesOfPlace()),
        ]
    )
    return Screen("\n".join(text), rows)


async def late_places(turn: Turn) -> Month:
    """From the day on which the county is told. Two statements."""
    scope = turn.actor.scope
    rules = await rules_over(turn.tx, {scope})
    limit = intervals_under(rules[scope]).steps.county_30
    found = await late_by_place(turn.tx, scope, turn.today - timedelta(days=limit))
    return Month(limit, late_in(found, scope, turn.today))


async def unknown_year(turn: Turn) -> int | None:
    """The year whose days off have to be entered; asks the database only where it may matter."""
    if unknown_year_warned(turn.today) is None:
        return None
    return unknown_year_warned(turn.today, await exceptions(turn.tx))


def late_line(turn: Turn, late: Month) -> str:
    if not late.places:
        return turn.say("Nothing is overdue {days} days or more.", days=late.limit)
    return turn.say(
        "Overdue {limit} days and more: {items}, the longest {days} days.",
        limit=late.limit,
        items=number(turn, total([each.items for each in late.places])),
        days=late.places[0].days,
    )


def _unreached_line(turn: Turn, people: int) -> str:
    if not people:
        return turn.say("Every director and supervisor can be reached.")
    return turn.say("Directors and supervisors who can't be reached: {people}.", people=people)
