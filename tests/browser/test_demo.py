"""The demo: its six steps on four phones in one browser, and three months in one turn of the clock."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.demo.clock import MOST_STEPS
from bot.demo.words import PHONES
from tests.browser.demo_desk import Demo, Four, demo
from tests.browser.windows import Windows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def shown(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with demo(tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def four(shown: Demo, windows: Windows) -> Four:
    made = Four(await windows.open(shown.address, 1440, 900))
    for key in PHONES:
        await made.phone(key).is_settled()
    return made


async def test_the_six_steps_of_the_list(four: Four) -> None:
    await _a_parent_looks_something_up(four)
    await _a_working_morning(four)
    await _acknowledge_then_record(four)
    await _a_parent_asks_for_support(four)
    await _a_triage_worker_takes_over(four)
    await _back_and_forth_then_close(four)


async def test_three_months_pass_in_a_bounded_number_of_steps(shown: Demo, four: Four) -> None:
    await four.turn("+3 个月")
    await expect(four.now).to_have_text("2027年2月23日 星期二 09:00")
    assert shown.clock.turns <= MOST_STEPS
    overdue = four.supervisor.messages.filter(has_text="C-1 · 联系 · 已过期")
    await expect(overdue.first).to_contain_text("儿童主任 D-1：1件没办")
    for text in await four.supervisor.texts():
        assert "小" not in text, "a push holds no child's name"

    await four.turn("现在")
    await expect(four.now).to_have_text("2026年11月23日 星期一 09:00")


async def test_a_narrow_window_shows_one_phone_and_only_that_one_has_seen(
    shown: Demo, windows: Windows
) -> None:
    page = await windows.open("about:blank", 360, 740)
    async with page.expect_websocket(lambda line: "director" in line.url) as opened:
        await page.goto(shown.address)
    line, sent = await opened.value, list[str | bytes]()
    line.on("framesent", lambda frame: sent.append(frame))  # noqa: PLW0108 (typed)
    four = Four(page)
    for key in PHONES:
        await four.phone(key).is_settled()
    await expect(page.locator(".phone:visible")).to_have_count(1)
    await four.turn("下一个工作日早晨")
    tab = page.get_by_role("button", name="儿童主任")
    await expect(tab.locator(".news")).to_be_visible()
    assert not any('"seen"' in frame for frame in sent)

    async with line.expect_event("framesent", lambda frame: '"seen"' in str(frame)):
        await tab.click()
    await expect(tab.locator(".news")).to_be_hidden()
    await four.director.sees("C-1")
    await expect(four.director.newest).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def _a_parent_looks_something_up(four: Four) -> None:
    for label in ("查服务", "上学", "转学与学籍衔接"):
        await four.parent.presses(label)
    await four.parent.sees("带什么材料")
    await four.parent.says("孩子怎么转学？")
    await four.parent.sees("您问的是不是这个")


async def _a_working_morning(four: Four) -> None:
    await _next_step(four, "director")
    await four.turn("下一个工作日早晨")
    await four.director.sees("C-1 · 联系 · 最晚11月25日")
    digest = await four.director.newest.text_content()
    assert "小雨" not in (digest or "")
    await expect(four.page.locator("#phone-director .news")).to_be_visible()


async def _acknowledge_then_record(four: Four) -> None:
    await _next_step(four, "director")
    await four.director.presses("全部知道了")
    await four.director.sees("您已经看过了")
    await expect(four.page.locator("#phone-director .news")).to_be_hidden()
    taps = ("C-1", "联系过了", "打电话", "都好")
    assert len(taps) <= 4
    for label in taps:
        await four.director.presses(label)
    await four.director.sees("C-1：11月24日的联系已经记下")
    await four.director.sees("联系：最晚2027年2月24日")


async def _a_parent_asks_for_support(four: Four) -> None:
    await _next_step(four, "parent")
    await four.parent.home()
    for label in ("心理支持", "我同意", "我的孩子", "12到17岁"):
        await four.parent.presses(label)
    await four.parent.says("正定")
    await four.parent.presses("不愿上学")
    await four.parent.says("转学以后总说肚子疼，早上不肯起床。")
    await four.parent.sees("伤害自己")
    await four.parent.presses("没有")
    await four.parent.sees("被人打")
    for label in ("没有", "就在这里回话", "可以转"):
        await four.parent.presses(label)
    await four.parent.sees("您的话：转学以后总说肚子疼，早上不肯起床。")
    await four.parent.presses("送出")
    await four.parent.reads("已经送出。您的编号：R-1")


async def _a_triage_worker_takes_over(four: Four) -> None:
    await _next_step(four, "triage")
    await four.triage.sees("有一件新的求助：R-1")
    assert "肚子疼" not in "".join(await four.triage.texts()), "no content before it is claimed"
    await four.triage.presses("我来接")
    await four.triage.presses("看内容")
    await four.triage.sees("转学以后总说肚子疼，早上不肯起床。")
    await four.triage.presses("✎ 回复")
    await four.triage.says("您好，孩子的肚子先去医院看过了吗？")
    await four.triage.sees("已送出")
    await four.parent.sees("您好，孩子的肚子先去医院看过了吗？")
    assert "陈静" not in "".join(await four.parent.texts())


async def _back_and_forth_then_close(four: Four) -> None:
    await _next_step(four, "triage")
    await four.parent.presses("给 R-1 写话")
    await four.parent.says("看过了，医生说没有大问题。")
    await four.triage.sees("看过了，医生说没有大问题。")
    for label in ("查看 R-1", "办结", "帮上了", "直接办结"):
        await four.triage.presses(label)
    await four.parent.sees("这次有帮助吗？")
    await four.parent.presses("有帮助")
    await four.parent.sees("谢谢您告诉我们")


async def _next_step(four: Four, key: str) -> None:
    await four.page.get_by_role("button", name="下一步").click()
    await four.is_called(key)
