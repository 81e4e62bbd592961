"""My ways to be reached: seen in their order, an address added and confirmed by a code, one removed.

Addresses are typed on the web chat only. A way counts once the code that was sent there has been typed.
"""

import re
import unicodedata

from aiogram import F
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from dialogs.gate import gated
from dialogs.letters.delivery import REACH_CODE
from dialogs.lost import lost
from dialogs.navigation import home_row
from dialogs.screen import Row, Screen, button
from dialogs.staff.reach_screens import (
    AddWay,
    AskCode,
    MyWays,
    RemoveWay,
    TypeCode,
    ask_code,
    ask_place,
    ways_screen,
)
from dialogs.turn import Turn, is_staff
from dialogs.web_only import web_only
from storage.access import Channel, Role
from storage.audit import note
from storage.chats import CHATS
from storage.ids import AddressId
from storage.outbox import Priority, To, put
from storage.reaching import (
    Typed,
    Way,
    new_code,
    propose_way,
    remove_way,
    type_code,
    way_of,
    ways_of,
)

router = gated("reach", *(role for role in Role if role is not Role.PARENT))

MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
MOBILE = re.compile(r"(\+?86)?1[3-9][0-9]{9}")
LONGEST_MAIL = 254
CODES_A_DAY = 5
"""Whoever types somebody else's address can't have them pestered."""


class Reaching(StatesGroup):
    place = State()
    code = State()


def reach_rows(turn: Turn) -> tuple[Row, ...]:
    """The way in."""
    if not is_staff(turn) or turn.person is None:
        return ()
    return ((button(turn.say("How to reach me"), MyWays()),),)


@router.callback_query(MyWays.filter())
async def my_ways(_: CallbackQuery, turn: Turn) -> Screen:
    turn.conversation.park()
    return await _mine(turn)


@router.callback_query(AddWay.filter())
async def add(_: CallbackQuery, callback_data: AddWay, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    channel = callback_data.channel
    if channel in CHATS or channel not in turn.desk.channels:
        return await _mine(turn, turn.say("That is not offered at this desk."))
    turn.conversation.step(Reaching.place, channel=channel.value)
    return ask_place(turn, channel)


@router.message(Reaching.place, F.text)
async def place_typed(message: Message, turn: Turn) -> Screen:
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    channel = Channel(turn.answers()["channel"])
    place = read_place(channel, message.text or "")
    if turn.person is None or place is None:
        return ask_place(turn, channel, turn.say("That does not look right."))
    mine = await ways_of(turn.tx, turn.person)
    if any((way.channel, way.place) == (channel, place) and way.confirmed_at for way in mine):
        turn.conversation.finish()
        return await _mine(turn, turn.say("You have that one already."))
    made = await propose_way(turn.tx, turn.person, channel, place, turn.locale, turn.now)
    await note(turn.tx, turn.actor, "add_way", "address", made, turn.now)
    return await _send_code(turn, made)


@router.callback_query(AskCode.filter())
async def code_again(_: CallbackQuery, callback_data: AskCode, turn: Turn) -> Screen:
    way = await _own(turn, callback_data.address)
    if way is None:
        return lost(turn, pressed=True)
    if turn.must_use_web:
        return web_only(turn.say, turn.desk, home_row(turn))
    if way.confirmed_at is not None and way.unreachable_since is None:
        return await _mine(turn)
    await note(turn.tx, turn.actor, "ask_code", "address", way.address, turn.now)
    return await _send_code(turn, way.address)


@router.callback_query(TypeCode.filter())
async def to_typing(_: CallbackQuery, callback_data: TypeCode, turn: Turn) -> Screen:
    way = await _own(turn, callback_data.address)
    if way is None:
        return lost(turn, pressed=True)
    if way.code_until is None or turn.must_use_web:
        return await _mine(turn)
    turn.conversation.step(Reaching.code, address=str(way.address))
    return ask_code(turn, way)


@router.message(Reaching.code, F.text)
async def code_typed(message: Message, turn: Turn) -> Screen:
    way = await _own(turn, int(turn.answers()["address"]))
    if turn.person is None or way is None:
        turn.conversation.finish()
        return await _mine(turn)
    typed = unicodedata.normalize("NFKC", "".join((message.text or "").split()))
    match await type_code(turn.tx, way, turn.person, typed, turn.now):
        case Typed.RIGHT:
            await note(turn.tx, turn.actor, "confirm_way", "address", way.address, turn.now)
            turn.conversation.finish()
            return await _mine(turn, turn.say("Confirmed. You can be reached there now."))
        case Typed.WRONG:
            return ask_code(turn, way, turn.say("That is not the code."))
        case Typed.OVER:
            turn.conversation.finish()
            text = turn.say("This code holds no more. Ask for a new one.")
            return await _mine(turn, text)


@router.callback_query(RemoveWay.filter())
async def remove(_: CallbackQuery, callback_data: RemoveWay, turn: Turn) -> Screen:
    way = await _own(turn, callback_data.address)
    if way is None:
        return lost(turn, pressed=True)
    await remove_way(turn.tx, way.address)
    await note(turn.tx, turn.actor, "remove_way", "address", way.address, turn.now)
    return await _mine(turn, turn.say("Removed. Nothing is sent there any more."))


def read_place(channel: Channel, typed: str) -> str | None:
    """A mail address or a mobile number as it is kept; None where it is neither."""
    text = unicodedata.normalize("NFKC", "".join(typed.split()))
    if channel is Channel.EMAIL:
        name, _, domain = text.rpartition("@")
        text = f"{name}@{domain.lower()}"
        return text if len(text) <= LONGEST_MAIL and MAIL.fullmatch(text) else None
    digits = text.replace("-", "")
    return digits[-11:] if MOBILE.fullmatch(digits) else None


async def _mine(turn: Turn, said: str = "") -> Screen:
    ways = [] if turn.person is None else await ways_of(turn.tx, turn.person)
    return ways_screen(turn, ways, said)


async def _own(turn: Turn, wanted: int) -> Way | None:
    """One's own that is looked after here; a chat is none."""
    if turn.person is None:
        return None
    way = await way_of(turn.tx, AddressId(wanted), turn.person)
    return None if way is None or way.channel in CHATS else way


async def _send_code(turn: Turn, to: AddressId) -> Screen:
    way = await _own(turn, to)
    if way is None or not await _put_code(turn, to):
        turn.conversation.finish()
        return await _mine(turn, turn.say("That is enough codes for today. Try again tomorrow."))
    await new_code(turn.tx, to, turn.now)
    turn.conversation.step(Reaching.code, address=str(to))
    return ask_code(turn, way)


async def _put_code(turn: Turn, to: AddressId) -> bool:
    """False when this person has had a day's codes. Somebody waits for it: it goes before what can wait."""
    for number in range(CODES_A_DAY):
        key = f"{REACH_CODE}:{turn.person}:{turn.today}:{number}"
        if await put(
            turn.tx, key, REACH_CODE, To(address=to), {}, priority=Priority.RELAY, now=turn.now
        ):
            return True
    return False
