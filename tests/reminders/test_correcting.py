"""Correcting an entry: what was wrong stands no more, what is right does, and the due dates follow."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from reminders.correcting import NotStanding, correct, withdraw
from reminders.due import Kind
from reminders.record import FutureDate, Held, Recorded, Refused, UndoTooLate, record, undo
from storage.access import Role
from storage.database import Database
from storage.entries import newest_entries, words_of
from storage.ids import ChildId, EntryId
from storage.tables.desk import audit
from tests.village import NEXT_VILLAGE, Official, Village, at, day_of, somebody

ENTERED = "2026-02-15"
NOW = at("2026-05-11")
TODAY = day_of(NOW)
LATER = at("2026-07-20")


def held(day: str, *, reached: bool = True, outcome: str = "well") -> Held:
    return Held(Kind.CONTACT, date.fromisoformat(day), reached, "phone", outcome)


async def test_another_day_moves_what_is_due_as_if_it_had_been_entered_so(
    database: Database,
) -> None:
    village, child = await _village(database)
    wrong = await _record(village, child, held("2026-05-11"))
    made = await _correct(village, child, wrong.entry, held("2026-05-01"))

    assert date(2026, 8, 1) in {each.due for each in made.due}
    async with database.read() as tx:
        (stands,) = await newest_entries(tx, child, 3)
    assert (stands.held_on, stands.corrects) == (date(2026, 5, 1), wrong.entry)
    twin = await village.child(ENTERED)
    await _record(village, twin, held("2026-05-01"))
    dues = [await _dues(village, each) for each in (child, twin)]
    assert dues[0] == dues[1]


async def test_another_outcome_keeps_the_words_written_with_it(database: Database) -> None:
    village, child = await _village(database)
    told = Held(Kind.CONTACT, TODAY, True, "phone", "well", "睡得晚", "child")
    wrong = await _record(village, child, told)
    right = Held(Kind.CONTACT, TODAY, True, "phone", "worried", None, "child")
    made = await _correct(village, child, wrong.entry, right)

    async with database.read() as tx:
        (stands,) = await newest_entries(tx, child, 3)
        assert await words_of(tx, made.entry) == "睡得晚"
    assert (stands.outcome, stands.with_whom) == ("worried", "child")


async def test_what_did_not_happen_is_owed_again(database: Database) -> None:
    village, child = await _village(database)
    before = await village.open()
    wrong = await _record(village, child, held("2026-05-11"))
    async with database.write() as tx:
        due = await withdraw(tx, village.wang, child, wrong.entry, LATER, day_of(LATER))

    assert await village.open() == before
    assert date(2026, 5, 15) in {each.due for each in due}


async def test_a_try_that_did_not_happen_counts_no_more(database: Database) -> None:
    village, child = await _village(database)
    for day in ("2026-05-09", "2026-05-10"):
        made = await _record(village, child, held(day, reached=False))
    async with database.write() as tx:
        await withdraw(tx, village.wang, child, made.entry, NOW, TODAY)

    assert (await village.open())[0].tries == 1


async def test_a_try_on_another_day_is_still_one_try(database: Database) -> None:
    village, child = await _village(database)
    wrong = await _record(village, child, held("2026-05-10", reached=False))
    await _correct(village, child, wrong.entry, held("2026-05-08", reached=False))

    assert (await village.open())[0].tries == 1


async def test_it_is_corrected_once_and_a_correction_is_corrected_again_not_undone(
    database: Database,
) -> None:
    village, child = await _village(database)
    wrong = await _record(village, child, held("2026-05-11"))
    made = await _correct(village, child, wrong.entry, held("2026-05-01"))
    with pytest.raises(NotStanding):
        await _correct(village, child, wrong.entry, held("2026-05-02"))
    async with database.write() as tx:
        with pytest.raises(UndoTooLate):
            await undo(tx, village.wang, child, made.entry, NOW, TODAY)

    again = await _correct(village, child, made.entry, held("2026-05-03"))
    assert date(2026, 8, 3) in {each.due for each in again.due}


@pytest.mark.parametrize(
    ("who", "may"), [("wang", False), ("zhao", True), ("sun", False), ("far", False)]
)
async def test_anothers_entry_is_the_supervisors_to_correct(
    database: Database, who: str, may: bool
) -> None:
    village, child = await _village(database)
    wrong = await _record(village, child, held("2026-05-11"), by=village.zhao)
    far = await somebody(database, "钱督导", Role.SUPERVISOR, "130123001")
    people = {"wang": village.wang, "zhao": village.zhao, "sun": village.sun, "far": far}
    before = await _dues(village, child)
    if may:
        await _correct(village, child, wrong.entry, held("2026-05-01"), by=people[who])
        assert await _dues(village, child) != before
    else:
        with pytest.raises(Refused):
            await _correct(village, child, wrong.entry, held("2026-05-01"), by=people[who])
        assert await _dues(village, child) == before


async def test_an_entry_is_corrected_with_its_own_child_and_kind_only(database: Database) -> None:
    village, child = await _village(database)
    wrong = await _record(village, child, held("2026-05-11"))
    other = await village.child(ENTERED)
    beyond = await village.child(ENTERED, region=NEXT_VILLAGE)
    visit = Held(Kind.VISIT, TODAY, True, "at_home", "well")
    for whose, right in (
        (other, held("2026-05-01")),
        (beyond, held("2026-05-01")),
        (ChildId(999), held("2026-05-01")),
        (child, visit),
        (child, held("2026-05-01", reached=False)),
    ):
        with pytest.raises(NotStanding):
            await _correct(village, whose, wrong.entry, right)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    with pytest.raises(FutureDate):
        await _correct(village, child, wrong.entry, held(tomorrow))

    async with database.read() as tx:
        assert [each.id for each in await newest_entries(tx, child, 3)] == [wrong.entry]


async def test_corrections_leave_a_trace(database: Database) -> None:
    village, child = await _village(database)
    wrong = await _record(village, child, held("2026-05-11"))
    made = await _correct(village, child, wrong.entry, held("2026-05-01"))
    async with database.write() as tx:
        await withdraw(tx, village.zhao, child, made.entry, NOW, TODAY)
        found = await tx.execute(sa.select(audit.c.deed, audit.c.person).order_by(audit.c.id))

    wang, zhao = village.wang.person, village.zhao.person
    assert [tuple(row) for row in found] == [
        ("record", wang),
        ("correct", wang),
        ("withdraw", zhao),
    ]


async def _village(database: Database) -> tuple[Village, ChildId]:
    village = await Village.founded(database)
    return village, await village.child(ENTERED)


async def _record(
    village: Village, child: ChildId, what: Held, by: Official | None = None
) -> Recorded:
    async with village.database.write() as tx:
        return await record(tx, by or village.wang, child, what, NOW, TODAY)


async def _correct(
    village: Village, child: ChildId, entry: EntryId, right: Held, by: Official | None = None
) -> Recorded:
    async with village.database.write() as tx:
        return await correct(tx, by or village.wang, child, entry, right, NOW, TODAY)


async def _dues(village: Village, child: ChildId) -> list[tuple[str, date]]:
    return [(each.kind, each.due) for each in await village.open() if each.child == child]
