"""A Telegram Bot API server for tests, on a free port of this machine.

Speaks HTTP as api.telegram.org does, so that the bot runs with its real client library. Every
call is checked against the machine-readable specification of the Bot API.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from types import TracebackType
from typing import Self

from .calls import Call, Calls, Violation
from .chats import Chat, ChatId, Standing
from .faults import DropReply, Fail, Faults, Html, Reset
from .front import Front
from .pace import Pace
from .people import Group, Person
from .pusher import Pusher
from .updates import UpdateId
from .wire import Wire
from .world import World, bot_user

FIRST_PERSON = 5_000_000_001  # real ids no longer fit into 32 bits
FIRST_GROUP = -4_000_000_001


class BotApi:
    """`async with BotApi() as api:` and then `api.base` is the address of the Bot API.

    aiogram: `TelegramAPIServer.from_base(api.base)`; python-telegram-bot:
    `base_url=f"{api.base}/bot"`. `now` dates messages, `seconds` paces them.

    `calls` is every call that came, `violations` what a correct bot would never have sent.
    With `enforce_rates` sending too fast is answered with 429.
    """

    def __init__(
        self,
        token: str = "1234:TEST",
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token
        self.world = World(me=bot_user(token), now=now, pace=Pace(seconds))
        self._calls = Calls(self.world)
        self._faults = Faults()
        self._pusher = Pusher(self.world, self._calls, self._faults)
        self._people = count(FIRST_PERSON)
        self._groups = count(FIRST_GROUP, -1)
        self._front = Front(token, self._calls, self._faults)

    async def __aenter__(self) -> Self:
        await self._front.start()
        self._pushing = asyncio.create_task(self._pusher.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pushing.cancel()
        with suppress(asyncio.CancelledError):
            await self._pushing
        await self._front.stop()

    @property
    def base(self) -> str:
        return self._front.address

    @property
    def calls(self) -> list[Call]:
        return self._calls.log

    def calls_of(self, method: str) -> list[Wire]:
        """The parameters of every call of this method, in order."""
        return self._calls.of(method)

    async def called(
        self,
        method: str,
        times: int = 1,
        timeout: float = 10.0,
    ) -> None:
        """Wait until the method has been called so often in all; a poll then waits here."""
        async with asyncio.timeout(timeout):
            while len(self.calls_of(method)) < times:
                await self._calls.arrived.rung()

    @property
    def violations(self) -> list[Violation]:
        return self._calls.violations

    @property
    def enforce_rates(self) -> bool:
        return self.world.enforce_rates

    @enforce_rates.setter
    def enforce_rates(self, on: bool) -> None:
        self.world.enforce_rates = on

    @property
    def tunnel(self) -> str | None:
        """Where https webhooks lead, such as "http://127.0.0.1:8080"; None: they fail."""
        return self._pusher.tunnel

    @tunnel.setter
    def tunnel(self, origin: str | None) -> None:
        self._pusher.tunnel = origin
        self.world.updates.bell.ring()

    def person(
        self,
        first_name: str = "王梅",
        id: int | None = None,  # noqa: A002
        *,
        language_code: str = "zh-hans",
        **more: str,
    ) -> Person:
        """Somebody who hasn't written to the bot yet; `more`: last_name, username."""
        person_id = id if id is not None else next(self._people)
        name = {"id": person_id, "first_name": first_name, **more}
        chat = self._chat({**name, "type": "private"})
        user = {**name, "is_bot": False, "language_code": language_code}
        return Person(self.world, chat, user)

    def group(
        self,
        title: str,
        id: int | None = None,  # noqa: A002
        *,
        by: Person,
    ) -> Group:
        """A group into which `by` has just put the bot."""
        group_id = id if id is not None else next(self._groups)
        chat = self._chat({"id": group_id, "title": title, "type": "group"})
        group = Group(self.world, chat)
        group.adds_bot(by)
        return group

    def _chat(self, shown: Wire) -> Chat:
        if shown["id"] in self.world.chats:
            raise ValueError(f"there is a chat {shown['id']} already")
        chat = Chat(shown, Standing.NEVER_WROTE)
        self.world.chats[ChatId(shown["id"])] = chat
        return chat

    @property
    def commands(self) -> dict[tuple[str, str], list[Wire]]:
        """What setMyCommands has set, by scope ("default", "chat:5") and language ("")."""
        return self.world.commands

    def redeliver(self, update_id: UpdateId) -> None:
        """Deliver an update once more, though it was confirmed."""
        self.world.updates.again(update_id)

    def push_again(self) -> None:
        """Try once more to push what the webhook hasn't taken yet."""
        self.world.updates.bell.ring()

    def fail_next(
        self,
        method: str,
        status: int,
        description: str,
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next calls of the method with this error and don't do them."""
        self._faults.order(method, Fail(status, description, retry_after), times)

    def drop_reply_next(self, method: str) -> None:
        """Do the next call of the method, then close the connection without an answer."""
        self._faults.order(method, DropReply())

    def reset_next(self, method: str) -> None:
        """Close the connection of the next call of the method without doing it."""
        self._faults.order(method, Reset())

    def html_next(self, method: str, status: int) -> None:
        """Answer the next call of the method with a page, as a broken proxy does."""
        self._faults.order(method, Html(status))

    @property
    def down(self) -> bool:
        """While True, connections are refused; those that stood are cut."""
        return not self._front.is_open

    @down.setter
    def down(self, down: bool) -> None:
        if down:
            self._front.shut()
        else:
            self._front.open()
