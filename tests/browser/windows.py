"""Browser windows that tell of everything that goes wrong on their pages."""

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from tests.browser.phone import PROMPT


@dataclass
class Windows:
    """Each window is a browser of its own, with its own cookies."""

    chromium: Browser
    trouble: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def open(self, address: str, width: int = 360, height: int = 740, **options: Any) -> Page:
        """A fresh browser on `address`; `options` are those of a Playwright context."""
        context = await self.chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", **options
        )
        context.set_default_timeout(PROMPT)
        self.contexts.append(context)
        return await self.tab(context, address)

    async def tab(self, context: BrowserContext, address: str) -> Page:
        """One more page in the same browser."""
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", self._failed)
        await page.goto(address)
        return page

    def may_complain(self, part: str) -> None:
        """A console message that holds `part` belongs to what the test does."""
        self.expected.append(part)

    async def close(self) -> None:
        """Everything the pages complained of fails the test."""
        for context in self.contexts:
            await context.close()
        unexpected = [
            each for each in self.trouble if not any(part in each for part in self.expected)
        ]
        assert unexpected == [], unexpected  # pytest explains asserts in test files only

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.trouble.append(message.text)

    def _failed(self, error: Error) -> None:
        self.trouble.append(str(error))
