"""The web chat's courier: stores the screen in the transcript and wakes the open pages."""

import secrets
from typing import Any

from bot.channels.web import WebChat, shape
from bot.couriers.base import Outcome, Verdict
from bot.render import entities, fitting, keyboard
from dialogs.screen import Screen
from storage.access import Channel
from storage.chats import Reach
from storage.letter import Letter
from storage.webchat import add_event


class WebCourier:
    """Brought is not yet read: whether a page has shown it, its event tells. A letter is one event,
    however often it is brought."""

    def __init__(self, session: WebChat) -> None:
        self.session = session

    async def send(self, to: Reach, screen: Screen, letter: Letter) -> Verdict:
        house, key = self.session.house, f"letter:{letter.id}"
        try:
            async with house.database.write() as tx:
                event = await add_event(
                    tx, to.address, "message", _body(screen), house.clock(), key
                )
        except Exception:
            return Verdict(Outcome.LATER)
        self.session.sockets.wake(to.chat)
        return Verdict(Outcome.SENT, event=event.id)

    async def close(self) -> None:
        """The web chat belongs to the pages."""


def _body(screen: Screen) -> dict[str, Any]:
    text = fitting(screen.text)
    return {
        "message": secrets.randbelow(2**40) + 2**40,
        "text": text,
        **shape(entities(text), keyboard(screen, Channel.WEB)),
    }
