"""The server's face: HTTP in, Telegram's JSON answers out, or no answer at all."""

from typing import Any

from aiohttp import web

from . import refusals
from .calls import Calls
from .door import HOST, Door
from .faults import DropReply, Faults, Html, Reset
from .refusals import Refused
from .spec import Shape, bot_api
from .wire import Unreadable, read

BIGGEST_BODY = 50 * 2**20
PAGE = "<html><body><h1>{status}</h1><hr>nginx</body></html>"


class Front:
    """`/bot{token}/{method}`, on one port of this machine that can be shut and opened."""

    def __init__(self, token: str, calls: Calls, faults: Faults) -> None:
        self._token = token
        self._calls = calls
        self._faults = faults
        app = web.Application(client_max_size=BIGGEST_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0
        )

    async def start(self) -> None:
        await self._runner.setup()
        assert self._runner.server is not None
        self._door = Door(self._runner.server)
        self._door.open()

    async def stop(self) -> None:
        self._door.close()
        self._hang_up()
        await self._runner.cleanup()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._door.port}"

    @property
    def is_open(self) -> bool:
        return self._door.is_open

    def open(self) -> None:
        self._door.open()

    def shut(self) -> None:
        """Refuse new connections and cut those that stand, a waiting poll with them."""
        self._door.shut()
        self._hang_up()

    def _hang_up(self) -> None:
        assert self._runner.server is not None
        for connection in self._runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._token:
            return _no(Refused(401, refusals.UNAUTHORIZED))
        name = request.match_info["method"]
        if (shape := bot_api().method(name)) is None:
            self._calls.blame(name, "unknown method")
            return _no(Refused(404, refusals.NOT_FOUND))
        return await self._answer_call(request, shape)

    async def _answer_call(self, request: web.Request, shape: Shape) -> web.StreamResponse:
        fault = self._faults.take(shape.name)
        try:
            given = await read(request)
            call = self._calls.note(shape, given)
            if isinstance(fault, Reset):
                return _cut(request)
            if isinstance(fault, Html):
                return _page(fault.status)
            self._calls.check(shape, call, given)
            answer = _yes(await self._calls.do(call, fault))
        except Unreadable as unreadable:
            self._calls.blame(shape.name, str(unreadable))
            answer = _no(Refused(400, str(unreadable)))
        except Refused as refusal:
            answer = _no(refusal)
        return _cut(request) if isinstance(fault, DropReply) else answer


def _yes(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _no(refusal: Refused) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
    return web.json_response(body, status=refusal.status)


def _page(status: int) -> web.Response:
    return web.Response(text=PAGE.format(status=status), status=status, content_type="text/html")


def _cut(request: web.Request) -> web.Response:
    """Close the connection; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
