"""What is overdue seven days and more in the township, by director, the longest over first."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from content.intervals import standard_intervals
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.presses import Children, OverdueOf, Owed, ShowChild
from dialogs.director.words import director_reference, owed_line
from dialogs.navigation import home_row
from dialogs.screen import Button, Screen, button, column
from dialogs.staff.home import role_name
from dialogs.turn import Turn
from reminders.digest import NOBODY, Group, by_director
from reminders.recipients import seated
from storage.children import owed_to
from storage.ids import PersonId
from storage.notices import names_of, seats_over

router = Router(name="overdue")


async def home(turn: Turn) -> Screen:
    """Three statements."""
    say = turn.say
    groups = await _groups(turn)
    further = (
        (button(say("What is due"), Owed()),),
        (button(say("Children of the township"), Children()),),
    )
    title = role_name(turn, turn.actor.role)
    if not groups:
        text = say("Nothing is overdue by a week or more.")
        return Screen(f"{title}\n{text}", further)
    names = await _names(turn, groups)
    rows = column(_group_button(turn, group, names) for group in groups)
    count = sum(len(group.lines) for group in groups)
    text = say("Overdue by a week or more: {count}. By director:", count=count)
    return Screen(f"{title}\n{text}", (*rows, *further))


@router.callback_query(OverdueOf.filter())
async def of_director(_: CallbackQuery, callback_data: OverdueOf, turn: Turn) -> Screen:
    """Done meanwhile, or not in this township: there is nothing of theirs."""
    turn.conversation.park()
    director = PersonId(callback_data.director)
    group = next((each for each in await _groups(turn) if each.director == director), None)
    if group is None:
        return Screen(
            turn.say("Nothing of theirs is overdue by a week or more."), (home_row(turn),)
        )
    shown, page = page_of(group.lines, callback_data.page)
    lines = column(
        button(owed_line(turn.say, line, turn.today), ShowChild(child=line.child)) for line in shown
    )
    more = len(group.lines) > (page + 1) * LINES
    pages = page_row(
        turn.say, page, more=more, press=lambda other: OverdueOf(director=director, page=other)
    )
    title = _title(turn, group, await _names(turn, [group]))
    return Screen(f"{title}\n{_over(turn, group)}", (*lines, *pages, home_row(turn)))


async def _groups(turn: Turn) -> tuple[Group, ...]:
    after = timedelta(days=standard_intervals().steps.supervisor_7)
    owed = await owed_to(turn.tx, turn.actor, turn.today, turn.today - after)
    if not owed:
        return ()
    seats = seated(await seats_over(turn.tx, {line.path for line in owed}, turn.today))
    return by_director(owed, seats, turn.today)


async def _names(turn: Turn, groups: Sequence[Group]) -> Mapping[PersonId, str]:
    """Names of people go where names of children go: not through Telegram in strict privacy."""
    people = [group.director for group in groups if group.director != NOBODY]
    if turn.must_use_web or not people:
        return {}
    return await names_of(turn.tx, people)


def _group_button(turn: Turn, group: Group, names: Mapping[PersonId, str]) -> Button:
    label = f"{_title(turn, group, names)} · {_over(turn, group)}"
    return button(label, OverdueOf(director=group.director))


def _title(turn: Turn, group: Group, names: Mapping[PersonId, str]) -> str:
    if group.director == NOBODY:
        return turn.say("Without a director")
    return names.get(group.director, director_reference(group.director))


def _over(turn: Turn, group: Group) -> str:
    return turn.say(
        "{lines} open, the longest {days} days over", lines=len(group.lines), days=group.days_over
    )
