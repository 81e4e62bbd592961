"""Updates pushed to a webhook, as Telegram's server pushes them.

Those of one sender go one after another, of different senders at the same time. What the webhook
answers with 2xx may name a method, which is then done without an answer. Telegram repeats a
failed push after a growing while, for a day; here it is tried ATTEMPTS times at once, and again
whenever the bell of the updates rings: at the next update, or when a test asks for it.
"""

import asyncio
import json
from collections import defaultdict
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp

from .calls import Calls
from .faults import Faults, Html, Reset
from .refusals import Refused
from .spec import bot_api
from .updates import UpdateId
from .wire import Wire
from .world import World

ATTEMPTS = 3
PATIENCE = aiohttp.ClientTimeout(total=10)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
NOT_FROM_A_WEBHOOK = ("get", "setwebhook", "deletewebhook", "close", "logout")


class Pusher:
    """`tunnel` is where https webhooks lead: scheme and host put in place of the webhook's own.

    Without one they can't be reached, and nothing outside this machine is ever called.
    """

    def __init__(self, world: World, calls: Calls, faults: Faults) -> None:
        self.tunnel: str | None = None
        self._world = world
        self._calls = calls
        self._faults = faults
        self._turns: defaultdict[tuple[str, int], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._going: dict[asyncio.Task[None], UpdateId] = {}

    async def run(self) -> None:
        """Push until cancelled."""
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            try:
                while True:
                    if self._world.webhook.url:
                        self._start(session)
                    await self._world.updates.bell.rung()
            finally:
                for task in self._going:
                    task.cancel()
                await asyncio.gather(*self._going, return_exceptions=True)

    def _start(self, session: aiohttp.ClientSession) -> None:
        """Push what isn't on its way yet, or is to be delivered a second time."""
        for update in self._world.updates.pending():
            update_id = update["update_id"]
            again = self._world.updates.claim_again(update_id)
            if again or update_id not in self._going.values():
                task = asyncio.create_task(self._push(session, update))
                self._going[task] = update_id
                task.add_done_callback(self._going.pop)

    async def _push(self, session: aiohttp.ClientSession, update: Wire) -> None:
        async with self._turns[_queue(update)]:
            for _ in range(ATTEMPTS):
                if not self._world.webhook.url or await self._delivered(session, update):
                    return

    async def _delivered(self, session: aiohttp.ClientSession, update: Wire) -> bool:
        try:
            async with session.post(self._address(), json=update, headers=self._headers()) as reply:
                if not 200 <= reply.status <= 299:
                    raise OSError(f"Wrong response from the webhook: {reply.status} {reply.reason}")
                body = await self._read(reply)
        except (aiohttp.ClientError, OSError) as error:
            self._failed(str(error))
            return False
        self._world.updates.forget(update["update_id"])
        await self._do(body)
        return True

    async def _read(self, reply: aiohttp.ClientResponse) -> str:
        if reply.content_type.startswith("multipart/"):
            self._calls.blame("webhook", "this test server reads only JSON in a webhook's answer")
            return ""
        return await reply.text()

    def _asked(self, body: str) -> Wire:
        """Telegram takes an answer that isn't an object, such as "OK", for a plain yes."""
        try:
            given = json.loads(body or "{}")
        except ValueError:
            return {}
        return given if isinstance(given, dict) else {}

    async def _do(self, body: str) -> None:
        """Do what the webhook's answer asks for; nobody is told what became of it."""
        given = self._asked(body)
        name = str(given.pop("method", ""))
        if not name or name.lower().startswith(NOT_FROM_A_WEBHOOK):
            return
        if (shape := bot_api().method(name)) is None:
            self._calls.blame(name, "unknown method in a webhook's answer")
            return
        fault = self._faults.take(shape.name)
        call = self._calls.note(shape, given)
        if not isinstance(fault, Reset | Html):
            with suppress(Refused):
                self._calls.check(shape, call, given)
                await self._calls.do(call, fault)

    def _address(self) -> str:
        parts = urlsplit(self._world.webhook.url)
        if parts.scheme == "http":
            return self._world.webhook.url
        if self.tunnel is None:
            raise OSError("Connection refused")
        return parts._replace(
            scheme=urlsplit(self.tunnel).scheme, netloc=urlsplit(self.tunnel).netloc
        ).geturl()

    def _headers(self) -> dict[str, str]:
        secret = self._world.webhook.secret
        return {SECRET_HEADER: secret} if secret else {}

    def _failed(self, why: str) -> None:
        self._world.webhook.failed_at = self._world.time
        self._world.webhook.failure = why


def _queue(update: Wire) -> tuple[str, int]:
    """Messages wait for each other by chat, presses by person."""
    kind = next(name for name in update if name != "update_id")
    content = update[kind]
    return kind, content["chat"]["id"] if "chat" in content else content["from"]["id"]
