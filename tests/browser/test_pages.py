"""What the server of the pages says to strangers: headers, cookies, sockets, errors."""

from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.pages.chat import LOAD_ANEW
from tests.browser.phone import Phone
from tests.browser.windows import Windows
from tests.conftest import KEYS
from tests.running import Journey, journey

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]

STOPS_WITHIN = 5
"""Seconds."""

HELLO = {"type": "hello", "after": 0}


@pytest_asyncio.fixture(loop_scope="session")
async def http(here: Journey) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of a bare address too
    async with aiohttp.ClientSession(here.base, cookie_jar=jar) as made:
        yield made


@pytest.mark.parametrize("path", ["/chat", "/healthz", "/static/chat.js", "/no/such/page"])
async def test_every_answer_carries_the_guarding_headers(
    http: aiohttp.ClientSession, path: str
) -> None:
    async with http.get(path) as answer:
        rules = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in rules
        assert "unsafe" not in rules
        assert "frame-ancestors 'self'" in rules
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] in ("no-store", "no-cache")


async def test_no_script_written_into_the_page_runs(windows: Windows, here: Journey) -> None:
    windows.may_complain("Content Security Policy")
    page = await windows.open(here.base)
    ran = await page.evaluate(
        "() => { const script = document.createElement('script');"
        "script.textContent = 'window.ran = true';"
        "document.body.append(script); return window.ran === true; }"
    )
    assert not ran


async def test_the_cookie_is_only_for_the_server(windows: Windows, here: Journey) -> None:
    page = await windows.open(here.base)
    (cookie,) = await page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert await page.evaluate("document.cookie") == ""


@pytest.mark.parametrize(
    ("cookie", "origin"),
    [
        ("", "own"),
        ("1099511627776.forged", "own"),
        ("kept", "https://elsewhere.example"),
        ("kept", ""),
        ("kept", "null"),
    ],
)
async def test_a_stranger_gets_no_chat(
    http: aiohttp.ClientSession, here: Journey, cookie: str, origin: str
) -> None:
    if cookie == "kept":
        await http.get("/chat")
    elif cookie:
        http.cookie_jar.update_cookies({"houniao_chat": cookie})
    headers = {"Origin": here.base if origin == "own" else origin}
    async with http.ws_connect("/chat/ws", headers=headers) as line:
        await line.send_json(HELLO)
        told = await line.receive(timeout=10)
        assert told.type is aiohttp.WSMsgType.CLOSE
        assert told.data == LOAD_ANEW


async def test_the_browser_with_its_cookie_gets_its_chat(
    http: aiohttp.ClientSession, here: Journey
) -> None:
    await http.get("/chat")
    async with http.ws_connect("/chat/ws", headers={"Origin": here.base}) as line:
        await line.send_json(HELLO)
        told = await line.receive_json(timeout=10)
    assert "候鸟服务台" in told["text"]


async def test_a_forged_cookie_becomes_a_fresh_chat(windows: Windows, here: Journey) -> None:
    page = await windows.open(here.base)
    await Phone(page).says("小雨最近不爱说话")
    await page.context.add_cookies(
        [{"name": "houniao_chat", "value": "1099511627776.forged", "url": here.base}]
    )
    phone = Phone(await windows.tab(page.context, here.base))
    await phone.sees("候鸟服务台")
    await phone.reads("小雨", times=0)


async def test_a_frame_nobody_understands_is_refused_and_the_line_lives(
    http: aiohttp.ClientSession, here: Journey
) -> None:
    await http.get("/chat")
    async with http.ws_connect("/chat/ws", headers={"Origin": here.base}) as line:
        await line.send_str("{")
        assert (await line.receive_json(timeout=10))["type"] == "error"
        await line.send_json(HELLO)
        assert (await line.receive_json(timeout=10))["type"] == "event"


async def test_the_health_page_says_yes_and_nothing_else(http: aiohttp.ClientSession) -> None:
    async with http.get("/healthz") as answer:
        assert answer.status == 200
        assert await answer.json() == {"ok": True}


@pytest.mark.parametrize("path", ["/no/such/page", "/demo"])
async def test_what_is_not_there_is_a_page_with_a_way_on(
    windows: Windows, here: Journey, path: str
) -> None:
    windows.may_complain("Failed to load resource")
    page = await windows.open(f"{here.base}{path}")
    await expect(page.locator("body")).to_contain_text("没有这个页面")
    await expect(page.locator('a[href="tel:12356"]')).to_be_visible()
    await page.get_by_role("link", name="回到对话").click()
    await Phone(page).sees("候鸟服务台")


async def test_a_desk_that_stops_does_not_wait_for_open_pages(
    windows: Windows, tmp_path: Path
) -> None:
    windows.may_complain("WebSocket connection to")
    async with journey(tmp_path, KEYS) as going:
        await Phone(await windows.open(going.base)).is_settled()
        asked = perf_counter()
    assert perf_counter() - asked < STOPS_WITHIN
