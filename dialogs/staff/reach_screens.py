"""How somebody sees the ways to reach them: in the order they are tried, each with how it stands."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from dialogs.navigation import back_row, home_row
from dialogs.screen import Row, Screen, button
from dialogs.turn import Turn
from storage.access import Channel
from storage.chats import CHATS
from storage.reaching import CODE_HOLDS, Way


class MyWays(CallbackData, prefix="ways"):
    """The ways to reach me."""


class AddWay(CallbackData, prefix="wayadd"):
    """Asks for an address on that channel."""

    channel: Channel


class RemoveWay(CallbackData, prefix="wayoff"):
    """Nothing is sent there any more."""

    address: int


class AskCode(CallbackData, prefix="waycode"):
    """A new code for that way."""

    address: int


class TypeCode(CallbackData, prefix="waytype"):
    """Back to typing the code of that way."""

    address: int


def ways_screen(turn: Turn, ways: Sequence[Way], note: str = "") -> Screen:
    say = turn.say
    head = say("How you are reached. The first way that works is used.")
    lines = [head, *(_line(turn, number, way) for number, way in enumerate(ways, 1))]
    if not any(way.channel is not Channel.WEB for way in ways):
        lines.append(say("Only this page so far: while it is closed, nothing reaches you."))
    rows = (*_own_rows(turn, ways), *_add_rows(turn), home_row(turn))
    return Screen("\n".join([note, *lines] if note else lines), rows)


def ask_place(turn: Turn, channel: Channel, note: str = "") -> Screen:
    say = turn.say
    if channel is Channel.EMAIL:
        text = say("Type your e-mail address. A code is sent there.")
    else:
        text = say("Type your mobile number. A code is sent there.")
    return Screen(f"{note}\n{text}" if note else text, (back_row(turn, MyWays()),))


def ask_code(turn: Turn, way: Way, note: str = "") -> Screen:
    text = turn.say(
        "A code of 6 digits is on its way to {place}. Type it here within {minutes} minutes.",
        place=masked(way),
        minutes=CODE_HOLDS.seconds // 60,
    )
    again = button(turn.say("Send a new code"), AskCode(address=way.address))
    rows = ((again,), back_row(turn, MyWays()))
    return Screen(f"{note}\n{text}" if note else text, rows)


def masked(way: Way) -> str:
    """Enough for its owner to know it again, over whose shoulder somebody may look."""
    if way.channel is Channel.EMAIL:
        name, _, domain = way.place.rpartition("@")
        return f"{name[:1]}***@{domain}"
    return f"{way.place[:3]}****{way.place[-2:]}"


def channel_name(turn: Turn, channel: Channel) -> str:
    names = {
        Channel.WEB: turn.say("This desk's web page"),
        Channel.TELEGRAM: turn.say("Telegram"),
        Channel.EMAIL: turn.say("E-mail"),
        Channel.HOOK: turn.say("Text message"),
    }
    return names[channel]


def _line(turn: Turn, number: int, way: Way) -> str:
    name = channel_name(turn, way.channel)
    if way.channel not in CHATS and not turn.must_use_web:
        name = f"{name} {masked(way)}"
    return f"{number}. {name}：{_state(turn, way)}"


def _state(turn: Turn, way: Way) -> str:
    if way.channel not in CHATS and way.confirmed_at is None:
        return turn.say("not confirmed yet")
    if way.unreachable_since is not None:
        day = way.unreachable_since.astimezone(turn.desk.zone).date()
        return turn.say("can't be reached since {day}", day=day)
    if way.channel not in turn.desk.channels:
        return turn.say("not in use at this desk")
    return turn.say("works")


def _own_rows(turn: Turn, ways: Sequence[Way]) -> tuple[Row, ...]:
    """Chats come and go by writing in them; the others are looked after here."""
    rows: list[Row] = []
    for number, way in enumerate(ways, 1):
        if way.channel in CHATS:
            continue
        name = f"{number}. {channel_name(turn, way.channel)}"
        off = button(turn.say("✕ Remove {name}", name=name), RemoveWay(address=way.address))
        if way.confirmed_at is not None and way.unreachable_since is None:
            rows.append((off,))
        elif way.code_until is not None and way.code_until > turn.now:
            rows.append((button(turn.say("Type the code"), TypeCode(address=way.address)), off))
        else:
            rows.append((button(turn.say("Send a new code"), AskCode(address=way.address)), off))
    return tuple(rows)


def _add_rows(turn: Turn) -> tuple[Row, ...]:
    labels = {
        Channel.EMAIL: turn.say("＋ Add an e-mail address"),
        Channel.HOOK: turn.say("＋ Add a mobile number"),
    }
    offered = (channel for channel in labels if channel in turn.desk.channels)
    return tuple((button(labels[channel], AddWay(channel=channel)),) for channel in offered)
