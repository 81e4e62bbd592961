"""The chat on small screens, in the dark, with large letters: all of it readable and big enough to touch."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.browser.phone import Phone
from tests.browser.windows import Windows
from tests.running import Journey

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]

TOO_WIDE = """() => [document.documentElement, document.body, ...document.querySelectorAll(
    '#log, #log *, .top, .top *, .bottom, .bottom *, #no-line *, main.plain *')]
  .filter((each) => !each.classList.contains('aside') && !each.closest('.aside'))
  .filter((each) => each.checkVisibility())
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5
    || each.getBoundingClientRect().left < -0.5)
  .map((each) => `${each.tagName}.${each.className} ${each.textContent.slice(0, 20)}`)"""

TOO_SMALL = """(least) => [...document.querySelectorAll('button, a, textarea')]
  .filter((each) => each.checkVisibility() && !each.matches('.bubble a'))
  .map((each) => [each.textContent.trim().slice(0, 20), each.getBoundingClientRect()])
  .filter(([_, box]) => box.width < least || box.height < least)
  .map(([name, box]) => `${name} ${box.width} × ${box.height}`)"""

SCREENS = ("查服务", "上学", "转学与学籍衔接", "再看：")


@pytest_asyncio.fixture(
    loop_scope="session", params=[(320, "light"), (320, "dark"), (1440, "light")]
)
async def page(
    request: pytest.FixtureRequest, windows: Windows, here: Journey
) -> AsyncIterator[Page]:
    width, scheme = request.param
    yield await windows.open(here.base, width, 640, color_scheme=scheme)


async def test_every_screen_fits_and_can_be_touched(page: Page) -> None:
    phone = Phone(page)
    await phone.is_settled()
    await _fits(page)
    for label in SCREENS:
        await phone.presses(label)
        await _fits(page)
    await phone.says("孩子打疫苗去哪里" * 12 + "a" * 60)
    await phone.says("我不想活了")
    await phone.reads("12356")
    await _fits(page)


async def test_letters_twice_as_large_still_fit(page: Page) -> None:
    phone = Phone(page)
    await phone.is_settled()
    await page.evaluate("document.documentElement.style.fontSize = '225%'")
    for label in SCREENS:
        await phone.presses(label)
        await _fits(page)
    await phone.says("我不想活了")
    await phone.reads("12356")
    await _fits(page)


async def test_words_stand_out_from_what_lies_behind_them(page: Page) -> None:
    """WCAG AA: 4.5 to 1 for every piece of text on the page."""
    phone = Phone(page)
    await phone.says("我不想活了")
    await phone.reads("12356")
    assert await page.evaluate(PALE) == []


async def _fits(page: Page) -> None:
    assert await page.evaluate(TOO_WIDE) == []
    assert await page.evaluate(TOO_SMALL, 44) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


PALE = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (each) => {
    const colour = parts(getComputedStyle(each).backgroundColor);
    return colour[3] === 0 && each.parentElement ? behind(each.parentElement) : colour;
  };
  const words = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility() && words(each))
    .map((each) => {
      const [one, other] = [light(parts(getComputedStyle(each).color)), light(behind(each))];
      return [each.textContent, (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)];
    })
    .filter(([_, contrast]) => contrast < 4.5);
}"""
