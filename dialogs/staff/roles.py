"""Acting in one role at a time: names of roles, switching between them."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from dialogs.navigation import Home
from dialogs.screen import Row, Screen, button
from dialogs.staff import home
from dialogs.turn import Turn
from storage.access import Role
from storage.ids import RoleId
from storage.people import RoleHeld, roles_of

router = Router(name="roles")

PARENT = 0


class ActAs(CallbackData, prefix="act"):
    """Acts in the role of that id from now on; 0 as a parent."""

    role: int


@router.callback_query(ActAs.filter())
async def act_as(_: CallbackQuery, callback_data: ActAs, turn: Turn) -> Screen:
    """Only a role this person holds today; anything else leaves things as they are."""
    held = await _held(turn)
    wanted = callback_data.role
    if wanted == PARENT or wanted in {role.id for role in held}:
        turn.conversation.park()
        turn.acting = None if wanted == PARENT else RoleId(wanted)
    name = next((role_title(turn, role) for role in held if role.id == wanted), turn.say("parent"))
    text = turn.say("You act as: {role}", role=name)
    return Screen(text, ((button(turn.say("Home"), Home()),),))


async def switch_rows(turn: Turn) -> tuple[Row, ...]:
    """The other roles this person could act in; none for a parent without any."""
    held = await _held(turn)
    rows = [
        (button(turn.say("Act as: {role}", role=role_title(turn, role)), ActAs(role=role.id)),)
        for role in held
        if role.id != turn.acting
    ]
    if turn.acting is not None:
        rows.append((button(turn.say("Use the desk as a parent"), ActAs(role=PARENT)),))
    return tuple(rows)


def role_title(turn: Turn, held: RoleHeld) -> str:
    """The role with its unit or place: "Child director · 城关村"."""
    return f"{home.role_name(turn, held.kind)} · {held.unit_name or held.region_name}"


async def _held(turn: Turn) -> list[RoleHeld]:
    if turn.person is None:
        return []
    return await roles_of(turn.tx, turn.person, turn.today)


__all__ = ["ActAs", "Role", "role_title", "router", "switch_rows"]
