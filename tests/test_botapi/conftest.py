from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Person


@dataclass(frozen=True)
class Reply:
    """`body` is Telegram's envelope: ok, and result or description."""

    status: int
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        assert not self.body["ok"], self.body
        assert self.status == self.body["error_code"]
        return self.status, self.body["description"]


Ask = Callable[..., Coroutine[Any, Any, Reply]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as running:
        yield running


@pytest.fixture
async def ask(api: BotApi) -> AsyncIterator[Ask]:
    """Call a method with JSON parameters, without any client library."""
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **params: Any) -> Reply:
            url = f"{api.base}/bot{api.token}/{method}"
            async with session.post(url, json=params) as reply:
                return Reply(reply.status, await reply.json())

        yield call


@pytest.fixture
async def mei(api: BotApi) -> Person:
    """A mother who has started the bot; her /start is confirmed."""
    person = api.person("王梅")
    await person.says("/start")
    api.world.updates.drop()
    return person
