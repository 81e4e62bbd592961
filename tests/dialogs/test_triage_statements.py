"""Showing or changing a referral takes at most eight statements, the turn's own and the audit included."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from storage.sqlite import SQLite
from tests.cast import CastDesk
from tests.dialogs.asking import ANSWER, WORDS, ask, fill_in
from tests.dialogs.test_support_by_director import a_child

MOST = 8


@contextmanager
def statements(desk: CastDesk) -> Iterator[list[str]]:
    database = desk.database
    assert isinstance(database, SQLite)
    run: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        run.append(" ".join(statement.split())[:90])

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield run
    sa.event.remove(database.engine, "before_cursor_execute", note)


async def test_what_triage_shows_and_does(desk: CastDesk) -> None:
    await ask(desk.mother)
    await desk.deliver()
    taken: dict[str, list[str]] = {}
    card = desk.chen.screen.id
    for press in ("queue:0", "rcard:1", "claim:1", "read:1", "reply:1"):
        with statements(desk) as taken[press]:
            await desk.chen.presses_data(press, card)
    with statements(desk) as taken["answer"]:
        await desk.chen.says(ANSWER)
    for press in ("rhist:1", "called:1:1", "giveback:1:1", "claim:1", "myrefs", "end:1:helped"):
        with statements(desk) as taken[press]:
            await desk.chen.presses_data(press, card)
    with statements(desk) as taken["closing words"]:
        await desk.chen.says("好多了")

    assert {name: run for name, run in taken.items() if len(run) > MOST} == {}


async def test_what_the_family_shows_and_does(desk: CastDesk) -> None:
    await fill_in(desk.mother)
    taken: dict[str, list[str]] = {}
    card = desk.mother.screen.id
    with statements(desk) as taken["send"]:
        await desk.mother.presses_data("send", card)
    await desk.deliver()
    await desk.chen.presses("我来接")
    for press in ("mine", "req:1", "write:1"):
        with statements(desk) as taken[press]:
            await desk.mother.presses_data(press, card)
    with statements(desk) as taken["add"]:
        await desk.mother.says(WORDS)
    with statements(desk) as taken["withdraw"]:
        await desk.mother.presses_data("wdraw:1:1", card)

    assert {name: run for name, run in taken.items() if len(run) > MOST} == {}


async def test_what_a_director_shows_and_does(desk: CastDesk) -> None:
    who = await a_child(desk)
    await desk.wang.says("/start")
    taken: dict[str, list[str]] = {}
    for press in (f"refer:{who}", f"rfd:{who}:SCHOOL_REFUSAL:n:t:g:0", "refs"):
        with statements(desk) as taken[press]:
            await desk.wang.presses_data(press, desk.wang.screen.id)

    assert {name: run for name, run in taken.items() if len(run) > MOST} == {}
