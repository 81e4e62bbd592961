"""Telegram by long polling: a batch is confirmed only after its turns are stored."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo
from aiogram.types import Update

from bot.channels.reading import EVENTS, updates_of

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
TRIES, LATE_TRIES = 3, 8
MOST_HELD = 2.0
"""Seconds a batch waits for one reply; a longer wait is that person's own."""


Feed = Callable[[Bot, Update], Awaitable[None]]
T = TypeVar("T")


async def poll(bot: Bot, take: Feed, stop: asyncio.Event, wait: int = 30) -> None:
    """Until `stop`; `wait` is the long poll's timeout in seconds. Telegram down: tries on, with pauses."""
    feeding = Feeding(bot, take, stop)
    offset: int | None = None
    pause = FIRST_PAUSE
    while not stop.is_set():
        asking = GetUpdates(offset=offset, timeout=wait, allowed_updates=list(EVENTS))
        try:
            updates = await unless(stop, updates_of(bot, asking)) or []
        except TelegramUnauthorizedError:
            log.critical("telegram refuses the token; see HOUNIAO_TELEGRAM_TOKEN")
            break
        except Exception as error:  # whatever it is, a deaf desk would be worse
            log.warning("no updates", error=type(error).__name__)
            if isinstance(error, TelegramConflictError):
                await unhook(bot)
            await rest(stop, asked(error) or pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = FIRST_PAUSE
        await feeding.batch(updates)
        if updates:
            offset = updates[-1].update_id + 1
    await feeding.end()


async def unhook(bot: Bot) -> None:
    """A bot whose updates are pushed to a webhook is given none when it polls."""
    try:
        if (await bot(GetWebhookInfo())).url:
            await bot(DeleteWebhook(drop_pending_updates=False))
            log.warning("webhook taken off, this desk polls")
    except Exception as error:  # the next poll says so again
        log.warning("webhook not taken off", error=type(error).__name__)


class Feeding:
    """Updates on their way through their turns. One is fed again when its reply was lost on the way:
    no second effect, the same answer.

    `owed`: by person, the newest update whose turn is stored, and whose answer has to wait.
    """

    def __init__(self, bot: Bot, take: Feed, stop: asyncio.Event) -> None:
        self.bot = bot
        self.take = take
        self.stop = stop
        self.owed: dict[int, Update] = {}
        self._late: set[asyncio.Task[None]] = set()

    async def batch(self, updates: Iterable[Update]) -> None:
        await asyncio.gather(*(self._in_order(each) for each in by_chat(updates)))

    async def end(self) -> None:
        await asyncio.gather(*self._late)

    async def _in_order(self, updates: list[Update]) -> None:
        for update in updates:
            await self._feed(update)

    async def _feed(self, update: Update) -> None:
        wait: float | None = FIRST_PAUSE
        for _ in range(TRIES):
            wait = await self._fed(update)
            if wait is None:
                self.owed.pop(sender(update), None)  # an older answer would show the same screen
                return
            if wait > MOST_HELD:
                break
            await rest(self.stop, wait)
        if sender(update) not in self.owed:
            task = asyncio.create_task(self._answer_late(sender(update), wait or FIRST_PAUSE))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        self.owed[sender(update)] = update

    async def _answer_late(self, who: int, wait: float) -> None:
        """Beside the next batches. Stopped meanwhile, the desk owes a reply and has lost nothing."""
        for _ in range(LATE_TRIES):
            await rest(self.stop, wait)
            update = self.owed.get(who)
            if update is None or self.stop.is_set():
                return
            again = await self._fed(update)
            if again is None and self.owed.get(who) is update:
                del self.owed[who]
                return
            wait = max(again or 0, min(wait * 2, LONGEST_PAUSE))
        if owed := self.owed.pop(who, None):
            log.error("gave up answering", update=owed.update_id)

    async def _fed(self, update: Update) -> float | None:
        """None when it was answered, or the seconds until the next try makes sense."""
        try:
            await self.take(self.bot, update)
        except Exception as error:
            log.warning("update not answered", error=type(error).__name__)
            return asked(error) or FIRST_PAUSE
        return None


def by_chat(updates: Iterable[Update]) -> list[list[Update]]:
    """What one person did stays in order; different people don't wait for each other."""
    chats: dict[int, list[Update]] = {}
    for update in updates:
        chats.setdefault(sender(update), []).append(update)
    return list(chats.values())


def sender(update: Update) -> int:
    """0 where nobody is named."""
    message = update.message or update.edited_message
    event = message or update.callback_query or update.my_chat_member
    return event.from_user.id if event and event.from_user else 0


def asked(error: Exception) -> float | None:
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else None


async def unless(stop: asyncio.Event, asking: Awaitable[T]) -> T | None:
    """The answer, or None when the desk stops meanwhile: what wasn't confirmed comes again."""
    answer = asyncio.ensure_future(asking)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([answer, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if answer.done():
        return answer.result()
    answer.cancel()
    await asyncio.gather(answer, return_exceptions=True)
    return None


async def rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
