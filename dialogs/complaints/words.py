"""How a complaint is spoken of: what it is about, where it stands, by when it is answered."""

from datetime import date

from content.lines import line
from dialogs.director.words import day_name
from dialogs.turn import Turn
from reminders.complaint_clock import Exceptions, promised, working_days_left
from reminders.complaint_owners import About
from reminders.complaints import day_of
from storage.complaints import Complaint

ELSEWHERE = "12345"
"""The government's line: where else a complaint is taken."""


def about_name(turn: Turn, about: About) -> str:
    say = turn.say
    names = {
        About.DESK: say("this desk"),
        About.SERVICES: say("the service list"),
        About.DIRECTOR: say("a child director"),
        About.SUPERVISOR: say("a child supervisor"),
        About.TRIAGE: say("a triage worker"),
        About.ADMINISTRATOR: say("an administrator"),
        About.OTHER: say("something else"),
    }
    return names[about]


def day(turn: Turn, of: date) -> str:
    return day_name(of, turn.today, turn.locale)


def own_standing(turn: Turn, complaint: Complaint, moved: Exceptions) -> str:
    """For its writer; silence past the promise says so."""
    say = turn.say
    if complaint.is_withdrawn:
        return say("You withdrew it.")
    if complaint.closed_at is not None:
        return say("Answered on {day}.", day=day(turn, day_of(complaint.closed_at)))
    last = promised(day_of(complaint.made_at), moved)
    by = day(turn, last)
    if turn.today <= last:
        return say("Answered by {day} at the latest.", day=by)
    if complaint.climbed:
        return say(
            "The answer was promised by {day} and is late. The next level up has been told.", day=by
        )
    return say(
        "The answer was promised by {day} and is late. You can also call {number}.",
        day=by,
        number=line(ELSEWHERE).number,
    )


def short_standing(turn: Turn, complaint: Complaint) -> str:
    if complaint.is_withdrawn:
        return turn.say("withdrawn")
    return turn.say("answered") if not complaint.is_open else turn.say("not yet answered")


def time_left(turn: Turn, complaint: Complaint, moved: Exceptions) -> str:
    """For those who answer."""
    by = promised(day_of(complaint.made_at), moved)
    if turn.today > by:
        return turn.say("late since {day}", day=day(turn, by))
    left = working_days_left(turn.today, by, moved)
    return turn.say("working days left: {count}", count=left)
