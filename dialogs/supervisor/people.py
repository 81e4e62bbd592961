"""The directors of a township as the supervisor's screens call them.

Names of people and places go where those of children go: not through Telegram in strict privacy.
"""

from collections.abc import Callable, Mapping

from aiogram.filters.callback_data import CallbackData

from dialogs.director.paging import LINES, page_of, page_row
from dialogs.director.words import day_name, director_reference
from dialogs.screen import Row, button, column
from dialogs.turn import Turn
from reminders.digest import NOBODY
from storage.access import Role
from storage.ids import PersonId
from storage.townships import Official, officials

Seats = tuple[Official, ...]
"""One director's villages; never empty."""
Known = Mapping[PersonId, Seats]


async def directors(turn: Turn, who: PersonId | None = None) -> Known:
    """Everybody in office as director in the actor's place, or the one asked for. One statement."""
    names = not turn.must_use_web
    found = await officials(
        turn.tx, turn.actor.scope, turn.today, {Role.DIRECTOR}, who, names=names
    )
    grouped: dict[PersonId, Seats] = {}
    for seat in found:
        grouped[seat.person] = (*grouped.get(seat.person, ()), seat)
    return grouped


def called(turn: Turn, director: PersonId, known: Known) -> str:
    """The name where it may be shown, else the reference."""
    if director == NOBODY:
        return turn.say("Without a director")
    seats = known.get(director)
    name = seats[0].name if seats else None
    return name or director_reference(director)


def called_with_place(turn: Turn, director: PersonId, known: Known) -> str:
    if turn.must_use_web:
        return called(turn, director, known)
    places = turn.say("、").join(seat.region_name for seat in known[director])
    return f"{called(turn, director, known)} · {places}"


def state(turn: Turn, seats: Seats) -> str | None:
    """What keeps a director from answering, if anything does."""
    first = seats[0]
    if first.away_until is not None:
        day = day_name(first.away_until, turn.today, turn.locale)
        return turn.say("on leave through {day}", day=day)
    if not first.reached:
        return turn.say("can't be reached")
    return None


def marked(turn: Turn, label: str, seats: Seats | None) -> str:
    """A label with what is the matter behind it."""
    said = state(turn, seats) if seats else None
    return label if said is None else f"{label} · {said}"


def choice_rows(
    turn: Turn,
    known: Known,
    without: PersonId | None,
    page: int,
    choose: Callable[[PersonId], CallbackData],
    turning: Callable[[int], CallbackData],
) -> tuple[Row, ...]:
    """Everybody else in office to choose from, with what is the matter with them."""
    others = [who for who in known if who != without]
    shown, page = page_of(others, page)
    lines = column(
        button(marked(turn, called_with_place(turn, who, known), known[who]), choose(who))
        for who in shown
    )
    more = len(others) > (page + 1) * LINES
    return (*lines, *page_row(turn.say, page, more=more, press=turning))
