"""The running desk: pages, Telegram, outbox and timetable in one process."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.assembly import alarms_of, build_house, desk_of, open_house, system_clock, take
from bot.channels.in_body import InBody
from bot.channels.polling import poll
from bot.channels.web import TOKEN, WebChat
from bot.channels.webhook import PATH, Webhook
from bot.couriers.every import couriers_of
from bot.house import House
from bot.pace import token_name
from bot.pages.app import make_app
from bot.pages.chat import ChatPages
from bot.pages.cookies import ChatCookies
from bot.sending import Sender
from bot.settings import Settings, TelegramMode
from bot.ticking import missed_since, run, sweep, tick
from reminders.timetable import TIMETABLE
from storage.access import Channel
from storage.database import Database

log = structlog.get_logger()


@dataclass
class Running:
    """A desk that answers on `site`; `stop` ends it."""

    house: House
    app: web.Application
    sender: Sender
    pages: ChatPages
    stop: asyncio.Event


@asynccontextmanager
async def running(
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime] = system_clock,
    prepare: Callable[[Running], Awaitable[None]] | None = None,
) -> AsyncIterator[Running]:
    """Everything started, and everything ended in order. `prepare` adds to it before it listens."""
    house = build_house(database, desk_of(settings), clock)
    session = WebChat(house)
    web_bot = Bot(TOKEN, session=session)
    secure = settings.public_url.startswith("https://")
    cookies = ChatCookies(database.keys, secure=secure)
    pages = ChatPages(house, web_bot, session, cookies, settings.leave_url)
    house.alarm_shown = timedelta(minutes=settings.alarm_shown_minutes)
    house.alarms = alarms_of(settings)
    couriers = couriers_of(settings, session, clock)
    telegram = telegram_bot(settings)
    sender = Sender(house, couriers, None if telegram is None else token_name(telegram.id))
    desk = Running(house, make_app(house, pages), sender, pages, asyncio.Event())
    hook = telegram_webhook(settings, house, telegram)
    if hook is not None:
        hook.add_to(desk.app)
    if prepare is not None:
        await prepare(desk)
    await open_house(house)
    runner = web.AppRunner(desk.app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.web_host, settings.web_port).start()
    tasks = [asyncio.create_task(desk.sender.run(desk.stop))]
    if hook is not None:
        where = f"{settings.public_url}{PATH}"
        tasks.append(asyncio.create_task(hook.announce(where, desk.stop)))
    elif telegram is not None:
        tasks.append(asyncio.create_task(poll(telegram, _taker(house), desk.stop)))
    try:
        yield desk
    finally:
        desk.stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        await runner.cleanup()
        if hook is not None:
            await hook.end()
        for courier in couriers.values():
            await courier.close()
        for bot in (web_bot, telegram):
            if bot is not None:
                await bot.session.close()


async def serve(settings: Settings, database: Database) -> None:
    """Until SIGINT or SIGTERM."""
    async with running(settings, database) as desk:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, desk.stop.set)
        await catch_up(desk.house)
        scheduler = timetable(desk.house)
        scheduler.start()
        log.info("the desk is open", host=settings.web_host, port=settings.web_port)
        await desk.stop.wait()
        scheduler.shutdown(wait=False)


async def catch_up(house: House) -> None:
    """At start: every run missed since the last one, once."""
    now = house.clock()
    async with house.database.read() as tx:
        since = await missed_since(tx, now)
    await tick(house, since, now)


def timetable(house: House) -> AsyncIOScheduler:
    """APScheduler in memory; a run is claimed by its row, so replicas and late starts don't double it."""
    scheduler = AsyncIOScheduler(timezone=house.desk.zone)
    for entry in TIMETABLE:
        scheduler.add_job(
            _sweep if entry.sweep else _run,
            CronTrigger.from_crontab(entry.cron, timezone=house.desk.zone),
            args=[house, entry.name],
            id=entry.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    return scheduler


def telegram_bot(settings: Settings) -> Bot | None:
    """The conversing bot; the bulk courier has a client of its own."""
    if settings.telegram_token is None:
        return None
    server = TelegramAPIServer.from_base(settings.telegram_api_base)
    return Bot(settings.telegram_token.get_secret_value(), session=AiohttpSession(api=server))


def telegram_webhook(settings: Settings, house: House, bot: Bot | None) -> Webhook | None:
    """None where the desk asks for its updates itself."""
    if bot is None or settings.telegram_mode is not TelegramMode.WEBHOOK:
        return None

    async def taken(bot: Bot, update: Update, body: InBody) -> None:
        await take(house, Channel.TELEGRAM, bot, update, body)

    return Webhook(bot, taken, settings.telegram_webhook_secret.get_secret_value())


def _taker(house: House) -> Callable[[Bot, Update], Awaitable[None]]:
    async def taken(bot: Bot, update: Update) -> None:
        await take(house, Channel.TELEGRAM, bot, update)

    return taken


async def _run(house: House, name: str) -> None:
    now = house.clock()
    await run(house, name, now.replace(second=0, microsecond=0), now)


async def _sweep(house: House, name: str) -> None:
    await sweep(house, name, house.clock())
