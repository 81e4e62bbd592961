"""One Chromium for all browser tests, and one running desk for a file of them."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.windows import Windows
from tests.conftest import KEYS
from tests.running import Journey, journey

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The machine's own Chromium. Without one the tests are skipped, in CI they fail."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("CI"):
        pytest.fail("CI must have a chromium: these tests may not be skipped there")
    if found is None:
        pytest.skip("no chromium on this machine: install it to run the browser tests")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*QUIET])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def windows(chromium: Browser) -> AsyncIterator[Windows]:
    made = Windows(chromium)
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Journey]:
    """A running desk; each browser that comes is a chat of its own."""
    async with journey(tmp_path_factory.mktemp("desk"), KEYS) as made:
        yield made
