"""Numbers of the administrator's room in words, small ones hidden."""

from dialogs.turn import Turn
from reminders.county import Answering, Count, Machine, Shown
from storage.access import Role


def number(turn: Turn, count: Count) -> str:
    match count.shown:
        case Shown.BELOW:
            return turn.say("<{number}", number=count.number)
        case Shown.AT_LEAST:
            return turn.say("at least {number}", number=count.number)
        case Shown.EXACTLY:
            return str(count.number)


def answering_words(turn: Turn, role: Role, state: Answering) -> str:
    """What is said of the one who answers for a place."""
    say = turn.say
    if role is Role.SUPERVISOR:
        names = {
            Answering.REACHED: say("supervisor reached"),
            Answering.MISSING: say("no supervisor"),
            Answering.UNREACHABLE: say("supervisor can't be reached"),
            Answering.ON_LEAVE: say("supervisor on leave"),
        }
    else:
        names = {
            Answering.REACHED: say("administrator reached"),
            Answering.MISSING: say("no administrator"),
            Answering.UNREACHABLE: say("administrator can't be reached"),
            Answering.ON_LEAVE: say("administrator on leave"),
        }
    return names[state]


def machine_line(turn: Turn, state: Machine) -> str:
    say = turn.say
    lines = {
        Machine.RUNNING: say("The desk is running as it should."),
        Machine.NEVER_PLANNED: say("The desk has not sent its first reminders yet."),
        Machine.NOT_PLANNED: say(
            "This morning's reminders have not been made. Please tell the operator."
        ),
        Machine.NOT_SENDING: say("Letters wait longer than they should. Please tell the operator."),
    }
    return lines[state]
