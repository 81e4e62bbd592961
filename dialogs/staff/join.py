"""Taking an invite: `/start CODE`, and the 4-digit word where the role wants one."""

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from dialogs.deeds.invites import InviteGone, Taken, WordWanted, WordWrong, take
from dialogs.navigation import home_row
from dialogs.screen import Screen
from dialogs.staff.home import role_name
from dialogs.turn import Turn

router = Router(name="join")


class Join(StatesGroup):
    word = State()


@router.message(CommandStart(deep_link=True))
async def with_code(_: Message, command: CommandObject, turn: Turn) -> Screen:
    return await _take(turn, (command.args or "").strip(), None)


@router.message(Join.word)
async def with_word(message: Message, turn: Turn) -> Screen:
    return await _take(turn, turn.answers().get("code", ""), message.text or "")


async def _take(turn: Turn, code: str, word: str | None) -> Screen:
    try:
        taken = await take(turn.tx, code, word, turn.person, turn.now, turn.today)
    except WordWanted:
        turn.conversation.step(Join.word, code=code)
        return _ask_word(turn)
    except WordWrong as wrong:
        text = turn.say("That is not the word. {left} more tries.", left=wrong.left)
        return Screen(text, (home_row(turn),))
    except InviteGone:
        turn.conversation.finish()
        text = turn.say(
            "This invite can't be used (any more). Ask the one who sent it for a new one."
        )
        return Screen(text, (home_row(turn),))
    return _welcome(turn, taken)


def _ask_word(turn: Turn) -> Screen:
    text = turn.say(
        "One more step: type the 4-digit word. The one who invited you tells it by phone or in person."
    )
    return Screen(text, (home_row(turn),))


def _welcome(turn: Turn, taken: Taken) -> Screen:
    turn.conversation.finish()
    turn.person, turn.acting = taken.person, taken.role
    invited = taken.invite.invited
    lines = [
        turn.say("Welcome, {name}.", name=invited.name),
        turn.say(
            "You act here as: {role}, {place}.",
            role=role_name(turn, invited.role),
            place=taken.invite.region_name,
        ),
        turn.say("When nothing is due you hear nothing from us."),
    ]
    return Screen("\n".join(lines), (home_row(turn),))
