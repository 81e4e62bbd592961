"""The demo's page: phones side by side on the real web chat, the clock bar, the list to try."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from babel.dates import format_datetime

from bot.demo.clock import Jump, TimeMachine
from bot.demo.words import PHONES, demo_strings, phone_role, steps
from bot.pages.chat import ChatPages, same_site
from content.phrases import ZH_HANS


@dataclass(frozen=True)
class DemoPages:
    """`chats` and `names` by the phone's key."""

    machine: TimeMachine
    chat: ChatPages
    chats: Mapping[str, int]
    names: Mapping[str, str]

    def add_to(self, app: web.Application) -> None:
        for key in PHONES:
            self.chat.add_to(app, prefix(key), embedded=True, chat=self.chats[key])
        app.router.add_get("/demo", self.page)
        app.router.add_get("/demo/clock", self.time)
        app.router.add_post("/demo/clock", self.turn)

    async def page(self, request: web.Request) -> web.StreamResponse:
        phones = [
            {
                "key": key,
                "role": phone_role(key),
                "name": self.names[key],
                "url": f"{prefix(key)}/chat",
            }
            for key in PHONES
        ]
        context = {
            "title": demo_strings()["heading"],
            "strings": demo_strings(),
            "locale": ZH_HANS,
            "phones": phones,
            "steps": steps(),
            "now": self.machine.clock().isoformat(),
        }
        return aiohttp_jinja2.render_template("demo.html", request, context)

    async def time(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(self._told(self.machine.clock()))

    async def turn(self, request: web.Request) -> web.StreamResponse:
        """Streams a line of JSON for each step of the clock."""
        try:
            to = Jump((await request.json())["to"])
        except (ValueError, KeyError, TypeError):
            raise web.HTTPBadRequest from None
        if not same_site(request):
            raise web.HTTPForbidden
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        async for step in self.machine.jump(to):
            told = {**self._told(step.now), "done": step.done}
            await response.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        await response.write_eof()
        return response

    def _told(self, now: datetime) -> dict[str, Any]:
        local = now.astimezone(self.machine.house.desk.zone)
        label = format_datetime(local, "y年M月d日 EEEE HH:mm", locale="zh_Hans_CN")
        return {"now": local.isoformat(), "label": label}


def prefix(key: str) -> str:
    return f"/demo/phone/{key}"
