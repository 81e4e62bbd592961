"""A whole running desk for journeys: real pages on a free port, real Telegram clients, a turnable clock."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.seed import Seeded, ensure_regions, seed_demo
from bot.serve import Running, running
from bot.settings import Privacy, Settings, TelegramMode
from bot.ticking import tick
from storage.database import Database
from storage.keys import Keyring
from storage.migrate import migrate
from storage.opening import open_database
from tests.cast import MONDAY, Clock


@dataclass
class Journey:
    """`base` is the address of the pages."""

    desk: Running
    clock: Clock
    seeded: Seeded
    base: str
    ticked: datetime = MONDAY

    @property
    def database(self) -> Database:
        return self.desk.house.database

    async def pass_to(self, day: str, at: str) -> None:
        """Turns the clock and does what fell due; the desk's own sender brings the letters."""
        self.clock.to(day, at)
        await tick(self.desk.house, self.ticked, self.clock())
        self.ticked = self.clock()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def journey(
    folder: Path,
    keys: Keyring,
    api_base: str | None = None,
    token: str = "1234:TEST",
    privacy: Privacy = Privacy.STRICT,
    webhook: str = "",
) -> AsyncIterator[Journey]:
    """The demo county with its invites not yet taken. `webhook`: the secret of Telegram's webhook."""
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    settings = Settings.model_construct(
        web_port=port,
        public_url="https://desk.example" if webhook else here,
        privacy=privacy,
        telegram_mode=TelegramMode.WEBHOOK if webhook else TelegramMode.POLLING,
        telegram_webhook_secret=SecretStr(webhook),
        telegram_token=SecretStr(token) if api_base else None,
        telegram_api_base=api_base or "",
    )
    database = open_database(f"sqlite:///{folder / 'journey.db'}", keys)
    await migrate(database)
    await ensure_regions(database, within="13/1301/130123")
    clock = Clock()
    seeded = await seed_demo(database, clock(), MONDAY.date())
    async with running(settings, database, clock) as desk:
        yield Journey(desk, clock, seeded, here)
    await database.close()
