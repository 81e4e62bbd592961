"""Directors and supervisors whom no address reaches: by reference and place, each with a new invite."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.administrator.home import UNREACHED
from dialogs.administrator.presses import Unreached
from dialogs.director.digest_words import staff_reference
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.words import day_name
from dialogs.navigation import home_row
from dialogs.screen import Button, Screen, button, column
from dialogs.staff.inviting_again import InviteAgain
from dialogs.turn import Turn
from dialogs.web_only import web_only
from reminders.county import part_of
from storage.county_counts import places_of
from storage.townships import Official, officials

router = Router(name="unreached people")


@router.callback_query(Unreached.filter())
async def unreached(_: CallbackQuery, callback_data: Unreached, turn: Turn) -> Screen:
    """No names: the administrator looks after addresses, not after people's files."""
    turn.conversation.park()
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    scope = turn.actor.scope
    seats = await officials(turn.tx, scope, turn.today, UNREACHED, unreached=True)
    found = list({each.person: each for each in reversed(seats)}.values())[::-1]
    if not found:
        return Screen(turn.say("Every director and supervisor can be reached."), (home_row(turn),))
    names = {place.path: place.name for place in await places_of(turn.tx, scope)}
    shown, page = page_of(found, callback_data.page)
    more = len(found) > (page + 1) * LINES
    pages = page_row(turn.say, page, more=more, press=lambda other: Unreached(page=other))
    text = turn.say(
        "No address reaches these people, {people} in all. Press one to make a new invite.",
        people=len(found),
    )
    rows = column(_row(turn, each, names) for each in shown)
    return Screen(text, (*rows, *pages, home_row(turn)))


def _row(turn: Turn, who: Official, names: Mapping[str, str]) -> Button:
    values = {
        "who": staff_reference(who.role, who.person),
        "place": names[part_of(who.path, turn.actor.scope)],
    }
    since = who.unreached_since
    if since is None:
        label = turn.say("{who} · {place} · never opened the desk", **values)
    else:
        day = day_name(since.astimezone(turn.desk.zone).date(), turn.today, turn.locale)
        label = turn.say("{who} · {place} · since {day}", **values, day=day)
    return button(label, InviteAgain(person=who.person))
