"""A real HTTP server in a gateway's place: it checks the signature of whatever comes, and answers as told."""

import hmac
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from aiohttp import web

SECRET = "0123456789abcdef-geheim77"


@dataclass(frozen=True)
class Answer:
    """`cut`: the line is cut once the request was taken. `page`: a page instead of JSON."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    page: bool = False
    cut: bool = False


@dataclass
class Gateway:
    """`got`: what came with a true signature, once a key; `came` counts all that came."""

    base: str = ""
    answers: deque[Answer] = field(default_factory=deque)
    got: dict[str, dict[str, Any]] = field(default_factory=dict)
    came: int = 0
    paths: list[str] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        signed = request.headers["X-Houniao-Timestamp"].encode() + body
        expected = hmac.new(SECRET.encode(), signed, sha256).hexdigest()
        assert request.headers["X-Houniao-Signature"] == expected
        self.came += 1
        self.paths.append(request.path)
        answer = self.answers.popleft() if self.answers else Answer()
        if answer.status < 300:
            told = json.loads(body)
            self.got[told["key"]] = told
        if answer.cut:
            assert request.transport is not None
            request.transport.abort()
        if answer.page:
            return web.Response(status=answer.status, text="<html>", content_type="text/html")
        return web.json_response({}, status=answer.status, headers=answer.headers)


@asynccontextmanager
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    app = web.Application()
    app.router.add_post("/{path:.*}", made.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
