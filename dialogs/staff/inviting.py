"""Inviting in the chat: supervisors invite directors, administrators supervisors and triage workers too."""

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from content.places import Region, RegionCode, find_place, full_name, region
from dialogs.deeds.invites import Made, invite
from dialogs.gate import gated
from dialogs.navigation import home_row
from dialogs.screen import Row, Screen, button, column
from dialogs.staff.home import role_name
from dialogs.turn import Turn
from dialogs.web_only import web_only
from storage.access import Deed, Role, Thing, may
from storage.audit import note
from storage.ids import UnitId
from storage.invites import Invited
from storage.people import path_of, unit_of, units_within

router = gated("inviting", Role.SUPERVISOR, Role.ADMINISTRATOR)

OFFERED = {
    Role.SUPERVISOR: (Role.DIRECTOR,),
    Role.ADMINISTRATOR: (Role.DIRECTOR, Role.SUPERVISOR, Role.TRIAGE),
}
LEVELS = {Role.DIRECTOR: "village", Role.SUPERVISOR: "township"}
LONGEST_NAME = 40


class Inviting(StatesGroup):
    name = State()
    place = State()
    unit = State()


class InviteTo(CallbackData, prefix="inv"):
    """Opens an invite to a role; without one, asks to which."""

    role: str = ""


class InviteAt(CallbackData, prefix="invat"):
    """The place the invited person answers for."""

    code: str


class InviteInto(CallbackData, prefix="invin"):
    """The unit the invited triage worker joins."""

    unit: int


def invite_row(turn: Turn) -> tuple[Row, ...]:
    """The way in, for those who may invite."""
    if not OFFERED.get(turn.actor.role):
        return ()
    return ((button(turn.say("Invite somebody"), InviteTo()),),)


@router.callback_query(InviteTo.filter())
async def begin(_: CallbackQuery, callback_data: InviteTo, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    offered = OFFERED[turn.actor.role]
    if callback_data.role not in offered:
        buttons = (button(role_name(turn, role), InviteTo(role=role)) for role in offered)
        return Screen(turn.say("Invite whom?"), (*column(buttons), home_row(turn)))
    turn.conversation.step(Inviting.name, role=callback_data.role)
    return _ask_name(turn)


@router.message(Inviting.name, F.text)
async def named(message: Message, turn: Turn) -> Screen:
    name = _plain(message.text or "")
    if not name:
        return _ask_name(turn)
    if turn.answers()["role"] == Role.TRIAGE:
        turn.conversation.step(Inviting.unit, name=name)
        return await _ask_unit(turn)
    turn.conversation.step(Inviting.place, name=name)
    return _ask_place(turn)


@router.message(Inviting.place, F.text)
async def place_typed(message: Message, turn: Turn) -> Screen:
    """Only places of the right kind within one's own scope are found."""
    scope = RegionCode(turn.actor.scope.rpartition("/")[2])
    level = LEVELS[Role(turn.answers()["role"])]
    found = [each for each in find_place(message.text or "", scope) if each.level == level]
    if len(found) == 1:
        return await _at(turn, found[0].code)
    return _ask_place(turn, found, unknown=not found)


@router.callback_query(InviteAt.filter())
async def place_chosen(_: CallbackQuery, callback_data: InviteAt, turn: Turn) -> Screen:
    return await _at(turn, callback_data.code)


@router.callback_query(InviteInto.filter())
async def unit_chosen(_: CallbackQuery, callback_data: InviteInto, turn: Turn) -> Screen:
    unit = await unit_of(turn.tx, UnitId(callback_data.unit))
    if unit is None or "name" not in turn.answers():
        return _gone(turn)
    return await _make(turn, unit.region, unit.id)


async def _at(turn: Turn, code: str) -> Screen:
    if "name" not in turn.answers():
        return _gone(turn)
    return await _make(turn, code, None)


async def _make(turn: Turn, code: str, unit: UnitId | None) -> Screen:
    path, told = await path_of(turn.tx, code), turn.answers()
    if path is None or not may(turn.actor, Deed.INVITE, Thing(path=path)):
        return _gone(turn)
    if not _fits(turn, Role(told["role"]), code, unit):
        return _gone(turn)
    invited = Invited(Role(told["role"]), code, unit, told["name"], turn.person)
    made = await invite(turn.tx, invited, turn.now)
    await note(turn.tx, turn.actor, "invite", "invite", made.id, turn.now)
    turn.conversation.finish()
    return made_screen(turn, made, told["name"])


def _fits(turn: Turn, role: Role, code: str, unit: UnitId | None) -> bool:
    """Asked again at the last press, which anybody can forge and which may come from an older form:
    the role is the inviter's to give, a director gets a village and no more, a unit only a triage worker.
    """
    if role not in OFFERED.get(turn.actor.role, ()):
        return False
    if role is Role.TRIAGE:
        return unit is not None
    return unit is None and region(RegionCode(code)).level == LEVELS[role]


def _plain(text: str) -> str:
    """A name in one line, without signs that turn or hide what stands beside it."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if sign.isprintable()).strip()[:LONGEST_NAME]


def _ask_name(turn: Turn) -> Screen:
    text = turn.say("What is the person called? Only you and the desk's own pages show it.")
    return Screen(text, (home_row(turn),))


def made_screen(turn: Turn, made: Made, name: str) -> Screen:
    say = turn.say
    until = made.expires_at.astimezone(turn.desk.zone).date()
    lines = [
        say("The invite for {name} is ready", name=name),
        say("Send this link to them alone. It works once, through {day}:", day=until),
        f"{turn.desk.public_url}/chat#start={made.code}",
        say("On Telegram they send the desk: {words}", words=f"/start {made.code}"),
    ]
    if made.word:
        lines.append(
            say(
                "Tell them this word by phone or in person, not with the link: {word}",
                word=made.word,
            )
        )
    lines.append(say("You are told when it is taken."))
    return Screen("\n".join(lines), (home_row(turn),))


def _ask_place(turn: Turn, found: list[Region] | None = None, *, unknown: bool = False) -> Screen:
    buttons = (button(full_name(each.code), InviteAt(code=each.code)) for each in found or ())
    if unknown:
        text = turn.say(
            "There is no such place of yours. Type the name of the village or town again."
        )
    elif found:
        text = turn.say("Which one do you mean?")
    else:
        text = turn.say("For which village or town? Type its name.")
    return Screen(text, (*column(buttons), home_row(turn)))


async def _ask_unit(turn: Turn) -> Screen:
    units = await units_within(turn.tx, turn.actor.scope)
    buttons = (button(each.name, InviteInto(unit=each.id)) for each in units)
    text = (
        turn.say("Into which unit?")
        if units
        else turn.say("There is no unit yet. Ask the operator.")
    )
    return Screen(text, (*column(buttons), home_row(turn)))


def _gone(turn: Turn) -> Screen:
    text = turn.say("This invite was not made. Please begin again.")
    return Screen(text, (*invite_row(turn), home_row(turn)))
