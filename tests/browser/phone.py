"""A phone with the web chat open: what its holder types, presses and reads."""

from dataclasses import dataclass

from playwright.async_api import FrameLocator, Locator, Page, expect

PROMPT = 10_000
"""Milliseconds until an answer must be there on a busy machine."""


@dataclass(frozen=True)
class Phone:
    """`screen` is a page of its own, or the frame of one of the demo's phones."""

    screen: Page | FrameLocator

    @property
    def messages(self) -> Locator:
        return self.screen.locator("#log .item")

    @property
    def newest(self) -> Locator:
        """The desk's last message."""
        return self.screen.locator("#log .item.desk").last

    @property
    def mine(self) -> Locator:
        return self.screen.locator("#log .item.mine")

    async def says(self, text: str) -> None:
        """Typed and sent; returns when the desk has it."""
        await self.writes(text)
        await expect(self.screen.locator(".pending")).to_have_count(0, timeout=PROMPT)

    async def writes(self, text: str) -> None:
        """Typed and sent, whether there is a line or not."""
        await self.screen.locator("#input").fill(text)
        await self.screen.get_by_role("button", name="发送").click()

    async def presses(self, label: str) -> None:
        """The newest button whose label holds `label`; returns when it is answered."""
        await self.screen.locator(".item .button", has_text=label).last.click()
        await expect(self.screen.locator(".busy")).to_have_count(0, timeout=PROMPT)

    async def home(self) -> None:
        """The key that is always there."""
        await self.screen.locator(".quick").get_by_role("button", name="首页").click()
        await expect(self.screen.locator(".pending")).to_have_count(0, timeout=PROMPT)

    async def to_end(self) -> None:
        """Scrolled down to the newest, at once."""
        await self.screen.locator("#log").evaluate("log => log.scrollTo(0, log.scrollHeight)")

    async def sees(self, text: str) -> None:
        """In the desk's newest message, its buttons included."""
        await expect(self.newest).to_contain_text(text, timeout=PROMPT)

    async def reads(self, text: str, times: int = 1) -> None:
        """Anywhere in the conversation, in as many messages as `times`."""
        found = self.messages.filter(has_text=text)
        await expect(found).to_have_count(times, timeout=PROMPT)

    async def is_connected(self) -> None:
        await expect(self.screen.locator("#state")).to_have_text("已连接", timeout=PROMPT)

    async def is_settled(self) -> None:
        """Connected, and the history is all there."""
        await self.is_connected()
        await expect(self.screen.locator("#log")).to_have_attribute(
            "aria-live", "polite", timeout=PROMPT
        )

    async def texts(self) -> list[str]:
        """Every message in order, as its bubble reads."""
        return await self.messages.locator(".bubble").all_text_contents()
