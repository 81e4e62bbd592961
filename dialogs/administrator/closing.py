"""How far the half-year's refreshes are: by place, key care and counted children apart."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery

from content.intervals import standard_intervals
from dialogs.administrator.presses import ClosingStatus
from dialogs.administrator.words import number
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.words import day_name
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.turn import Turn
from dialogs.web_only import web_only
from reminders.county import ClosingIn, Refreshed, closing_in, half_year, total
from storage.county_counts import places_of, refreshed_by_place

router = Router(name="closing status")


@router.callback_query(ClosingStatus.filter())
async def status(_: CallbackQuery, callback_data: ClosingStatus, turn: Turn) -> Screen:
    """Two statements."""
    turn.conversation.park()
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    scope = turn.actor.scope
    begins, ends = half_year(turn.today, standard_intervals().closings)
    found = closing_in(await refreshed_by_place(turn.tx, scope, begins), scope)
    names = {place.path: place.name for place in await places_of(turn.tx, scope)}
    shown, page = page_of(found, callback_data.page)
    text = [
        turn.say(
            "Records to be checked by {day}; {left} days left.",
            day=day_name(ends, turn.today, turn.locale),
            left=(ends - turn.today).days,
        ),
        *_all(turn, found),
        *(line for each in shown for line in _place(turn, names[each.path], each)),
    ]
    more = len(found) > (page + 1) * LINES
    pages = page_row(turn.say, page, more=more, press=lambda other: ClosingStatus(page=other))
    return Screen("\n".join(text), (*pages, home_row(turn)))


def _all(turn: Turn, found: Sequence[ClosingIn]) -> list[str]:
    """How many children, over all places; what is left stands with each place."""
    if not found:
        return [turn.say("There is no child in the ledger here.")]
    return [
        turn.say(
            "In all: key care {care}, counted {counted}.",
            care=number(turn, total([each.in_care.children for each in found])),
            counted=number(turn, total([each.counted.children for each in found])),
        )
    ]


def _place(turn: Turn, name: str, here: ClosingIn) -> list[str]:
    say = turn.say
    return [
        name,
        say("Key care: {status}", status=_status(turn, here.in_care)),
        say("Counted: {status}", status=_status(turn, here.counted)),
    ]


def _status(turn: Turn, group: Refreshed) -> str:
    """Never all three numbers where one of them is hidden."""
    say = turn.say
    values = {"children": number(turn, group.children)}
    if group.children.number == 0:
        return say("none")
    if group.left is not None and group.left.number == 0:
        return say("{children}, all checked", **values)
    if group.left is not None and group.refreshed is not None:
        done, left = number(turn, group.refreshed), number(turn, group.left)
        return say("{children}, {done} checked, {left} to go", **values, done=done, left=left)
    if group.left is not None:
        return say("{children}, {left} to go", **values, left=number(turn, group.left))
    if group.refreshed is not None:
        return say("{children}, {done} checked", **values, done=number(turn, group.refreshed))
    return say("{children} children", **values)
