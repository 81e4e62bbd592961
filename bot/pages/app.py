"""The web application: the chat, its static files, the state of health, errors, headers."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import aiohttp_jinja2
import jinja2
import structlog
from aiohttp import web

from bot.house import House
from bot.late import OURS, lateness
from bot.pages.chat import ChatPages
from bot.pages.strings import error_strings, first_lines
from content.phrases import ZH_HANS, phrases

log = structlog.get_logger()

LOOK_AGAIN = timedelta(seconds=15)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'self'; "
        "base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cache-Control": "no-store",
}


def make_app(house: House, chat: ChatPages) -> web.Application:
    app = web.Application(middlewares=[errors], client_max_size=64 * 1024)
    app.on_response_prepare.append(headers)
    folder = Path(str(files("bot") / "pages"))
    environment = aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(folder / "templates"))
    environment.globals["static_url"] = static_url
    app.router.add_static("/static", folder / "static")
    app.router.add_get("/", to_chat)
    app.router.add_get("/healthz", healthz(house))
    chat.add_to(app)
    app.on_shutdown.append(chat.hang_up)
    return app


def static_url(name: str) -> str:
    return f"/static/{name}"


async def to_chat(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/chat")


def healthz(house: House) -> Handler:
    """200 while the machine keeps up, 503 with codes when not; no figures, nothing of people.

    Anybody may ask, so the rows are looked at once in a while.
    """
    known: list[str] = []
    looked_at = datetime.min.replace(tzinfo=UTC)

    async def answer(_: web.Request) -> web.StreamResponse:
        nonlocal known, looked_at
        if abs(house.clock() - looked_at) >= LOOK_AGAIN:
            known, looked_at = await _ill(house), house.clock()
        if known:
            return web.json_response({"ok": False, "late": known}, status=503)
        return web.json_response({"ok": True})

    return answer


async def _ill(house: House) -> list[str]:
    try:
        async with house.database.read() as tx:
            found = await lateness(tx, house.clock(), house.desk.zone)
    except Exception:
        log.exception("health not known")
        return ["database"]
    return sorted(late.code for late in found if late.lag in OURS)


async def headers(request: web.Request, response: web.StreamResponse) -> None:
    """On whatever goes out: pages, errors, redirects, streams, the socket's handshake."""
    response.headers.update(HEADERS)
    response.headers.popall("Server", None)
    if request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-cache"


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A friendly page with a way on; the code is the one in the log."""
    try:
        return await handler(request)
    except web.HTTPRedirection:
        raise
    except web.HTTPException as error:
        return _page(request, error.status, "")
    except Exception:
        code = secrets.token_hex(3).upper()
        log.exception("request failed", code=code, route=request.path)
        return _page(request, 500, code)


def _page(request: web.Request, status: int, code: str) -> web.StreamResponse:
    say = phrases(ZH_HANS)
    known = {404: say("There is no such page."), 405: say("There is no such page.")}
    context = {
        "title": say("That did not work"),
        "text": known.get(status, say("Something is wrong on our side. Please try again shortly.")),
        "code": code,
        "home_url": "/chat",
        "strings": error_strings(ZH_HANS),
        "lines": first_lines(ZH_HANS),
        "locale": ZH_HANS,
    }
    return aiohttp_jinja2.render_template("error.html", request, context, status=status)
