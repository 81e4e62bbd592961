"""A bot behind a webhook in a process of its own: `python -m tests.benches.webhook_bots KIND API [DATABASE]`.

KIND: `ours`, or an echo on bare `aiogram` or `ptb` (python-telegram-bot), which answers with a call. Tells its
address, and, when its input ends, its processor time and memory. The first warm-up updates are not counted.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.benches.telling import say

TOKEN = "1234:TEST"
SECRET = "bench-secret-of-letters"
PATH = "/telegram/updates"
Taker = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def ours(app: web.Application, api: str, database_url: str) -> None:
    from zoneinfo import ZoneInfo

    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Update

    from bot.assembly import build_house, open_house, take
    from bot.channels.in_body import InBody
    from bot.channels.webhook import Webhook
    from dialogs.turn import Desk
    from storage.access import Channel
    from storage.keys import fresh_keyring
    from storage.migrate import migrate
    from storage.opening import open_database

    database = open_database(database_url, fresh_keyring())
    await migrate(database)
    house = build_house(database, Desk(ZoneInfo("Asia/Shanghai"), public_url="https://x.example"))
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))

    async def taken(bot: Bot, update: Update, body: InBody) -> None:
        await take(house, Channel.TELEGRAM, bot, update, body)

    Webhook(bot, taken, SECRET).add_to(app)
    await open_house(house)


async def aiogram(app: web.Application, api: str, _: str) -> None:
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False)
    handler.register(app, path=PATH)


async def ptb(app: web.Application, api: str, _: str) -> None:
    from telegram import Update
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

    builder = ApplicationBuilder().token(TOKEN).updater(None).connection_pool_size(64)
    application = builder.base_url(f"{api}/bot").concurrent_updates(64).build()

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    application.add_handler(MessageHandler(filters.TEXT, echo))
    await application.initialize()

    async def taken(request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), application.bot)
        await application.process_update(update)
        return web.Response()

    app.router.add_post(PATH, taken)


KINDS = {"ours": ours, "aiogram": aiogram, "ptb": ptb}


async def run(kind: str, api: str, database_url: str) -> None:
    app = web.Application()
    counted: list[float] = []

    async def mark(_: web.Request) -> web.Response:
        counted.append(time.process_time())
        return web.Response()

    app.router.add_post("/mark", mark)
    await KINDS[kind](app, api, database_url)
    gc.collect()
    gc.freeze()
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await asyncio.to_thread(sys.stdin.read)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(json.dumps({"marks": counted, "memory": memory}))


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""))
