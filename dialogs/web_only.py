"""What is personal stays off Telegram in strict privacy: a screen that says so, with the way to the web chat."""

from content.phrases import Phrases
from dialogs.screen import Link, Row, Screen
from dialogs.turn import Desk

CHAT = "/chat"


def web_row(say: Phrases, desk: Desk) -> tuple[Row, ...]:
    """The web chat's address; none where the desk doesn't know its own."""
    if not desk.public_url:
        return ()
    return ((Link(say("Open the web chat"), f"{desk.public_url}{CHAT}"),),)


def web_only(say: Phrases, desk: Desk, home: Row) -> Screen:
    lines = [
        say("This is done in the web chat"),
        say(
            "Telegram keeps messages on servers abroad. What is personal is told in the desk's own web chat only."
        ),
        say("It opens in any browser. No account is needed."),
    ]
    if desk.public_url:
        lines.append(f"{desk.public_url}{CHAT}")
    return Screen("\n".join(lines), (*web_row(say, desk), home))
