"""`houniao check` says of complaints that nobody may answer, and of late ones: how many, nothing more."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands.check import check_desk
from bot.opening import open_desk
from bot.settings import read_settings
from reminders.complaint_owners import About
from reminders.complaints import complain
from storage.access import Channel
from storage.chats import ChatId, meet
from tests.security.own_log import own_log

WORDS = "没有人来过。"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").mkdir()
    for name in [each for each in os.environ if each.startswith("HOUNIAO_")]:
        monkeypatch.delenv(name)
    with own_log():
        yield


async def wrote(now: datetime) -> None:
    database, _ = await open_desk(read_settings())
    async with database.write() as tx:
        met = await meet(tx, ChatId(Channel.WEB, 1, 101), "zh_Hans", now, now.date())
        await complain(tx, met.actor, About.DESK, WORDS, None, now)
    await database.close()


async def checked(capsys: pytest.CaptureFixture[str]) -> list[str]:
    await check_desk(as_json=True)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert WORDS not in str(told)
    return [each["says"] for each in told if each["about"] == "complaints" and each["wrong"]]


async def test_nobody_may_answer(capsys: pytest.CaptureFixture[str]) -> None:
    await wrote(datetime.now(UTC))
    (says,) = await checked(capsys)
    assert says.startswith("1 of 1 open ones")


async def test_and_late(capsys: pytest.CaptureFixture[str]) -> None:
    await wrote(datetime.now(UTC) - timedelta(days=60))
    assert [each[:6] for each in await checked(capsys)] == ["1 of 1", "1 are "]


async def test_silence_without_any(capsys: pytest.CaptureFixture[str]) -> None:
    database, _ = await open_desk(read_settings())
    await database.close()
    assert await checked(capsys) == []
