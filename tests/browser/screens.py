"""`python -m tests.browser.screens`: the pictures under docs/screens, taken anew from the demo.

The demo's day is fixed and nothing moves while a picture is taken, so that a picture differs only
where the product does.
"""

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, async_playwright

from bot.demo.words import PHONES
from tests.browser.conftest import QUIET
from tests.browser.demo_desk import Four, demo
from tests.browser.phone import Phone
from tests.browser.windows import Windows

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
STILL = (
    "--disable-partial-raster",
    "--disable-threaded-scrolling",
    "--disable-threaded-animation",
    "--disable-checker-imaging",
    "--run-all-compositor-stages-before-draw",
)
"""Drawn the same each time, to the last pixel."""
PHONE_WIDTH, PHONE_HEIGHT = 360, 740
DESK_WIDTH, DESK_HEIGHT = 1440, 900


@dataclass(frozen=True)
class Camera:
    windows: Windows
    address: str

    @property
    def chat(self) -> str:
        return self.address.replace("/demo", "/chat")

    async def stranger(self) -> Phone:
        """A phone that comes for the first time."""
        phone = Phone(await self._open(self.chat, PHONE_WIDTH, PHONE_HEIGHT))
        await phone.is_settled()
        return phone

    async def desk(self, width: int, height: int) -> Four:
        four = Four(await self._open(self.address, width, height))
        await four.parent.is_settled()
        return four

    async def takes(self, page: Page, name: str) -> None:
        await page.mouse.move(0, 0)  # over nothing that changes under a pointer
        await page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")

    async def shows(self, phone: Phone, text: str, name: str) -> None:
        """A picture of the phone once its newest message holds `text`."""
        assert isinstance(phone.screen, Page)
        await phone.sees(text)
        await self.takes(phone.screen, name)

    async def holds(self, four: Four, key: str, text: str, name: str) -> None:
        """One of the demo's phones as its holder has it in the hand: in a window of its own."""
        cookies = await four.page.context.cookies(f"{self.address}/phone/{key}/chat")
        (value,) = (each["value"] for each in cookies if each["path"].endswith(key))
        page = await self._open("about:blank", PHONE_WIDTH, PHONE_HEIGHT)
        await page.context.add_cookies([{"name": "houniao_chat", "value": value, "url": self.chat}])
        await page.goto(self.chat)
        phone = Phone(page)
        await phone.is_settled()
        await self.shows(phone, text, name)
        await page.context.close()

    async def _open(self, address: str, width: int, height: int) -> Page:
        return await self.windows.open(address, width, height, reduced_motion="reduce")


async def of_strangers(camera: Camera) -> None:
    phone = await camera.stranger()
    await camera.shows(phone, "候鸟服务台", "chat-home-360")
    for label in ("查服务", "上学", "转学与学籍衔接"):
        await phone.presses(label)
    await camera.shows(phone, "带什么材料", "chat-service-360")
    asking = await camera.stranger()
    await asking.says("我不想活了")
    await camera.shows(asking, "要不要这里的工作人员给您回话", "chat-danger-360")
    page = await camera.windows.open(f"{camera.chat}/nowhere", PHONE_WIDTH, PHONE_HEIGHT)
    await camera.takes(page, "error-360")


async def of_a_director(camera: Camera, four: Four) -> None:
    await four.turn("下一个工作日早晨")
    await four.director.sees("C-1")
    await camera.holds(four, "director", "C-1", "director-digest-360")
    await four.director.presses("C-1")
    await camera.holds(four, "director", "小雨", "director-card-360")
    for label in ("联系过了", "打电话", "都好"):
        await four.director.presses(label)
    await camera.holds(four, "director", "接下来", "director-done-360")


async def of_a_request(camera: Camera, four: Four) -> None:
    for label in ("心理支持", "我同意", "我的孩子", "12到17岁"):
        await four.parent.presses(label)
    await four.parent.says("正定")
    await four.parent.presses("不愿上学")
    await four.parent.says("转学以后总说肚子疼，早上不肯起床。")
    await four.parent.sees("有没有伤害自己")
    await camera.holds(four, "parent", "有没有伤害自己", "support-360")
    await four.parent.presses("没有")
    await four.parent.sees("被人打")
    for label in ("没有", "就在这里回话", "可以转", "送出"):
        await four.parent.presses(label)
    await four.parent.reads("已经送出")


async def of_a_triage_worker(camera: Camera, four: Four) -> None:
    await four.triage.sees("有一件新的求助")
    await four.triage.home()
    await four.triage.sees("等着接的")
    await camera.holds(four, "triage", "等着接的", "triage-queue-360")
    for label in ("R-1", "我来接", "看内容"):
        await four.triage.presses(label)
    await camera.holds(four, "triage", "肚子疼", "triage-content-360")
    await four.triage.presses("✎ 回复")
    await four.triage.says("您好，孩子的肚子先去医院看过了吗？")
    await four.parent.sees("肚子先去医院看过了吗")


async def take_all(camera: Camera) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    await of_strangers(camera)
    await camera.takes((await camera.desk(PHONE_WIDTH, PHONE_HEIGHT)).page, "demo-360")
    four = await camera.desk(DESK_WIDTH, DESK_HEIGHT)
    await of_a_director(camera, four)
    await of_a_request(camera, four)
    await of_a_triage_worker(camera, four)
    await four.page.get_by_role("button", name="分诊人员接手").click()
    await four.is_called("triage")
    for key in PHONES:
        await four.phone(key).to_end()
    await camera.takes(four.page, "demo-1440")
    await four.turn("+3 个月")
    await camera.holds(four, "supervisor", "没办", "supervisor-overdue-360")


async def main() -> None:
    found = shutil.which("chromium")
    if found is None:
        sys.exit("no chromium on this machine: install it to take the pictures")
    with TemporaryDirectory() as folder:
        async with async_playwright() as playwright, demo(Path(folder)) as shown:
            chromium = await playwright.chromium.launch(
                executable_path=found, args=[*QUIET, *STILL]
            )
            windows = Windows(chromium, expected=["Failed to load resource"])
            await take_all(Camera(windows, shown.address))
            await windows.close()
            await chromium.close()


if __name__ == "__main__":
    asyncio.run(main())
