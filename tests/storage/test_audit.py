"""The audit's seals on both databases: what is changed, removed or slipped in later shows."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from storage import audit
from storage.access import Actor, Channel, Role
from storage.audit import SealCheck
from storage.database import Database, DatabaseBusy, open_database
from storage.ids import AddressId, PersonId
from storage.keys import Keyring
from storage.tables.desk import audit as rows
from storage.tables.desk import audit_seal as seals
from tests.storage.conftest import at_once
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
    assert [await seal(database), await seal(database)] == [1, 0]
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
async def test_a_changed_row_breaks_its_seal(
    database: Database, value: dict[str, object]
) -> None:
    await sealed_twice(database)
    await change(database, sa.update(rows).where(rows.c.thing_id == 5).values(**value))

    found = await checked(database)

    assert (found.rows, found.broken_at) == (3, await last_of(database, 6))


@pytest.mark.parametrize(("removed", "last"), [(1, 3), (2, 3), (3, 3), (4, 6), (6, 6)])
async def test_a_removed_row_breaks_its_seal(
    database: Database, removed: int, last: int
) -> None:
    await sealed_twice(database)
    expected = await last_of(database, last)
    await change(database, sa.delete(rows).where(rows.c.thing_id == removed))

    assert (await checked(database)).broken_at == expected


async def last_of(database: Database, thing: int) -> int:
    """The audit id of the row about this thing."""
    async with database.read() as tx:
        found = await tx.execute(sa.select(rows.c.id).where(rows.c.thing_id == thing))
        return int(found.scalar_one())


async def test_a_row_slipped_in_breaks_its_seal(database: Database) -> None:
    """Before the first, where a row was undone, or in the place of a removed one."""
    await sealed_twice(database)
    expected = await last_of(database, 3)
    columns = [column for column in rows.c if column.name != "id"]
    copied = sa.select(sa.literal(0), *columns).where(rows.c.thing_id == 2)
    names = ["id", *(column.name for column in columns)]
    await change(database, sa.insert(rows).from_select(names, copied))

    found = await checked(database)

    # Ids begin at 1, so the copy at 0 lies before every seal; moved to a gap it lies under one.
    assert found.broken_at is None
    await change(database, sa.delete(rows).where(rows.c.thing_id == 2, rows.c.id > 0))
    assert (await checked(database)).broken_at == expected


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


async def test_a_batch_forged_with_its_seal_breaks_the_next(database: Database) -> None:
    """Who can compute seals anew must do so to the end: the digests outside the desk then differ."""
    await sealed_twice(database)
    first, second = await last_of(database, 3), await last_of(database, 6)
    await change(database, sa.update(rows).where(rows.c.thing_id == 1).values(thing_id=99))
    async with database.write() as tx:
        await tx.execute(sa.delete(seals).where(seals.c.last == second))
        kept = await tx.execute(sa.select(seals).where(seals.c.last == first))
        assert kept.one().rows == 3
        await tx.execute(sa.delete(seals))
        await audit.seal(tx, NOW)
    found = await checked(database)

    assert found.broken_at is None
    assert (found.seals, found.rows) == (1, 7)


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
    async def turn(tx: audit.Transaction) -> None:
        await audit.note(tx, WANG, "see", "child", 1, NOW)
        await tx.execute(sa.select(rows.c.id).limit(1))
        await audit.note(tx, WANG, "record", "child", 1, NOW)

    async def sealing(tx: audit.Transaction) -> None:
        await audit.seal(tx, NOW)

    for _ in range(3):
        await at_once(database, turn, 6)
        await at_once(database, sealing, 2)
    found = await checked(database)

    assert (found.rows, found.broken_at) == (36, None)
