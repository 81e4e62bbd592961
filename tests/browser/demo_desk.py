"""The demo in this process, on a fixed day: every run sees the same."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, expect

from bot.commands.demo import Stage, demo_settings
from bot.demo.clock import DemoClock
from bot.opening import open_desk
from bot.serve import running
from tests.browser.phone import Phone
from tests.cast import MONDAY
from tests.running import free_port

A_QUARTER = 60_000
"""Milliseconds that three months may take."""


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[str]:
    """The address of its page; its real time stands still at Monday 2026-11-23, 09:00."""
    settings = demo_settings(free_port(), folder)
    database, _ = await open_desk(settings)
    stage = Stage(DemoClock(lambda: MONDAY), database)
    async with running(settings, database, stage.clock, stage.prepare) as desk:
        turning = asyncio.create_task(stage.run(desk))
        yield f"{settings.public_url}/demo"
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

    async def turn(self, label: str) -> list[str]:
        """Turns the clock and waits until it stands; the steps it took, a line of JSON each."""
        clock = self.page.locator(".clock")
        async with self.page.expect_response("**/demo/clock", timeout=A_QUARTER) as answered:
            await self.page.get_by_role("button", name=label).click()
        steps = (await (await answered.value).text()).splitlines()
        await expect(clock).not_to_have_class(re.compile("running"), timeout=A_QUARTER)
        now = await self.page.locator("#now").text_content()
        await expect(self.page.locator("#clock-news")).to_have_text(now or "")
        return steps

    async def is_called(self, key: str) -> None:
        """The list to try leads to this phone, and to no other."""
        await expect(self.page.locator(".phone.called")).to_have_attribute("data-key", key)
