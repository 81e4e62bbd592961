"""The demo in this process, on a fixed day: every run sees the same."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from bot.commands.demo import Stage, demo_settings
from bot.demo.clock import DemoClock
from bot.opening import open_desk
from bot.serve import running
from tests.browser.phone import Phone
from tests.cast import MONDAY
from tests.running import free_port

A_QUARTER = 60_000
"""Milliseconds that three months may take."""


class CountedClock(DemoClock):
    """Knows how often it was turned."""

    turns = 0

    def set(self, at: datetime) -> None:
        self.turns += 1
        super().set(at)


@dataclass(frozen=True)
class Demo:
    """`address` is that of its page."""

    address: str
    clock: CountedClock


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Demo]:
    """Its real time stands still at Monday 2026-11-23, 09:00."""
    settings = demo_settings(free_port(), folder)
    database, _ = await open_desk(settings)
    clock = CountedClock(lambda: MONDAY)
    stage = Stage(clock, database)
    async with running(settings, database, clock, stage.prepare) as desk:
        turning = asyncio.create_task(stage.run(desk))
        yield Demo(f"{settings.public_url}/demo", clock)
        desk.stop.set()
        await turning
    await database.close()


@dataclass(frozen=True)
class Four:
    """The demo's page with its four phones."""

    page: Page

    def phone(self, key: str) -> Phone:
        return Phone(self.page.frame_locator(f"#phone-{key} iframe"))

    @property
    def parent(self) -> Phone:
        return self.phone("parent")

    @property
    def director(self) -> Phone:
        return self.phone("director")

    @property
    def supervisor(self) -> Phone:
        return self.phone("supervisor")

    @property
    def triage(self) -> Phone:
        return self.phone("triage")

    async def turn(self, label: str) -> None:
        """Turns the clock and waits until it stands."""
        clock, news = self.page.locator(".clock"), self.page.locator("#clock-news")
        await self.page.get_by_role("button", name=label).click()
        await expect(news).not_to_have_text("时间正在往前走", timeout=A_QUARTER)
        await expect(clock).not_to_have_class(re.compile("running"))
        await expect(news).to_have_text(await self.now.text_content() or "")

    @property
    def now(self) -> Locator:
        return self.page.locator("#now")

    async def is_called(self, key: str) -> None:
        """The list to try leads to this phone, and to no other."""
        await expect(self.page.locator(".phone.called")).to_have_attribute("data-key", key)
