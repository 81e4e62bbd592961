"""What an administrator sees of complaints: the list with the days left, one of them, the question for the answer."""

from collections.abc import Sequence

from content.places import RegionCode, full_name
from dialogs.complaints.presses import AnswerComplaint, PassComplaint, ReadComplaint, ToAnswer
from dialogs.complaints.words import about_name, day, time_left
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.turn import Turn
from reminders.complaint_clock import Exceptions
from reminders.complaint_owners import About
from reminders.complaints import Seen, day_of
from storage.complaints import Complaint, Written
from storage.ids import ComplaintId


def waiting(turn: Turn, found: Sequence[Complaint], moved: Exceptions, page: int) -> Screen:
    shown, page = page_of(found, page)
    buttons = (
        button(
            f"{each.reference} · {about_name(turn, About(each.about))} · {time_left(turn, each, moved)}",
            ReadComplaint(complaint=each.id),
        )
        for each in shown
    )
    more = len(found) > (page + 1) * LINES
    further = page_row(turn.say, page, more=more, press=lambda to: ToAnswer(page=to))
    text = turn.say("These wait for an answer, the oldest first")
    return Screen(text, (*column(buttons), *further, home_row(turn)))


def card(turn: Turn, seen: Seen, written: Written) -> Screen:
    say, found = turn.say, seen.complaint
    where = full_name(RegionCode(found.region)) if found.region else ""
    lines = [
        f"{found.reference} · {about_name(turn, About(found.about))}",
        say("Place: {place}", place=where),
        say("Written on {day}.", day=day(turn, day_of(found.made_at))),
    ]
    if found.is_withdrawn:
        return Screen(
            "\n".join([*lines, say("Its writer took it back.")]), (back_row(turn, ToAnswer()),)
        )
    lines += [written.words]
    if written.answer is not None:
        lines += [say("The answer:"), written.answer]
        return Screen("\n".join(lines), (back_row(turn, ToAnswer()),))
    rows = [(button(say("✎ Answer"), AnswerComplaint(complaint=found.id)),)]
    if seen.can_go_up:
        up = PassComplaint(complaint=found.id, climbed=found.climbed)
        rows.append((button(say("Pass on to the next level up"), up),))
    return Screen("\n".join(lines), (*rows, back_row(turn, ToAnswer())))


def asking(turn: Turn, reference: str, wanted: ComplaintId) -> Screen:
    text = turn.say(
        "Type your answer to {reference}, in one message. It goes to who wrote, without your name.",
        reference=reference,
    )
    return Screen(text, (back_row(turn, ReadComplaint(complaint=wanted)),))


def list_row(turn: Turn) -> Row:
    return (button(turn.say("Complaints to answer"), ToAnswer()),)
