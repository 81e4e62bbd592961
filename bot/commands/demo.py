"""`houniao demo`: a filled desk on this machine only, thrown away and made anew at each start."""

import asyncio
import shutil
import signal
from pathlib import Path

from aiohttp import web

from bot.assembly import system_clock, take
from bot.channels.web import text_update
from bot.commands.output import OK, text, wrong
from bot.demo.clock import DemoClock, TimeMachine
from bot.demo.pages import DemoPages
from bot.demo.phones import PhonesInSight
from bot.demo.words import PHONES
from bot.logs import set_up_logs
from bot.opening import open_desk
from bot.seed import Seeded, ensure_regions, seed_counted, seed_demo
from bot.serve import Running, running
from bot.settings import Settings
from storage.access import Channel
from storage.database import Database

FOLDER = Path("var/demo")
LOOPBACK = "127.0.0.1"
FIRST_CHAT = 2**40 + 1


async def run_demo(port: int, folder: Path = FOLDER) -> int:
    set_up_logs()
    settings = demo_settings(port, folder)
    shutil.rmtree(folder, ignore_errors=True)
    text("Filling the demo county …")
    database, _ = await open_desk(settings)
    try:
        await run_until_stopped(settings, database)
    except OSError as error:
        return wrong(f"port {port}: {error.strerror or error}; try houniao demo --port 8081")
    finally:
        await database.close()
    return OK


def demo_settings(port: int, folder: Path) -> Settings:
    """Embedded defaults; nothing of the machine's own settings takes part."""
    return Settings.model_construct(
        database_url=f"sqlite:///{folder / 'houniao.db'}",
        key_file=folder / "houniao.key",
        web_host=LOOPBACK,
        web_port=port,
        public_url=f"http://{LOOPBACK}:{port}",
        telegram_token=None,
    )


async def run_until_stopped(settings: Settings, database: Database) -> None:
    stage = Stage(DemoClock(system_clock), database)
    async with running(settings, database, stage.clock, stage.prepare) as desk:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, desk.stop.set)
        text(f"The demo is open: {settings.public_url}/demo   (Ctrl+C ends it)")
        await stage.run(desk)


class Stage:
    """Sets the demo up inside a running desk: the county, the phones, the clock."""

    def __init__(self, clock: DemoClock, database: Database) -> None:
        self.clock = clock
        self.database = database
        self.machine: TimeMachine | None = None

    async def prepare(self, desk: Running) -> None:
        await ensure_regions(self.database)
        seeded = await seed_demo(self.database, self.clock(), desk.house.today)
        await seed_counted(self.database, self.clock(), desk.house.today)
        people = dict.fromkeys((*PHONES, *seeded.invites))
        chats = {key: FIRST_CHAT + place for place, key in enumerate(people)}
        for key, chat in chats.items():
            await self._take_invite(desk, key, chat, seeded)
        desk.sender.couriers = {Channel.WEB: PhonesInSight(desk.pages.session)}
        self.machine = TimeMachine(self.clock, desk.house, desk.sender)
        names = {"parent": seeded.parent, **seeded.names}
        DemoPages(self.machine, desk.pages, chats, names).add_to(desk.app)
        desk.app.router.add_get("/demo/", _to_demo)

    async def run(self, desk: Running) -> None:
        assert self.machine is not None  # noqa: S101 (prepare ran before)
        await self.machine.run_on(desk.stop)

    async def _take_invite(self, desk: Running, key: str, chat: int, seeded: Seeded) -> None:
        """Everybody takes their invite as they would, those without a phone on the page too."""
        made = seeded.invites.get(key)
        said = ["/start"] if made is None else [f"/start {made.code}"]
        if made is not None and made.word:
            said.append(made.word)
        for number, words in enumerate(said):
            at = int(self.clock().timestamp())
            update = text_update(desk.pages.bot, chat, f"stage-{number}", words, at)
            await take(desk.house, Channel.WEB, desk.pages.bot, update)


async def _to_demo(_: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/demo")
