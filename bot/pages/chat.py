"""The web chat: its page and its socket, for real browsers and for the demo's phones alike."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiogram import Bot
from aiohttp import WSCloseCode, web

from bot.channels.web import WebChat
from bot.house import House
from bot.pages.cookies import ChatCookies
from bot.pages.frames import LONGEST_FRAME
from bot.pages.line import Line
from bot.pages.strings import chat_strings, first_lines
from content.phrases import ZH_HANS, phrases

LOAD_ANEW = 4000
"""Close code: this page has no chat; it should be loaded again."""


@dataclass(frozen=True)
class ChatPages:
    """The pages of one desk. `bot` is the web bot whose session stores and wakes."""

    house: House
    bot: Bot
    session: WebChat
    cookies: ChatCookies
    leave_url: str
    lines: set[web.WebSocketResponse] = field(default_factory=set)

    def add_to(
        self,
        app: web.Application,
        prefix: str = "",
        *,
        embedded: bool = False,
        chat: int | None = None,
    ) -> None:
        """`chat`: the page is always that chat (a demo's phone), not the browser's own."""

        async def socket(request: web.Request) -> web.StreamResponse:
            return await self._socket(request, chat)

        async def page(request: web.Request) -> web.StreamResponse:
            response = self._page(request, prefix, embedded=embedded)
            if chat is not None:
                self.cookies.set(response, chat, prefix)
            elif self.cookies.chat_of(request) is None:
                self.cookies.give(response, prefix)
            return response

        app.router.add_get(f"{prefix}/chat", page)
        app.router.add_get(f"{prefix}/chat/ws", socket)

    def _page(self, request: web.Request, prefix: str, *, embedded: bool) -> web.StreamResponse:
        context = {
            "title": phrases(ZH_HANS)("Houniao"),
            "strings": chat_strings(ZH_HANS),
            "lines": first_lines(ZH_HANS),
            "locale": ZH_HANS,
            "prefix": prefix,
            "leave_url": self.leave_url,
            "embedded": embedded,
        }
        return aiohttp_jinja2.render_template("chat.html", request, context)

    async def _socket(self, request: web.Request, always: int | None) -> web.WebSocketResponse:
        """A demo's phone is that phone, whatever other cookies of this desk the browser holds."""
        line = web.WebSocketResponse(heartbeat=25, max_msg_size=LONGEST_FRAME)
        await line.prepare(request)
        chat = self.cookies.chat_of(request)
        if chat is not None and always is not None:
            chat = always
        if chat is None or not same_site(request):
            await line.close(code=LOAD_ANEW)
            return line
        self.lines.add(line)
        try:
            await Line(self.bot, self.session, line, chat).serve()
        finally:
            self.lines.discard(line)
        return line

    async def hang_up(self, _: web.Application) -> None:
        """A desk that stops doesn't wait for open pages; they connect again by themselves."""
        for line in list(self.lines):
            await line.close(code=WSCloseCode.GOING_AWAY)


def same_site(request: web.Request) -> bool:
    """A socket may only be opened by our own page."""
    origin = request.headers.get("Origin", "")
    return urlsplit(origin).netloc == request.host
