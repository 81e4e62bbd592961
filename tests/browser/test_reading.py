"""Typing and reading: keys, old cards, a log that moves only when it should."""

import pytest
from playwright.async_api import expect

from tests.browser.phone import Phone
from tests.browser.windows import Windows
from tests.running import Journey

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]


async def test_buttons_of_an_old_card_still_work(windows: Windows, here: Journey) -> None:
    page = await windows.open(here.base)
    phone = Phone(page)
    await phone.sees("候鸟服务台")
    for number in range(3):
        await phone.says(f"第{number}个问题")
    first = phone.messages.first
    await first.get_by_role("button", name="查服务").click()
    await expect(first).to_contain_text("上学")
    await expect(first).to_be_in_viewport()


async def test_enter_sends_except_where_it_ends_a_word_or_a_line(
    windows: Windows, here: Journey
) -> None:
    page = await windows.open(here.base)
    phone = Phone(page)
    field = page.locator("#input")
    await phone.sees("候鸟服务台")
    await field.fill("第一行")
    await field.press("Shift+Enter")
    await expect(field).to_have_value("第一行\n")
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    await expect(field).to_have_value("第一行\n")
    await field.press("Enter")
    await expect(field).to_have_value("")
    await expect(phone.mine.last.locator(".bubble")).to_have_text("第一行")


async def test_who_reads_above_is_not_pulled_down(windows: Windows, here: Journey) -> None:
    page = await windows.open(here.base)
    phone = Phone(page)
    for number in range(3):
        await phone.says(f"第{number}个问题")
    other = Phone(await windows.tab(page.context, here.base))
    await other.is_settled()
    await page.bring_to_front()
    await page.locator("#log").hover()
    await page.mouse.wheel(0, -9000)
    await expect(phone.messages.first).to_be_in_viewport()
    await other.says("在另一页写的")
    await expect(phone.messages).to_have_count(9)  # Home, four questions, four answers
    await expect(page.locator("#jump")).to_have_text("有新消息")
    await expect(phone.messages.first).to_be_in_viewport()
    await page.locator("#jump").click()
    await expect(phone.newest).to_be_in_viewport()
    await expect(page.locator("#jump")).to_be_hidden()
