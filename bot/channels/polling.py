"""Telegram by long polling: a batch is confirmed only after its turns are stored."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import GetUpdates
from aiogram.types import Update

log = structlog.get_logger()

WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
TRIES = 3


Feed = Callable[[Bot, Update], Awaitable[None]]


async def poll(bot: Bot, take: Feed, stop: asyncio.Event, wait: int = 30) -> None:
    """Until `stop`; `wait` is the long poll's timeout in seconds. Telegram down: tries on, with pauses."""
    offset: int | None = None
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            asking = bot(GetUpdates(offset=offset, timeout=wait, allowed_updates=WANTED))
            updates = await _unless(stop, asking)
        except TelegramUnauthorizedError:
            log.critical("telegram refuses the token; see HOUNIAO_TELEGRAM_TOKEN")
            return
        except TelegramAPIError as error:
            log.warning("no updates", error=type(error).__name__)
            hold = float(error.retry_after) if isinstance(error, TelegramRetryAfter) else pause
            await _rest(stop, hold)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = FIRST_PAUSE
        await asyncio.gather(*(_in_order(bot, take, chat, stop) for chat in by_chat(updates)))
        if updates:
            offset = updates[-1].update_id + 1


def by_chat(updates: Iterable[Update]) -> list[list[Update]]:
    """What one person did stays in order; different people don't wait for each other."""
    chats: dict[int, list[Update]] = {}
    for update in updates:
        chats.setdefault(_sender(update), []).append(update)
    return list(chats.values())


def _sender(update: Update) -> int:
    event = update.message or update.edited_message or update.callback_query
    return event.from_user.id if event and event.from_user else 0


async def _in_order(bot: Bot, take: Feed, updates: list[Update], stop: asyncio.Event) -> None:
    for update in updates:
        await _feed(bot, take, update, stop)


async def _feed(bot: Bot, take: Feed, update: Update, stop: asyncio.Event) -> None:
    """Fed again when the reply was lost on the way: no second effect, the same answer."""
    for attempt in range(1, TRIES + 1):
        try:
            await take(bot, update)
        except TelegramRetryAfter as error:
            await _rest(stop, float(error.retry_after))
        except Exception as error:
            log.warning("update not answered", attempt=attempt, error=type(error).__name__)
            await _rest(stop, FIRST_PAUSE)
        else:
            return
    log.error("gave up answering", update=update.update_id)


async def _unless(stop: asyncio.Event, asking: Awaitable[list[Update]]) -> list[Update]:
    """The answer, or nothing when the desk stops meanwhile: what wasn't confirmed comes again."""
    answer = asyncio.ensure_future(asking)
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([answer, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if answer.done():
        return answer.result()
    answer.cancel()
    await asyncio.gather(answer, return_exceptions=True)
    return []


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
