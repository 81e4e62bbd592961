"""The whole main job with the standing cast, on both databases, turn by turn through the dispatcher."""

import re

import pytest

from storage.database import Database
from tests.cast import CastDesk, prepare
from tests.dialogs.asking import ANSWER, answered
from tests.storage.conftest import database, database_url

__all__ = ["database", "database_url"]


@pytest.fixture
async def whole(database: Database) -> CastDesk:
    await prepare(database)
    return await CastDesk.open(database)


async def test_a_director_is_reminded_records_and_sees_the_next_date(whole: CastDesk) -> None:
    await whole.wang.says("/start")
    whole.clock.to("2026-11-24", "08:31")
    await whole.tick()
    digest = whole.wang.screen
    assert "早上好" in digest.text
    await whole.wang.presses("全部知道了")
    await whole.wang.presses("C-1")
    for tap in ("联系过了", "打电话", "都好"):
        await whole.wang.presses(tap)
    assert "2027年2月24日" in whole.wang.screen.text

    whole.clock.to("2026-11-25", "08:31")
    before = len(whole.wang.messages)
    await whole.tick()
    assert len(whole.wang.messages) == before


async def test_silence_climbs_to_the_supervisor(whole: CastDesk) -> None:
    for day in ("2026-11-24", "2026-11-30", "2026-12-02"):
        whole.clock.to(day, "08:31")
        await whole.tick()
    assert "早上好" in whole.zhao.screen.text
    assert re.search(r"过期7天", whole.zhao.screen.text)
    assert "小雨" not in whole.zhao.screen.text


async def test_a_request_is_handed_over_answered_and_closed(whole: CastDesk) -> None:
    await answered(whole)
    assert ANSWER in whole.mother.screen.text
    await whole.mother.presses("给 R-1 写话")
    await whole.mother.says("谢谢，孩子愿意出门了。")
    await whole.deliver()
    assert "孩子愿意出门了" in whole.chen.all_text
    await whole.chen.presses_data("home", whole.chen.screen.id)
    await whole.chen.presses("R-1")
    await whole.chen.presses("办结")
    await whole.chen.presses("帮上了")
    await whole.chen.presses("直接办结")
    await whole.deliver()
    assert "这次有帮助吗" in whole.mother.all_text
    await whole.mother.presses("有帮助")
    assert "谢谢" in whole.mother.screen.text
