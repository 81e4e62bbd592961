"""A process of its own for the Bot API: `python -m tests.benches.api_server full PEOPLE` checks every call and
enforces the pace; `plain` answers every call at once with the same words. Ends when its input ends."""

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

from aiohttp import web

from tests.benches.telling import say
from tests.botapi import BotApi

SENT = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "x"}
ME = {"id": 1234, "is_bot": True, "first_name": "x", "username": "x_bot"}


async def full(people: int) -> None:
    async with BotApi() as api:
        api.enforce_rates = True
        for _ in range(people):
            await api.person().says("/start")
        say(api.base)
        await _input_ends()
        sent = api.calls_of("sendMessage")
        told = {"sent": len(sent), "violations": len(api.violations), "calls": len(api.calls)}
        say(json.dumps(told))


async def plain() -> None:
    counted: Counter[int] = Counter()

    async def answer(request: web.Request) -> web.Response:
        counted[int(time.monotonic())] += 1
        method = request.path.rpartition("/")[2]
        result: Any = ME if method.lower() == "getme" else SENT
        if method.lower() in ("answercallbackquery", "setwebhook"):
            result = True
        return web.json_response({"ok": True, "result": result})

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    say(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await _input_ends()
    say(json.dumps({"calls": counted.total()}))
    await runner.cleanup()


async def _input_ends() -> None:
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(full(int(sys.argv[2])) if sys.argv[1] == "full" else plain())
