"""What is overdue for a month and more, by place, with who answers there; and where nobody does."""

from aiogram import Router
from aiogram.types import CallbackQuery

from dialogs.administrator.home import late_line, late_places
from dialogs.administrator.presses import LateByPlace
from dialogs.administrator.words import answering_words, number
from dialogs.director.paging import LINES, page_of, page_row
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.turn import Turn
from dialogs.web_only import web_only
from reminders.county import Answering, LateIn, answering, answering_role
from storage.access import Role
from storage.county_counts import Place, places_of
from storage.townships import Official, officials

router = Router(name="late by place")

MOST_NAMED = 10


@router.callback_query(LateByPlace.filter())
async def by_place(_: CallbackQuery, callback_data: LateByPlace, turn: Turn) -> Screen:
    turn.conversation.park()
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    late = await late_places(turn)
    places = await places_of(turn.tx, turn.actor.scope)
    people = await officials(
        turn.tx, turn.actor.scope, turn.today, {Role.SUPERVISOR, Role.ADMINISTRATOR}
    )
    shown, page = page_of(late.places, callback_data.page)
    known = {place.path: place for place in places}
    lines = [_line(turn, each, known[each.path], people) for each in shown]
    more = len(late.places) > (page + 1) * LINES
    pages = page_row(turn.say, page, more=more, press=lambda other: LateByPlace(page=other))
    text = [late_line(turn, late), *lines, *_unanswered(turn, places, people)]
    return Screen("\n".join(text), (*pages, home_row(turn)))


def _line(turn: Turn, late: LateIn, place: Place, people: list[Official]) -> str:
    role = answering_role(place)
    return turn.say(
        "{place}: {items}, the longest {days} days; {answering}",
        place=place.name,
        items=number(turn, late.items),
        days=late.days,
        answering=answering_words(turn, role, answering(place, people)),
    )


def _unanswered(turn: Turn, places: list[Place], people: list[Official]) -> list[str]:
    """Places below where nobody would be told, whether or not anything is overdue there."""
    scope = turn.actor.scope
    silent = [
        place.name
        for place in places
        if place.path != scope and answering(place, people) is not Answering.REACHED
    ]
    if not silent:
        return []
    named = turn.say("、").join(silent[:MOST_NAMED])
    if len(silent) > MOST_NAMED:
        named = turn.say("{children} and others", children=named)
    return [
        turn.say("Nobody there to tell ({count} places): {places}", count=len(silent), places=named)
    ]
