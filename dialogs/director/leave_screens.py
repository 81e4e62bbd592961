"""The screens of one's own leave."""

from collections.abc import Sequence
from datetime import date, timedelta

from dialogs.director.leave_press import (
    CancelLeave,
    LeaveFrom,
    Leaves,
    LeaveThrough,
    NewLeave,
    ShortenLeave,
)
from dialogs.director.words import day_name
from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button, pairs
from dialogs.turn import Turn
from storage.leave import Leave

MONDAY = 7


def leaves(turn: Turn, found: Sequence[Leave]) -> Screen:
    say = turn.say
    lines = [say("My leave"), *(span(turn, each) for each in found)]
    if not found:
        lines.append(say("None is entered. While you are away, others are told in your place."))
    rows: list[Row] = []
    for each in found:
        rows.append(
            (button(say("Cancel: {leave}", leave=span(turn, each)), CancelLeave(leave=each.id)),)
        )
        rows += _shorter(turn, each)
    new = (button(say("Enter leave"), NewLeave()),)
    return Screen("\n".join(lines), (*rows, new, home_row(turn)))


def since(turn: Turn, *, wrong: bool = False) -> Screen:
    say, today = turn.say, turn.today
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=MONDAY - today.weekday())
    labels = {today: say("Today"), tomorrow: say("Tomorrow")}
    days = dict.fromkeys((today, tomorrow, monday))
    choices = pairs(
        button(labels.get(day) or _day(turn, day), LeaveFrom(since=day.isoformat())) for day in days
    )
    asked = say("From which day on are you away? Press or type it, such as 9-8.")
    refused = say("I don't understand this day, or it is over. Type it such as 9-8.")
    return Screen(refused if wrong else asked, (*choices, back_row(turn, Leaves())))


def until(turn: Turn, first: date, on_offer: Sequence[date], *, wrong: bool = False) -> Screen:
    say = turn.say
    choices = pairs(
        button(_day(turn, day), LeaveThrough(since=first.isoformat(), until=day.isoformat()))
        for day in on_offer
    )
    asked = say("Away from {day} on. Through which day? Press or type it.", day=_day(turn, first))
    refused = say("I don't understand this day, or it is over. Type it such as 9-8.")
    return Screen(refused if wrong else asked, (*choices, back_row(turn, NewLeave())))


def end(turn: Turn, *, wrong: bool = False) -> Screen:
    say = turn.say
    asked = say("Which day shall be the last one? Type it, such as 9-8.")
    refused = say("I don't understand this day, or it is over. Type it such as 9-8.")
    return Screen(refused if wrong else asked, (back_row(turn, Leaves()),))


def taken(turn: Turn, leave: Leave) -> Screen:
    say = turn.say
    lines = [
        say("Leave is entered: {leave}", leave=span(turn, leave)),
        say("The one above you is told, and can name who stands in for you."),
    ]
    return Screen("\n".join(lines), ((button(say("My leave"), Leaves()),), home_row(turn)))


def overlaps(turn: Turn, other: Leave) -> Screen:
    text = turn.say(
        "You have leave on some of these days already: {leave}", leave=span(turn, other)
    )
    mine = (button(turn.say("My leave"), Leaves()),)
    return Screen(text, (mine, back_row(turn, NewLeave())))


def span(turn: Turn, leave: Leave) -> str:
    """ "11月27日至11月30日"; one day alone by itself."""
    if leave.since == leave.until:
        return _day(turn, leave.since)
    return turn.say(
        "{since} to {until}", since=_day(turn, leave.since), until=_day(turn, leave.until)
    )


def _shorter(turn: Turn, leave: Leave) -> tuple[Row, ...]:
    """Of one that lasts longer than what is over."""
    if leave.since == leave.until or leave.until <= turn.today:
        return ()
    other = button(turn.say("Another last day"), ShortenLeave(leave=leave.id))
    if leave.since > turn.today:
        return ((other,),)
    ends = ShortenLeave(leave=leave.id, until=turn.today.isoformat())
    return ((button(turn.say("Today is the last day"), ends), other),)


def _day(turn: Turn, day: date) -> str:
    return day_name(day, turn.today, turn.locale)
