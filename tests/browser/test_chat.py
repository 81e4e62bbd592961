"""The web chat in a real browser: finding, asking, being heard, leaving, joining."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.phone import Phone
from tests.browser.windows import Windows
from tests.running import Journey

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]


async def test_a_first_visit_is_welcomed(windows: Windows, here: Journey) -> None:
    page = await windows.open(here.base)
    phone = Phone(page)
    await phone.sees("候鸟服务台")
    await phone.is_settled()
    await expect(page).to_have_url(f"{here.base}/chat")
    await expect(page).to_have_title("候鸟")
    await expect(page.locator("#empty")).to_be_hidden()


async def test_a_service_card_is_three_taps_away(windows: Windows, here: Journey) -> None:
    phone = Phone(await windows.open(here.base))
    await phone.presses("查服务")
    await phone.presses("上学")
    await phone.presses("转学与学籍衔接")
    await phone.sees("带什么材料")
    await expect(phone.messages).to_have_count(1)


async def test_own_words_appear_and_are_answered(windows: Windows, here: Journey) -> None:
    phone = Phone(await windows.open(here.base))
    await phone.sees("候鸟服务台")
    await phone.says("孩子怎么转学？")
    await expect(phone.mine.last.locator(".bubble")).to_have_text("孩子怎么转学？")
    await phone.sees("转学与学籍衔接")
    await phone.presses("转学与学籍衔接")
    await phone.sees("带什么材料")


async def test_a_reload_shows_the_same_conversation(windows: Windows, here: Journey) -> None:
    page = await windows.open(here.base)
    phone = Phone(page)
    await phone.presses("查服务")
    await phone.says("孩子打疫苗去哪里")
    await phone.sees("您问的是不是这个")
    before = await phone.texts()
    await page.reload()
    await phone.is_settled()
    assert await phone.texts() == before


async def test_two_browsers_are_two_people(windows: Windows, here: Journey) -> None:
    mother = Phone(await windows.open(here.base))
    stranger = Phone(await windows.open(here.base))
    await mother.says("小雨最近不爱说话")
    await stranger.says("幼儿园怎么报名")
    await mother.reads("小雨最近不爱说话")
    await stranger.reads("小雨", times=0)


async def test_two_tabs_of_one_browser_both_see_each_message(
    windows: Windows, here: Journey
) -> None:
    page = await windows.open(here.base)
    first = Phone(page)
    await first.is_settled()
    second = Phone(await windows.tab(page.context, here.base))
    await second.is_settled()
    await first.says("第一页写的")
    await second.reads("第一页写的")
    await second.says("第二页写的")
    await first.reads("第二页写的")
    await second.presses("首页")
    await expect(first.newest).to_have_text(await second.newest.text_content() or "")
    assert await first.texts() == await second.texts()


async def test_words_of_danger_bring_a_number_to_call_at_once(
    windows: Windows, here: Journey
) -> None:
    phone = Phone(await windows.open(here.base))
    await phone.sees("候鸟服务台")
    await phone.writes("我不想活了")
    answer = phone.screen.locator(".item.mine ~ .item.desk").first
    call = answer.locator('a[href="tel:12356"]').first
    await expect(call).to_be_visible(timeout=2000)
    await expect(call).to_be_in_viewport()
    await expect(answer.get_by_role("link", name="12356 心理援助热线")).to_be_visible()
    await expect(answer).not_to_contain_text("☎")  # the sign is the style sheet's: never two


async def test_markup_is_shown_as_the_text_it_is(windows: Windows, here: Journey) -> None:
    written = '<img src="/x" onerror="alert(1)"><b>粗</b> [链接](javascript:alert(1))'
    page = await windows.open(here.base)
    phone = Phone(page)
    await phone.says(written)
    await expect(phone.mine.last.locator(".bubble")).to_have_text(written)
    await expect(phone.newest).to_be_visible()
    await page.reload()
    await phone.is_settled()
    await expect(phone.mine.last.locator(".bubble")).to_have_text(written)
    await expect(page.locator("#log :is(img, b, script)")).to_have_count(1)  # the empty log's bird


async def test_leaving_blanks_the_page_before_the_next_one_is_there(
    windows: Windows, here: Journey
) -> None:
    page = await windows.open(here.base)
    phone = Phone(page)
    await phone.says("家里有人打我")
    slow = asyncio.Event()

    async def weather(route: Route) -> None:
        await slow.wait()
        await route.fulfill(body="<title>天气</title>", content_type="text/html; charset=utf-8")

    await page.route("https://www.weather.com.cn/**", weather)
    left = await page.evaluate(
        "document.getElementById('leave').click(),"
        "[document.body.textContent, document.title.trim(), sessionStorage.length]"
    )
    assert left == ["", "", 0]
    slow.set()
    await expect(page).to_have_title("天气")
    await page.go_back()
    assert not page.url.startswith(here.base)


async def test_an_invitation_asks_first_and_is_taken_once(windows: Windows, here: Journey) -> None:
    code = here.seeded.invites["director"].code
    page = await windows.open(f"{here.base}/chat#start={code}")
    phone = Phone(page)
    await expect(page.get_by_role("dialog")).to_contain_text("打开邀请？")
    await page.get_by_role("button", name="不打开").click()
    await expect(page).to_have_url(f"{here.base}/chat")
    await phone.reads("王秀兰", times=0)

    await page.goto(f"{here.base}/chat#start={code}")
    await page.get_by_role("button", name="打开", exact=True).click()
    await phone.sees("王秀兰（示例），您好。")
    await expect(page).to_have_url(f"{here.base}/chat")
    assert code not in await page.content()

    late = Phone(await windows.open(f"{here.base}/chat#start={code}"))
    await late.screen.get_by_role("button", name="打开", exact=True).click()
    await late.sees("这个邀请用不了")
    await late.reads("王秀兰", times=0)
