"""The web chat's transcript on both databases: numbered without gaps, resent, shown, erased."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from storage import webchat
from storage.access import Channel
from storage.chats import ChatId, meet
from storage.database import Database
from storage.ids import AddressId
from storage.tables.chats import web_event
from storage.webchat import WebEvent, add_event, events_after
from tests.storage.conftest import TWENTY, at_once
from tests.village import at, day_of

NOW = at("2026-11-23")
MINUTE = timedelta(minutes=1)
WORDS = "孩子三天没说话了"


async def browser(database: Database, number: int = 71) -> AddressId:
    async with database.write() as tx:
        met = await meet(tx, ChatId(Channel.WEB, 1, number), "zh_Hans", NOW, day_of(NOW))
    return met.actor.address


async def add(
    database: Database,
    to: AddressId,
    text: str = WORDS,
    key: str | None = None,
    now: datetime = NOW,
) -> WebEvent:
    async with database.write() as tx:
        return await add_event(tx, to, "text", {"text": text}, now, key)


async def after(database: Database, of: AddressId, seq: int = 0) -> list[WebEvent]:
    async with database.read() as tx:
        return await events_after(tx, of, seq)


async def stored(database: Database, of: AddressId) -> list[Any]:
    """The rows themselves, in order."""
    async with database.read() as tx:
        found = await tx.execute(
            sa.select(web_event).where(web_event.c.address == of).order_by(web_event.c.seq)
        )
        return list(found)


async def test_an_event_comes_back_as_it_was_stored(database: Database) -> None:
    to = await browser(database)
    body = {"text": WORDS, "rows": [[{"label": "首页", "data": "home"}]], "message": 7}
    async with database.write() as tx:
        added = await add_event(tx, to, "shown", body, NOW)

    assert added == WebEvent(added.id, 1, "shown", {**body, "seq": 1}, NOW)
    assert await after(database, to) == [added]


async def test_each_chat_counts_for_itself_and_ids_grow_over_all(database: Database) -> None:
    one, two = await browser(database, 71), await browser(database, 72)
    events = [await add(database, to) for to in (one, two, one, one, two)]

    assert [event.seq for event in events] == [1, 1, 2, 3, 2]
    assert [event.id for event in events] == sorted({event.id for event in events})
    assert len(await after(database, two)) == 2


async def test_twenty_writers_at_once_leave_no_gap(database: Database) -> None:
    to = await browser(database)
    events = await at_once(database, lambda tx: add_event(tx, to, "text", {}, NOW))

    assert sorted(event.seq for event in events) == list(range(1, TWENTY + 1))
    assert [row.seq for row in await stored(database, to)] == list(range(1, TWENTY + 1))


async def test_an_undone_event_leaves_no_gap(database: Database) -> None:
    to = await browser(database)
    await add(database, to)
    with pytest.raises(RuntimeError):
        await _failing(database, to)

    assert (await add(database, to)).seq == 2


async def _failing(database: Database, to: AddressId) -> None:
    async with database.write() as tx:
        await add_event(tx, to, "text", {}, NOW)
        raise RuntimeError


async def test_a_key_is_stored_once_and_found_again(database: Database) -> None:
    to = await browser(database)
    first = await add(database, to, "第一次", key="c1")
    again = await add(database, to, "第二次", key="c1", now=NOW + MINUTE)

    assert first.fresh
    assert not again.fresh
    assert (again.id, again.seq, again.body, again.at) == (first.id, 1, first.body, NOW)
    assert len(await after(database, to)) == 1
    assert (await add(database, to)).seq == 2


async def test_twenty_copies_of_a_key_at_once_are_one_event(database: Database) -> None:
    to = await browser(database)
    events = await at_once(database, lambda tx: add_event(tx, to, "text", {}, NOW, "c1"))

    assert sum(event.fresh for event in events) == 1
    assert len({event.id for event in events}) == 1


async def test_the_same_key_in_another_chat_is_another_event(database: Database) -> None:
    one, two = await browser(database, 71), await browser(database, 72)

    assert (await add(database, one, key="c1")).fresh
    assert (await add(database, two, key="c1")).fresh


async def test_events_without_a_key_are_all_stored(database: Database) -> None:
    to = await browser(database)

    assert [(await add(database, to)).seq for _ in range(3)] == [1, 2, 3]


async def test_what_comes_after_a_number_comes_in_order(database: Database) -> None:
    to = await browser(database)
    for number in range(1, 6):
        await add(database, to, str(number))

    assert [event.body["text"] for event in await after(database, to, 2)] == ["3", "4", "5"]
    assert [event.seq for event in await after(database, to, 4)] == [5]
    assert await after(database, to, 5) == []
    assert await after(database, to, 99) == []


@pytest.mark.parametrize(("count", "first"), [(4, 1), (5, 1), (6, 2), (9, 5)])
async def test_of_many_events_the_newest_come(
    database: Database, monkeypatch: pytest.MonkeyPatch, count: int, first: int
) -> None:
    monkeypatch.setattr(webchat, "HISTORY", 5)
    to = await browser(database)
    for number in range(count):
        await add(database, to, str(number))

    assert [event.seq for event in await after(database, to)] == list(range(first, count + 1))


async def test_shown_marks_what_the_page_has_seen_and_keeps_the_first_time(
    database: Database,
) -> None:
    one, two = await browser(database, 71), await browser(database, 72)
    for to in (one, one, one, two):
        await add(database, to)
    async with database.write() as tx:
        await webchat.shown(tx, one, 1, NOW)
        await webchat.shown(tx, one, 2, NOW + MINUTE)

    assert [row.shown_at for row in await stored(database, one)] == [NOW, NOW + MINUTE, None]
    assert [row.shown_at for row in await stored(database, two)] == [None]


async def test_an_event_is_for_a_chat_that_has_been_met(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await add(database, AddressId(404))


async def erase(database: Database, of: AddressId) -> None:
    async with database.write() as tx:
        await webchat.erase_events(tx, of)


async def test_erased_events_keep_their_numbers_and_lose_their_words(database: Database) -> None:
    one, two = await browser(database, 71), await browser(database, 72)
    before = [await add(database, one, key="c1"), await add(database, one)]
    other = await add(database, two)
    await erase(database, one)

    found = await after(database, one)

    assert [(event.id, event.seq) for event in found] == [(each.id, each.seq) for each in before]
    assert {event.kind for event in found} == {"erased"}
    assert WORDS not in str(found)
    assert await after(database, two) == [other]
    assert (await add(database, one, key="c1")).seq == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_erased_words_are_gone_from_the_file_even_sealed(
    database: Database, database_url: str
) -> None:
    """Once the desk is closed: a freed page could be opened as long as its key is kept."""
    file = Path(database_url.removeprefix("sqlite:///"))
    to, other = await browser(database, 71), await browser(database, 72)
    for number in range(50):
        await add(database, to, f"{number} {WORDS}" * 40)
    kept = await add(database, other)
    gone = [bytes(row.body) for row in await stored(database, to)]
    async with database.read() as tx:
        assert await events_after(tx, other, 0) == [kept]
    assert all(_held(file, sealed[20:60]) for sealed in gone)

    await erase(database, to)
    await database.close()

    assert not any(_held(file, sealed[20:60]) for sealed in gone)


def _held(file: Path, part: bytes) -> bool:
    """Whether the database's files hold these bytes."""
    return any(part in each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
