"""What is overdue a week and more in the township, by director, the longest over first, and why."""

from collections.abc import Mapping
from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from content.regional_rules import intervals_under
from dialogs.director.digest_words import item_button
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.presses import Children, OverdueOf, Owed
from dialogs.navigation import home_row
from dialogs.screen import Button, Screen, button, column
from dialogs.staff.home import role_name
from dialogs.supervisor.people import Known, called, directors, marked
from dialogs.supervisor.presses import ChildrenOf, Directors, ShowDirector, TakerOfAll
from dialogs.supervisor.proposals import proposals_row
from dialogs.supervisor.why import item_why
from dialogs.turn import Turn
from reminders.digest import NOBODY
from reminders.lateness import LateOf, late_by_director
from reminders.recipients import seated
from storage.ids import PersonId
from storage.regional_rules import rules_over
from storage.seats import seats_over
from storage.township_items import late_within

router = Router(name="overdue")


async def home(turn: Turn) -> Screen:
    """Five statements."""
    say = turn.say
    groups = await _late_groups(turn)
    further = (
        *await proposals_row(turn),
        (button(say("What is due"), Owed()),),
        (button(say("Children of the township"), Children()),),
        (button(say("Directors of the township"), Directors()),),
    )
    title = role_name(turn, turn.actor.role)
    if not groups:
        text = say("Nothing is overdue by a week or more.")
        return Screen(f"{title}\n{text}", further)
    known = await directors(turn)
    rows = column(_group_button(turn, group, known) for group in groups[:LINES])
    count = sum(len(group.items) for group in groups)
    text = say("Overdue by a week or more: {count}. By director:", count=count)
    return Screen(f"{title}\n{text}", (*rows, *further))


@router.callback_query(OverdueOf.filter())
async def of_director(_: CallbackQuery, callback_data: OverdueOf, turn: Turn) -> Screen:
    """All that is overdue of theirs. Done meanwhile, or not in this township: there is nothing."""
    turn.conversation.park()
    director = PersonId(callback_data.director)
    group = await late_of(turn, director)
    if group is None:
        return Screen(turn.say("Nothing of theirs is overdue."), (home_row(turn),))
    known = await directors(turn, director) if director != NOBODY else {}
    items = group.items
    shown, page = page_of(items, callback_data.page)
    title = marked(turn, called(turn, director, known), known.get(director))
    text = [title, over(turn, group), *(item_why(turn, item) for item in shown)]
    pages = page_row(
        turn.say,
        page,
        more=len(items) > (page + 1) * LINES,
        press=lambda other: OverdueOf(director=director, page=other),
    )
    lines = column(item_button(turn.say, item, turn.today) for item in shown)
    further = column(_further(turn, director, known))
    return Screen("\n".join(text), (*lines, *pages, *further, home_row(turn)))


async def late_of(turn: Turn, director: PersonId) -> LateOf | None:
    """All of one director's that is past its day. Two statements."""
    groups = await _groups(turn, timedelta(days=1))
    return next((group for group in groups if group.director == director), None)


async def _late_groups(turn: Turn) -> tuple[LateOf, ...]:
    """By director, from the day on which the supervisor is told. Three statements."""
    scope = turn.actor.scope
    rules = await rules_over(turn.tx, {scope})
    return await _groups(turn, timedelta(days=intervals_under(rules[scope]).steps.supervisor_7))


async def _groups(turn: Turn, after: timedelta) -> tuple[LateOf, ...]:
    lines = await late_within(turn.tx, turn.actor.scope, turn.today, turn.today - after)
    if not lines:
        return ()
    seats = seated(await seats_over(turn.tx, {line.path for line in lines}, turn.today))
    return late_by_director(lines, seats)


def over(turn: Turn, group: LateOf) -> str:
    return turn.say(
        "{lines} open, the longest {days} days over",
        lines=len(group.items),
        days=group.days_over(turn.today),
    )


def _group_button(turn: Turn, group: LateOf, known: Known) -> Button:
    label = f"{called(turn, group.director, known)} · {over(turn, group)}"
    return button(
        marked(turn, label, known.get(group.director)), OverdueOf(director=group.director)
    )


def _further(
    turn: Turn, director: PersonId, known: Mapping[PersonId, object]
) -> tuple[Button, ...]:
    """What can be done about it: by the director's own page, or by giving the children to somebody."""
    if director == NOBODY:
        return (
            button(turn.say("Hand over one child"), ChildrenOf(giver=NOBODY)),
            button(turn.say("Hand over all the children"), TakerOfAll(giver=NOBODY)),
        )
    if director not in known:
        return ()
    return (button(turn.say("About this director"), ShowDirector(director=director)),)
