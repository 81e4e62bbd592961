"""A Telegram Bot API server for tests, and the people who write to the bot. Start at server.py."""

from .calls import Call, Violation
from .chats import Toast
from .conversation import Button, Card
from .people import ButtonNotSeen, Group, Person
from .server import BotApi
from .updates import UpdateId

__all__ = [
    "BotApi",
    "Button",
    "ButtonNotSeen",
    "Call",
    "Card",
    "Group",
    "Person",
    "Toast",
    "UpdateId",
    "Violation",
]
