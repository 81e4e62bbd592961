"""Letters of a township: children came or went, somebody is to cover a leave. References and dates only."""

from collections.abc import Mapping
from datetime import date

from dialogs.director.presses import Owed
from dialogs.director.words import day_name, director_reference, reference
from dialogs.letters import Composer, Sending
from dialogs.navigation import Home
from dialogs.screen import Button, Screen, button
from storage.ids import ChildId, LeaveId, PersonId
from storage.leave import leave_by_id


async def reassigned(sending: Sending) -> Screen:
    refs, say = sending.letter.refs, sending.say
    named = [reference(ChildId(int(each))) for each in str(refs["children"]).split(",")]
    values = {"count": refs["count"], "children": say("、").join(named)}
    if int(refs["count"]) > len(named):
        values["children"] = say("{children} and others", children=values["children"])
    other = PersonId(int(refs["other"]))
    if not refs["taken"]:
        values["director"] = director_reference(other)
        text = say(
            "From today on {director} answers for {count} of your children: {children}. You owe nothing for them any more.",
            **values,
        )
        return Screen(text, ((_home(sending),),))
    text = say("From today on you answer for {count} more children: {children}.", **values)
    if refs["elsewhere"]:
        text = f"{text}\n" + say(
            "They live in another village: on your first page choose to act there."
        )
    due = button(say("What is due"), Owed())
    return Screen(text, ((due,), (_home(sending),)))


async def covering(sending: Sending) -> Screen | None:
    """None when the leave was cancelled, or somebody else covers it by now."""
    leave = await leave_by_id(sending.tx, LeaveId(int(sending.letter.refs["leave"])))
    if leave is None or leave.cover != sending.letter.to.person:
        return None
    text = sending.say(
        "You cover {director} {since} – {until}. What is due there comes to you meanwhile.",
        director=director_reference(leave.person),
        **_days(sending, leave.since, leave.until),
    )
    return Screen(text, ((_home(sending),),))


async def leave_entered(sending: Sending) -> Screen | None:
    """None when it was cancelled meanwhile."""
    leave = await leave_by_id(sending.tx, LeaveId(int(sending.letter.refs["leave"])))
    if leave is None:
        return None
    text = sending.say(
        "Your supervisor entered that you are on leave {since} – {until}. Nothing is asked of you meanwhile. If that is wrong, tell your supervisor.",
        **_days(sending, leave.since, leave.until),
    )
    return Screen(text, ((_home(sending),),))


def _home(sending: Sending) -> Button:
    return button(sending.say("Home"), Home())


def _days(sending: Sending, since: date, until: date) -> dict[str, str]:
    today = sending.now.astimezone(sending.desk.zone).date()
    return {
        "since": day_name(since, today, sending.locale),
        "until": day_name(until, today, sending.locale),
    }


COMPOSERS: Mapping[str, Composer] = {
    "reassigned": reassigned,
    "covering": covering,
    "leave_entered": leave_entered,
}
