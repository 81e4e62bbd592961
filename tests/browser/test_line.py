"""When the line breaks: what is typed is kept, arrives once, and nothing is lost or doubled."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.cable import Cable
from tests.browser.phone import PROMPT, Phone
from tests.browser.windows import Windows
from tests.running import Journey

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def cable(here: Journey, windows: Windows) -> AsyncIterator[Cable]:
    windows.may_complain("WebSocket connection to")
    windows.may_complain("net::ERR_")  # whatever else was on its way when the line went
    async with Cable(int(here.base.rpartition(":")[2])) as made:
        yield made


async def test_words_written_without_a_line_arrive_once_when_it_is_back(
    windows: Windows, cable: Cable
) -> None:
    page = await windows.open(cable.base)
    phone = Phone(page)
    await phone.is_settled()
    cable.cut()
    await expect(page.locator("#state")).not_to_have_text("已连接")
    await phone.writes("娃想换个学校念书咋整")
    await expect(page.locator(".pending")).to_contain_text("还没发出，连上就发")
    await expect(page.locator('#no-line a[href="tel:110"]')).to_be_in_viewport()

    cable.mend()
    await phone.is_connected()
    await phone.sees("转学与学籍衔接")
    await phone.reads("娃想换个学校念书咋整")
    await expect(page.locator(".pending")).to_have_count(0)
    await expect(page.locator("#no-line")).to_be_hidden()


async def test_words_survive_a_reload_without_a_line(windows: Windows, cable: Cable) -> None:
    page = await windows.open(cable.base)
    phone = Phone(page)
    await phone.is_settled()
    cable.cut(pages_pass=True)
    await phone.writes("断网时写的")
    await page.reload()
    await expect(page.locator(".pending")).to_contain_text("断网时写的")
    cable.mend()
    await phone.reads("断网时写的")
    await expect(page.locator(".pending")).to_have_count(0)


async def test_words_whose_receipt_was_lost_are_not_doubled(windows: Windows, cable: Cable) -> None:
    page = await windows.open(cable.base)
    phone = Phone(page)
    await phone.is_settled()
    cable.lose_answers()
    await phone.writes("幼儿园怎么报名")
    await cable.went_out.wait()
    cable.cut()
    cable.mend()
    await phone.is_connected()
    await phone.reads("幼儿园怎么报名")
    await expect(page.locator(".pending")).to_have_count(0, timeout=PROMPT)
    seen = await phone.texts()
    await page.reload()
    await phone.is_settled()
    assert await phone.texts() == seen
    assert sum("幼儿园怎么报名" in text for text in seen) == 1


async def test_what_was_said_meanwhile_is_there_when_the_line_is_back(
    windows: Windows, here: Journey, cable: Cable
) -> None:
    page = await windows.open(cable.base)
    phone = Phone(page)
    await phone.is_settled()
    cable.cut()
    await expect(page.locator("#state")).not_to_have_text("已连接")
    other = Phone(await windows.tab(page.context, here.base))
    await other.says("在另一页写的")
    cable.mend()
    await phone.reads("在另一页写的")
    await phone.is_connected()
    assert await phone.texts() == await other.texts()


async def test_a_browser_that_goes_offline_says_so_and_comes_back(
    windows: Windows, cable: Cable
) -> None:
    page = await windows.open(cable.base)
    phone = Phone(page)
    await phone.is_settled()
    await page.context.set_offline(True)
    cable.cut()
    await expect(page.locator("#state")).to_have_text("连不上")
    await phone.writes("我在地铁上")
    await expect(page.locator(".pending")).to_contain_text("还没发出")
    cable.mend()
    await page.context.set_offline(False)
    await phone.is_connected()
    await phone.reads("我在地铁上")
    await expect(page.locator(".pending")).to_have_count(0)


async def test_a_press_without_a_line_is_done_once(windows: Windows, cable: Cable) -> None:
    page = await windows.open(cable.base)
    phone = Phone(page)
    await phone.is_settled()
    cable.cut()
    await expect(page.locator("#state")).not_to_have_text("已连接")
    services = page.get_by_role("button", name="查服务")
    await services.click()
    await expect(services).to_have_attribute("aria-busy", "true")
    await services.click()
    cable.mend()
    await phone.sees("上学")
    await expect(page.locator(".busy")).to_have_count(0)
    await expect(phone.messages).to_have_count(1)
