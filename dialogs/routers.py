"""Which handler hears an update, in order: commands, roles' rooms, forms, and last the free question."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram import F, Router
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, Message

from dialogs import administrator, director, supervisor, triage
from dialogs.complaints import answering, own, writing
from dialogs.director import (
    finding,
    leave,
    moving_steps,
    proposing,
    proposing_list,
    refer,
    round_changes,
)
from dialogs.director import round as rounds
from dialogs.lost import lost
from dialogs.navigation import Home, Resume, home_row
from dialogs.parent import (
    contact_wanted,
    danger,
    guidance,
    held,
    home,
    lines,
    place,
    question,
    requests,
    services,
    support,
)
from dialogs.screen import Row, Screen
from dialogs.staff import home as staff_home
from dialogs.staff import inviting, inviting_again, join, reach, roles
from dialogs.staff.more import More, more_row
from dialogs.supervisor import proposals
from dialogs.turn import Form, Turn, is_staff
from storage.access import Role

entrance = Router(name="entrance")
danger_net = Router(name="danger net")

NO_NUMBER_OF_OURS = r"[\d_]{16}"
"""Longer than any id or code; a database refuses what has no 64 bits (and "1_0" is read as 10)."""

REDRAW: Mapping[str, Callable[[Turn, Form], Awaitable[Screen]]] = {
    "Support": support.redraw,
    "Place": place.redraw,
    "Wanted": contact_wanted.redraw,
    "Rounding": rounds.redraw,
}
"""Forms a change of language can leave behind; of the others the screen as it was is shown."""

HOMES: Mapping[Role, Callable[[Turn], Awaitable[Screen]]] = {
    Role.PARENT: home.screen,
    Role.DIRECTOR: director.home,
    Role.SUPERVISOR: supervisor.home,
    Role.TRIAGE: triage.home,
    Role.ADMINISTRATOR: administrator.home,
}

MORE: tuple[Callable[[Turn], tuple[Row, ...]], ...] = (
    rounds.round_rows,
    proposing.proposing_rows,
    proposing_list.own_rows,
    proposals.closings_rows,
    leave.leave_rows,
    reach.reach_rows,
    answering.more_rows,
    writing.more_rows,
)
"""What stands behind "More" for staff: each room's rows, empty for a role they are not for."""


@entrance.callback_query(F.data.regexp(NO_NUMBER_OF_OURS, mode="search"))
async def forged(_: CallbackQuery, turn: Turn) -> Screen:
    """No button of ours says this."""
    return lost(turn, pressed=True)


@entrance.message(CommandStart())
@entrance.callback_query(Home.filter())
async def to_home(_: Message | CallbackQuery, turn: Turn) -> Screen:
    """The first screen of the role; an open form is parked and offered there."""
    return await _home(turn)


async def _home(turn: Turn) -> Screen:
    turn.conversation.park()
    screen = await HOMES.get(turn.actor.role, staff_home.screen)(turn)
    if turn.actor.role is Role.PARENT:
        return screen
    parked = tuple(home.parked_row(turn, form) for form in turn.parked())
    further = (more_row(turn),) if _behind_more(turn) else ()
    switch = await roles.switch_rows(turn)
    rows = (*parked, *screen.rows, *further, *inviting.invite_row(turn), *switch)
    return Screen(screen.text, rows, screen.toast)


@entrance.callback_query(More.filter())
async def more(_: CallbackQuery, turn: Turn) -> Screen:
    if not is_staff(turn):
        return lost(turn, pressed=True)
    turn.conversation.park()
    return Screen(turn.say("What else there is"), (*_behind_more(turn), home_row(turn)))


def _behind_more(turn: Turn) -> tuple[Row, ...]:
    return tuple(row for rows_of in MORE for row in rows_of(turn))


@entrance.callback_query(Resume.filter())
async def resume(_: CallbackQuery, callback_data: Resume, turn: Turn) -> Screen:
    """Shows the step a parked form waits at; a form that is gone, or another role's, leads home."""
    form = turn.conversation.resume(callback_data.form)
    if form is None or form.asked is None or form.acting != turn.acting:
        return await _home(turn)
    redraw = REDRAW.get(form.name)
    return form.asked if redraw is None else await redraw(turn, form)


async def _signals_danger(_: Message, turn: Turn) -> bool:
    return turn.danger is not None


@danger_net.message(_signals_danger)
async def in_danger(_: Message, turn: Turn) -> Screen:
    return await danger.answer(turn)


def every_router() -> tuple[Router, ...]:
    """In the order they are asked. A text step of a form comes before danger and question."""
    return (
        join.router,
        entrance,
        lines.router,
        roles.router,
        inviting.router,
        reach.router,
        inviting_again.router,
        refer.router,
        round_changes.router,
        proposing.router,
        proposing_list.router,
        moving_steps.router,
        leave.router,
        proposals.router,
        director.router,
        supervisor.router,
        administrator.router,
        triage.router,
        answering.router,
        answering.elsewhere,
        danger.router,
        support.router,
        requests.router,
        contact_wanted.router,
        writing.router,
        own.router,
        place.router,
        services.router,
        guidance.router,
        held.router,
        finding.router,
        danger_net,
        question.router,
    )
