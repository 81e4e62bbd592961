"""The audit's seals on both databases: what is changed, removed or slipped in later shows."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from storage import audit
from storage.access import Actor, Channel, Role
from storage.audit import SealCheck
from storage.database import Database, DatabaseBusy, Transaction
from storage.ids import AddressId, PersonId
from storage.keys import Keyring
from storage.opening import open_database
from storage.tables.desk import audit as rows
from storage.tables.desk import audit_seal as seals
from tests.storage.conftest import TWENTY, at_once
from tests.village import at

NOW = at("2026-11-23")
WANG = Actor(AddressId(7), PersonId(3), Role.DIRECTOR, "13", None, Channel.WEB, "zh_Hans")
MOTHER = Actor(AddressId(8), None, Role.PARENT, "", None, Channel.WEB, "zh_Hans")


async def note(database: Database, *things: int, actor: Actor = WANG) -> None:
    async with database.write() as tx:
        for thing in things:
            await audit.note(tx, actor, "see", "child", thing, NOW)


async def seal(database: Database) -> int:
    async with database.write() as tx:
        return await audit.seal(tx, NOW)


async def checked(database: Database) -> SealCheck:
    async with database.read() as tx:
        return await audit.check_seals(tx)


async def change(database: Database, statement: sa.Executable) -> None:
    """What somebody with the database's password could do."""
    async with database.write() as tx:
        await tx.execute(statement)


async def sealed_twice(database: Database) -> None:
    """Rows 1–3 under the first seal, 4–6 under the second, 7 under none."""
    await note(database, 1, 2, 3)
    await seal(database)
    await note(database, 4, 5, 6)
    await seal(database)
    await note(database, 7)


async def test_a_note_holds_who_did_what_to_which_thing(database: Database) -> None:
    await note(database, 12)
    await note(database, 13, actor=MOTHER)
    async with database.read() as tx:
        first, second = await tx.execute(sa.select(rows).order_by(rows.c.id))

    assert tuple(first)[1:] == (NOW, 7, 3, "director", "see", "child", 12)
    assert tuple(second)[1:] == (NOW, 8, None, "parent", "see", "child", 13)


async def test_nothing_to_seal_makes_no_seal(database: Database) -> None:
    assert await seal(database) == 0
    assert await checked(database) == SealCheck(seals=0, rows=0, broken_at=None)
    await note(database, 1)
    assert await seal(database) == 1
    assert await seal(database) == 0
    assert await checked(database) == SealCheck(seals=1, rows=1, broken_at=None)


async def test_seals_fit_the_rows_and_leave_the_newest_to_the_next(database: Database) -> None:
    await sealed_twice(database)

    assert await checked(database) == SealCheck(seals=2, rows=6, broken_at=None)
    assert await seal(database) == 1
    assert await checked(database) == SealCheck(seals=3, rows=7, broken_at=None)


async def test_much_is_sealed_in_batches(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    await note(database, *range(8))

    assert [await seal(database) for _ in range(4)] == [3, 3, 2, 0]
    assert await checked(database) == SealCheck(seals=3, rows=8, broken_at=None)


async def test_the_same_rows_have_another_seal_elsewhere_in_the_chain(database: Database) -> None:
    await sealed_twice(database)
    async with database.read() as tx:
        first, second = await tx.execute(sa.select(seals.c.digest).order_by(seals.c.last))

    assert first != second


@pytest.mark.parametrize(
    "value",
    [
        {"at": datetime.fromisoformat("2026-11-23T09:00:00.000001+08:00")},
        {"address": 9},
        {"person": 4},
        {"person": None},
        {"role": "supervisor"},
        {"deed": "record"},
        {"thing": "referral"},
        {"thing_id": 99},
        {"thing_id": None},
    ],
)
async def test_a_changed_row_breaks_its_seal(database: Database, value: dict[str, object]) -> None:
    await sealed_twice(database)
    await change(database, sa.update(rows).where(rows.c.thing_id == 5).values(**value))

    found = await checked(database)

    assert (found.rows, found.broken_at) == (3, await last_of(database, 6))


@pytest.mark.parametrize(("removed", "last"), [(1, 3), (2, 3), (3, 3), (4, 6), (6, 6)])
async def test_a_removed_row_breaks_its_seal(database: Database, removed: int, last: int) -> None:
    await sealed_twice(database)
    expected = await last_of(database, last)
    await change(database, sa.delete(rows).where(rows.c.thing_id == removed))

    assert (await checked(database)).broken_at == expected


async def last_of(database: Database, thing: int) -> int:
    """The audit id of the row about this thing."""
    async with database.read() as tx:
        found = await tx.execute(sa.select(rows.c.id).where(rows.c.thing_id == thing))
        return int(found.scalar_one())


@pytest.mark.parametrize("number", [-5, 0, 9, 15, 29])
async def test_a_row_slipped_in_breaks_its_seal(database: Database, number: int) -> None:
    """Numbers that were never given out: before the first row, or of an undone transaction."""
    await numbered(database, 10, 20, 30)
    await seal(database)
    await numbered(database, number)

    assert (await checked(database)).broken_at == 30


async def numbered(database: Database, *numbers: int) -> None:
    made = {"at": NOW, "role": "director", "deed": "see", "thing": "child"}
    async with database.write() as tx:
        await tx.execute(sa.insert(rows), [{"id": number, **made} for number in numbers])


async def test_two_rows_that_changed_places_break_their_seal(database: Database) -> None:
    await sealed_twice(database)
    expected = await last_of(database, 3)
    swapped = sa.case((rows.c.thing_id == 1, 2), else_=1)
    change_places = sa.update(rows).where(rows.c.thing_id.in_([1, 2])).values(thing_id=swapped)
    await change(database, change_places)

    assert (await checked(database)).broken_at == expected


async def test_a_seal_taken_out_breaks_the_next(database: Database) -> None:
    await sealed_twice(database)
    first, second = await last_of(database, 3), await last_of(database, 6)
    await change(database, sa.delete(seals).where(seals.c.last == first))

    assert await checked(database) == SealCheck(seals=1, rows=0, broken_at=second)


async def test_a_batch_sealed_anew_breaks_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row is changed and its own seal made to fit; the following seal knows the old one."""
    await sealed_twice(database)
    second = await last_of(database, 6)
    async with database.write() as tx:
        kept = (await tx.execute(sa.select(seals).where(seals.c.last == second))).one()
        await tx.execute(sa.delete(seals))
        await tx.execute(sa.update(rows).where(rows.c.thing_id == 1).values(thing_id=99))
    monkeypatch.setattr(audit, "BATCH", 3)
    await seal(database)
    await change(database, sa.insert(seals).values(**kept._mapping))

    assert await checked(database) == SealCheck(seals=2, rows=3, broken_at=second)


async def test_sealing_waits_for_whoever_is_still_writing_rows(
    database: Database, database_url: str, keys: Keyring
) -> None:
    """Else a row with a lower number, stored a moment later, would seem slipped in."""
    hasty = open_database(database_url, keys, patience=0.05)
    async with database.write() as tx:
        await audit.note(tx, WANG, "see", "child", 1, NOW)
        with pytest.raises(DatabaseBusy):
            await seal(hasty)
    assert await seal(hasty) == 1
    await hasty.close()


async def test_many_who_write_and_seal_at_once_leave_seals_that_fit(database: Database) -> None:
    async def turn(tx: Transaction) -> None:
        await audit.note(tx, WANG, "see", "child", 1, NOW)
        await tx.execute(sa.select(rows.c.id).limit(1))
        await audit.note(tx, WANG, "record", "child", 1, NOW)

    await asyncio.gather(
        at_once(database, turn), at_once(database, lambda tx: audit.seal(tx, NOW), 5)
    )
    await seal(database)
    found = await checked(database)

    assert (found.rows, found.broken_at) == (2 * TWENTY, None)
