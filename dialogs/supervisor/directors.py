"""The directors of the township, and the page of one: reached or not, on leave, what is open, what can be done."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.director.missing import missing
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.presses import OverdueOf
from dialogs.director.words import day_name
from dialogs.navigation import back_row, home_row
from dialogs.screen import Button, Row, Screen, button, column
from dialogs.staff.inviting_again import InviteAgain
from dialogs.supervisor.overdue import late_of, over
from dialogs.supervisor.people import Seats, called, called_with_place, directors, marked
from dialogs.supervisor.presses import (
    ChildrenOf,
    CoverOf,
    Directors,
    LeaveFor,
    Nudge,
    ShowDirector,
    TakerOfAll,
)
from dialogs.turn import Turn
from reminders.lateness import LateOf
from reminders.nudging import nudge, week_of
from storage.ids import PersonId
from storage.leave import Leave, leaves_of
from storage.townships import Way, ways_of

router = Router(name="directors")


@router.callback_query(Directors.filter())
async def everybody(_: CallbackQuery, callback_data: Directors, turn: Turn) -> Screen:
    """Who can't answer now comes first."""
    turn.conversation.park()
    known = await directors(turn)
    if not known:
        return Screen(turn.say("The township has no child director yet."), (home_row(turn),))
    answering = [who for who, seats in known.items() if _answers(seats)]
    ordered = [who for who in known if who not in answering] + answering
    shown, page = page_of(ordered, callback_data.page)
    lines = column(
        button(
            marked(turn, called_with_place(turn, who, known), known[who]),
            ShowDirector(director=who),
        )
        for who in shown
    )
    more = len(ordered) > (page + 1) * LINES
    pages = page_row(turn.say, page, more=more, press=lambda other: Directors(page=other))
    text = turn.say("Directors of the township: {count}", count=len(known))
    return Screen(text, (*lines, *pages, home_row(turn)))


@router.callback_query(ShowDirector.filter())
async def one(_: CallbackQuery, callback_data: ShowDirector, turn: Turn) -> Screen:
    turn.conversation.park()
    return await director_page(turn, PersonId(callback_data.director))


@router.callback_query(Nudge.filter())
async def nudged(_: CallbackQuery, callback_data: Nudge, turn: Turn) -> Screen:
    """Once a week; pressed again it says that it was done."""
    turn.conversation.park()
    who = PersonId(callback_data.director)
    known = await directors(turn, who)
    if not known:
        return await missing(turn)
    late = await late_of(turn, who)
    some = [line.reminder for line in late.lines] if late else []
    new = await nudge(turn.tx, turn.actor, who, some, turn.now, turn.today)
    screen = await director_page(turn, who)
    if new:
        return screen.with_toast(turn.say("They are told with the next morning's digest."))
    if some:
        return screen.with_toast(turn.say("They were nudged this week already."))
    return screen.with_toast(turn.say("Nothing of theirs is overdue."))


async def director_page(turn: Turn, who: PersonId) -> Screen:
    """Five statements. Somebody outside the township is answered as nobody."""
    known = await directors(turn, who)
    if not known:
        return await missing(turn)
    ways = await ways_of(turn.tx, who)
    leaves = await leaves_of(turn.tx, who, turn.today)
    late = await late_of(turn, who)
    text = [
        called_with_place(turn, who, known),
        _reached(turn, known[who], ways),
        *(_leave_line(turn, each) for each in leaves),
        over(turn, late) if late else turn.say("Nothing of theirs is overdue."),
    ]
    return Screen("\n".join(text), (*_rows(turn, known[who], late, leaves), home_row(turn)))


def _rows(turn: Turn, seats: Seats, late: LateOf | None, leaves: list[Leave]) -> tuple[Row, ...]:
    say, who = turn.say, seats[0].person
    buttons: list[Button] = []
    if late:
        buttons.append(button(say("What is overdue"), OverdueOf(director=who)))
    if late and _nudgeable(turn, late):
        buttons.append(button(say("Nudge once"), Nudge(director=who)))
    buttons += [
        button(say("Hand over one child"), ChildrenOf(giver=who)),
        button(say("Hand over all the children"), TakerOfAll(giver=who)),
        *(button(_cover_label(turn, each), CoverOf(leave=each.id)) for each in leaves),
        button(say("They are ill or away"), LeaveFor(director=who)),
    ]
    if not seats[0].reached:
        buttons.append(button(say("A new invite for them"), InviteAgain(person=who)))
    return (*column(buttons), back_row(turn, Directors())[:1])


def _nudgeable(turn: Turn, late: LateOf) -> bool:
    monday = week_of(turn.today)
    return any(line.nudged_on is None or line.nudged_on < monday for line in late.lines)


def _answers(seats: Seats) -> bool:
    return seats[0].reached and seats[0].away_until is None


def _reached(turn: Turn, seats: Seats, ways: list[Way]) -> str:
    """On which channels, or since when on none."""
    say = turn.say
    if not ways:
        return say("They have not opened the desk yet: an invite is needed.")
    works = dict.fromkeys(
        channel_name(turn, way.channel)
        for way in ways
        if way.confirmed and way.unreachable_since is None
    )
    if works:
        return say("Reached by: {channels}", channels=say("、").join(works))
    since = seats[0].unreached_since
    if since is None:
        return say("There is no way to reach them.")
    return say("There is no way to reach them since {day}.", day=_day(turn, since))


def channel_name(turn: Turn, channel: str) -> str:
    names = {
        "web": turn.say("web chat"),
        "telegram": "Telegram",
        "email": turn.say("e-mail"),
    }
    return names.get(channel, turn.say("another way"))


def _leave_line(turn: Turn, leave: Leave) -> str:
    days = {
        "since": day_name(leave.since, turn.today, turn.locale),
        "until": day_name(leave.until, turn.today, turn.locale),
    }
    if leave.cover is None:
        return turn.say("On leave {since} – {until}; nobody covers.", **days)
    if leave.cover == turn.actor.person:
        return turn.say("On leave {since} – {until}; you cover.", **days)
    cover = called(turn, leave.cover, {})
    return turn.say("On leave {since} – {until}; {cover} covers.", cover=cover, **days)


def _cover_label(turn: Turn, leave: Leave) -> str:
    day = day_name(leave.since, turn.today, turn.locale)
    return turn.say("Who covers from {day}?", day=day)


def _day(turn: Turn, at: datetime) -> str:
    return day_name(at.astimezone(turn.desk.zone).date(), turn.today, turn.locale)
