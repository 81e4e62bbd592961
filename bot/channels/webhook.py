"""Telegram by webhook: updates come as requests, and the answer goes back in the response.

Telegram repeats what wasn't answered with 2xx. So a turn that said something, an apology too, is a 200;
where nothing could be told it is a 500, and the same update, coming again, is answered again.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError
from aiogram.methods import AnswerCallbackQuery, SetWebhook
from aiogram.types import Update
from aiohttp import web

from bot.channels import polling
from bot.channels.in_body import InBody
from bot.channels.polling import asked, rest, sender, unless
from bot.channels.reading import EVENTS, read_one

log = structlog.get_logger()

PATH = "/telegram/updates"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
LARGEST = 1024 * 1024
"""Bytes of one update: two texts of 4,096 characters, each escaped, with a hundred entities, are 150 KB."""

Feed = Callable[[Bot, Update, InBody], Awaitable[None]]


class Unreadable(Exception):
    """No update: too large, no JSON, or without an id."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Webhook:
    """One bot's updates. What one person does is taken in the order it came."""

    def __init__(self, bot: Bot, take: Feed, secret: str) -> None:
        self.bot = bot
        self.take = take
        self.secret = secret
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._beside: set[asyncio.Task[None]] = set()

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(PATH, self.receive)

    async def announce(self, url: str, stop: asyncio.Event) -> None:
        """Tells Telegram where to; as long as it is down, again and again."""
        asking = SetWebhook(
            url=url,
            secret_token=self.secret,
            allowed_updates=list(EVENTS),
            drop_pending_updates=False,
        )
        pause = polling.FIRST_PAUSE
        while not stop.is_set():
            try:
                await unless(stop, self.bot(asking))
            except TelegramUnauthorizedError:
                log.critical("telegram refuses the token; see HOUNIAO_TELEGRAM_TOKEN")
                return
            except TelegramBadRequest as error:
                log.error("telegram refuses the webhook", why=error.message)
                await rest(stop, polling.LONGEST_PAUSE)
            except Exception as error:
                log.warning("webhook not set", error=type(error).__name__)
                await rest(stop, asked(error) or pause)
                pause = min(pause * 2, polling.LONGEST_PAUSE)
            else:
                return

    async def receive(self, request: web.Request) -> web.StreamResponse:
        if not self._from_telegram(request):
            return web.Response(status=403)
        try:
            update = await self._read(request)
        except Unreadable as refused:
            return web.Response(status=refused.status)
        turn = self._turns.setdefault(sender(update), asyncio.Lock())
        async with turn:
            response = await self._answer(update)
            await _send(request, response)
        return response

    async def end(self) -> None:
        """Presses are still answered when the desk stops."""
        await asyncio.gather(*self._beside)

    def _from_telegram(self, request: web.Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return bool(self.secret) and secrets.compare_digest(given, self.secret.encode())

    async def _read(self, request: web.Request) -> Update:
        try:
            given = json.loads(await request.clone(client_max_size=LARGEST).read())
            return read_one(self.bot, given)
        except web.HTTPRequestEntityTooLarge as error:
            raise Unreadable(413) from error
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise Unreadable(400) from error

    async def _answer(self, update: Update) -> web.Response:
        body = InBody()
        try:
            await self.take(self.bot, update, body)
        except Exception as error:
            log.warning("update not answered", error=type(error).__name__)
            return web.Response(status=500)
        if body.beside is not None:
            task = asyncio.create_task(self._press(body.beside))
            self._beside.add(task)
            task.add_done_callback(self._beside.discard)
        return web.Response(body=body.written(), content_type="application/json")

    async def _press(self, answer: AnswerCallbackQuery) -> None:
        """Ends the waiting sign on the button; the card says all that matters."""
        try:
            await self.bot(answer)
        except Exception as error:
            log.info("press not answered", error=type(error).__name__)


async def _send(request: web.Request, response: web.Response) -> None:
    """On its way before this person's next turn begins: an older screen must not come after a newer one."""
    try:
        await response.prepare(request)
        await response.write_eof()
    except ConnectionError:
        log.warning("telegram hung up before the answer")
