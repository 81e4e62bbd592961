"""How a screen reads where nothing can be pressed: its text, and one way to the desk."""

from content.phrases import known_locale, phrases
from dialogs.screen import Screen
from dialogs.web_only import CHAT
from storage.chats import Reach


def as_text(screen: Screen, public_url: str) -> str:
    return f"{screen.text}\n\n{public_url}{CHAT}" if public_url else screen.text


def subject(to: Reach) -> str:
    """The same for everybody and everything: it shows on a locked telephone."""
    say = phrases(known_locale(to.locale))
    return say("A message from the service desk")
