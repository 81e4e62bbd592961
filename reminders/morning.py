"""What a working morning calls for: which steps apply to what is open, and how far ahead to look."""

from datetime import date, time, timedelta

from content.calendar import is_working_day, next_working_day
from content.intervals import standard_intervals
from reminders.steps import Step, asked_by, step_due

MORNING = time(8, 30)
"""Nothing is told before, in local time."""

ORDER = tuple(Step)


def steps_now(due: date, today: date, acknowledged_on: date | None = None) -> tuple[Step, ...]:
    """The steps that apply today, one a rung: who came late into a rung is told where it stands.

    What falls due on a day off is asked for on the working day before; overdue counts from the
    due date itself.
    """
    asked = step_due(asked_by(due, is_working_day), today, acknowledged_on)
    late = step_due(due, today, acknowledged_on)
    reached = [min(_place(asked), _place(Step.ON_DAY)), _place(late)]
    step = max(reached)
    if step < 0:
        return ()
    own = ORDER[min(step, _place(Step.AFTER_3))]
    climbed = (Step.SUPERVISOR_7, Step.COUNTY_30)
    return (own, *(each for each in climbed if step >= _place(each)))


def last_day_asked(today: date) -> date:
    """The latest due date of which anything may be told today."""
    notice = timedelta(days=-standard_intervals().steps.before_14)
    return next_working_day(today + notice + timedelta(days=1)) - timedelta(days=1)


def _place(step: Step | None) -> int:
    """-1 for none."""
    return -1 if step is None else ORDER.index(step)
