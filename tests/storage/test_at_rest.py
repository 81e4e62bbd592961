"""What people said and are called is not in the database's files: only sealed, only hashed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dialogs.deeds.invites import take
from storage.access import Actor, Channel, Role
from storage.audit import note
from storage.chats import ChatId, Kept, keep, meet
from storage.database import Database, Transaction
from storage.entries import NewEntry, add_entry
from storage.ids import AddressId, PersonId
from storage.invites import Invited, add_invite
from storage.ledger import NewChild, add_child, put_in_care
from storage.outbox import Priority, To, put
from storage.people import name_of
from storage.tables import metadata
from storage.webchat import add_event, events_after
from tests.village import VILLAGE, at, day_of

NOW = at("2026-11-23")
TODAY = date(2026, 11, 23)
CHAT = 7_318_264_905_517
NAME, CHILD, GUARDIAN = "欧阳竹溪", "慕容雨桐", "13912345678 外婆"
ASKED, ANSWERED = "孩子躲在柜子里不肯出来", "我们明天上午去看她"
NOTED, FORM = "在学校门口谈了半小时", "她爸爸去年走了"
REASON, PHONE, CODE, WORD = "K-PSY", "13912345678", "Q7XK2MPA9RTW", "code word 4711"
SECRETS = [
    NAME,
    CHILD,
    GUARDIAN,
    PHONE,
    ASKED,
    ANSWERED,
    NOTED,
    FORM,
    REASON,
    CODE,
    WORD,
    str(CHAT),
]


async def person(tx: Transaction) -> PersonId:
    invited = Invited(Role.TRIAGE, VILLAGE, None, NAME)
    await add_invite(tx, invited, CODE, WORD, NOW, NOW + timedelta(days=7))
    return (await take(tx, CODE, WORD, None, NOW, TODAY)).person


async def chat(tx: Transaction, who: PersonId) -> AddressId:
    met = await meet(tx, ChatId(Channel.TELEGRAM, 1, CHAT), "zh_Hans", NOW, TODAY)
    data = {"form": {"words": FORM}, "shown": ANSWERED}
    await keep(tx, met.actor.address, Kept(None, who, VILLAGE, "zh_Hans", "Intake:words", data))
    return met.actor.address


async def conversation(tx: Transaction, to: AddressId) -> None:
    for text in (ASKED, ANSWERED):
        await add_event(tx, to, "text", {"text": text}, NOW)


async def child(tx: Transaction, by: PersonId) -> None:
    new = NewChild(CHILD, VILLAGE, TODAY, guardian=GUARDIAN, birth_month="2015-03")
    made = await add_child(tx, new)
    await put_in_care(tx, made, [REASON], TODAY)
    entry = NewEntry("contact", TODAY, reached=True, how="phone", outcome="well", words=NOTED)
    await add_entry(tx, made, by, entry, NOW)
    actor = Actor(AddressId(1), by, Role.DIRECTOR, "13", None, Channel.WEB, "zh_Hans")
    await note(tx, actor, "record", "child", made, NOW)


@pytest.fixture
async def used(places: Database) -> Database:
    """A desk on which people joined, talked and were written about."""
    async with places.write() as tx:
        who = await person(tx)
        address = await chat(tx, who)
        await conversation(tx, address)
        await child(tx, who)
        await put(tx, "a", "a", To(who, address), {"child": 1}, priority=Priority.ALARM, now=NOW)
    return places


def written(secret: str) -> set[bytes]:
    """The ways this could lie in a file: plainly, as JSON escapes it, in UTF-16, as a number."""
    escaped = secret.encode("ascii", "backslashreplace")
    number = {int(secret).to_bytes(6)} if secret.isdigit() else set()
    return {secret.encode(), escaped, secret.encode("utf-16-le"), *number}


def files(database_url: str) -> bytes:
    file = Path(database_url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_file_of_a_desk_in_use_holds_what_people_said(
    used: Database, database_url: str
) -> None:
    content = files(database_url)

    assert b"Intake:words" in content  # what is not sealed is found, so the search is right
    for secret in SECRETS:
        assert not any(form in content for form in written(secret)), secret


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nor_does_one_of_a_desk_that_was_closed(used: Database, database_url: str) -> None:
    await used.close()
    content = files(database_url)

    assert b"Intake:words" in content
    for secret in SECRETS:
        assert not any(form in content for form in written(secret)), secret


async def test_no_column_of_any_table_holds_what_people_said(used: Database) -> None:
    async with used.read() as tx:
        rows = [row for table in metadata.sorted_tables for row in await tx.execute(table.select())]
    content = b"\n".join(
        value if isinstance(value, bytes) else str(value).encode()
        for row in rows
        for value in map(_plain, row)
    )

    assert b"Intake:words" in content
    for secret in SECRETS:
        assert not any(form in content for form in written(secret)), secret


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, bytes | memoryview) else value


async def test_with_its_keys_the_desk_reads_all_of_it(used: Database) -> None:
    async with used.write() as tx:
        met = await meet(tx, ChatId(Channel.TELEGRAM, 1, CHAT), "zh_Hans", NOW, day_of(NOW))
        assert met.actor.person is not None
        events = await events_after(tx, met.actor.address, 0)

        assert await name_of(tx, met.actor.person) == NAME
        assert [event.body["text"] for event in events] == [ASKED, ANSWERED]
        assert met.data["form"] == {"words": FORM}
