"""Entering, undoing and what is owed after: a story each, on both databases."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from content.intervals import standard_intervals
from reminders.due import Kind
from reminders.record import (
    FutureDate,
    Held,
    NotInYourCare,
    Recorded,
    UndoTooLate,
    record,
    undo,
)
from reminders.schedule import owed_next, reschedule
from reminders.trying import TRIED_THRICE, NotThatDay
from storage import ledger
from storage.database import Database
from storage.entries import newest_entries
from storage.facts import Facts
from storage.ids import ChildId, EntryId
from storage.regional_rules import set_rule
from storage.tables.chats import outbox
from storage.tables.ledger import entry
from tests.village import NEXT_VILLAGE, Official, Village, at, day_of

ENTERED = "2026-02-15"
NOW = at("2026-05-11")
TODAY = day_of(NOW)


def held(kind: Kind, day: date = TODAY, *, reached: bool = True) -> Held:
    return Held(kind, day, reached, "phone", "well")


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        (Facts(None, None, (), ()), {}),  # left
        (Facts(date(2026, 1, 10), None, (), ()), {"refresh": date(2026, 7, 10)}),  # counted
        (
            Facts(date(2026, 1, 10), date(2026, 1, 10), (), ()),
            {
                "contact": date(2026, 4, 10),
                "visit": date(2026, 7, 10),
                "refresh": date(2026, 7, 10),
            },
        ),
        (  # care begins later: its intervals from then on, the refresh's goes on
            Facts(date(2026, 1, 10), date(2026, 3, 1), (), ()),
            {"contact": date(2026, 6, 1), "visit": date(2026, 9, 1), "refresh": date(2026, 7, 10)},
        ),
        (  # done before care began: counts, for it falls due within care
            Facts(date(2026, 1, 10), date(2026, 3, 1), (("contact", date(2026, 2, 1)),), ()),
            {"contact": date(2026, 5, 1), "visit": date(2026, 9, 1), "refresh": date(2026, 7, 10)},
        ),
        (  # done so long ago that it would have been due before care began
            Facts(date(2025, 1, 10), date(2026, 3, 1), (("contact", date(2025, 11, 30)),), ()),
            {"contact": date(2026, 6, 1), "visit": date(2026, 9, 1), "refresh": date(2025, 7, 10)},
        ),
        (  # a visit is also a contact
            Facts(date(2026, 1, 10), date(2026, 1, 10), (("visit", date(2026, 3, 31)),), ()),
            {
                "contact": date(2026, 6, 30),
                "visit": date(2026, 9, 30),
                "refresh": date(2026, 7, 10),
            },
        ),
    ],
)
def test_what_is_owed_follows_from_the_facts(facts: Facts, due: dict[str, date]) -> None:
    owed = owed_next(facts, standard_intervals(), TODAY)

    assert {each.kind.value: each.due for each in owed} == due


async def test_a_contact_is_followed_by_the_next_one_three_months_later(database: Database) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        recorded = await record(tx, village.wang, child, held(Kind.CONTACT), NOW, TODAY)

    assert {each.kind: each.due for each in recorded.due} == {
        Kind.CONTACT: date(2026, 8, 11),
        Kind.VISIT: date(2026, 8, 15),
        Kind.REFRESH: date(2026, 8, 15),
    }
    assert await village.due() == [date(2026, 8, 11), date(2026, 8, 15), date(2026, 8, 15)]


async def test_nobody_reached_renews_nothing_and_counts_as_acknowledging(
    database: Database,
) -> None:
    village, child = await _village(database)
    before = await village.due()
    async with database.write() as tx:
        await record(tx, village.wang, child, held(Kind.CONTACT, reached=False), NOW, TODAY)

    assert await village.due() == before
    contact, visit, refresh = await village.open()
    assert contact.acknowledged_on == TODAY
    assert (visit.acknowledged_on, refresh.acknowledged_on) == (None, None)


async def test_entering_long_before_anything_is_asked_acknowledges_nothing(
    database: Database,
) -> None:
    village, child = await _village(database)
    early = at("2026-03-02")
    async with database.write() as tx:
        attempt = held(Kind.CONTACT, day_of(early), reached=False)
        await record(tx, village.wang, child, attempt, early, day_of(early))

    assert [each.acknowledged_on for each in await village.open()] == [None] * 3


async def test_an_older_contact_entered_late_moves_nothing_back(database: Database) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        await record(tx, village.wang, child, held(Kind.CONTACT, date(2026, 5, 4)), NOW, TODAY)
        after = await record(
            tx, village.wang, child, held(Kind.CONTACT, date(2025, 12, 1)), NOW, TODAY
        )

    assert {each.due for each in after.due if each.kind is Kind.CONTACT} == {date(2026, 8, 4)}


async def test_long_after_the_due_date_it_is_still_accepted(database: Database) -> None:
    village, child = await _village(database)
    late = at("2027-01-20")
    async with database.write() as tx:
        done = held(Kind.CONTACT, date(2026, 5, 10))
        recorded = await record(tx, village.wang, child, done, late, day_of(late))

    assert {each.due for each in recorded.due if each.kind is Kind.CONTACT} == {date(2026, 8, 10)}


async def test_tomorrow_is_refused_and_nothing_is_written(database: Database) -> None:
    village, child = await _village(database)
    before = await village.due()
    async with database.write() as tx:
        tomorrow = TODAY + timedelta(days=1)
        with pytest.raises(FutureDate):
            await record(tx, village.wang, child, held(Kind.CONTACT, tomorrow), NOW, TODAY)

    assert await village.due() == before


async def test_undoing_and_entering_again_is_as_never_having_erred(database: Database) -> None:
    village, child = await _village(database)
    before = await village.open()
    async with database.write() as tx:
        done = await record(tx, village.wang, child, held(Kind.VISIT), NOW, TODAY)
        after = await undo(tx, village.wang, child, done.entry, NOW, TODAY)

    assert await village.open() == before
    assert sorted(each.due for each in after) == [each.due for each in before]
    async with database.write() as tx:
        again = await record(tx, village.wang, child, held(Kind.VISIT), NOW, TODAY)
    assert again.due == done.due


@pytest.mark.parametrize(
    ("later", "undone"),
    [
        (timedelta(hours=23, minutes=59), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
    ],
)
async def test_an_entry_can_be_undone_for_a_day(
    database: Database, later: timedelta, undone: bool
) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        done = await record(tx, village.wang, child, held(Kind.CONTACT), NOW, TODAY)
        if undone:
            await undo(tx, village.wang, child, done.entry, NOW + later, TODAY)
        else:
            with pytest.raises(UndoTooLate):
                await undo(tx, village.wang, child, done.entry, NOW + later, TODAY)


async def test_anothers_entry_is_not_undone(database: Database) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        done = await record(tx, village.zhao, child, held(Kind.CONTACT), NOW, TODAY)
        with pytest.raises(UndoTooLate):
            await undo(tx, village.wang, child, done.entry, NOW, TODAY)


async def test_a_child_not_in_ones_care_is_as_none_at_all(database: Database) -> None:
    village, _ = await _village(database)
    beyond = await village.child(ENTERED, region=NEXT_VILLAGE)
    async with database.write() as tx:
        for child in (beyond, ChildId(999)):
            with pytest.raises(NotInYourCare):
                await record(tx, village.wang, child, held(Kind.CONTACT), NOW, TODAY)
            with pytest.raises(NotInYourCare):
                await undo(tx, village.wang, child, EntryId(1), NOW, TODAY)
        with pytest.raises(NotInYourCare):
            await record(tx, village.sun, beyond, held(Kind.CONTACT), NOW, TODAY)


async def test_two_people_entering_at_once_leave_one_reminder_of_each_kind(
    database: Database,
) -> None:
    village, child = await _village(database)

    async def enters(actor: Official, day: date) -> None:
        async with database.write() as tx:
            await record(tx, actor, child, held(Kind.VISIT, day), NOW, TODAY)

    earlier = TODAY - timedelta(days=3)
    await asyncio.gather(enters(village.wang, earlier), enters(village.zhao, TODAY))

    assert await village.due() == [date(2026, 8, 11), date(2026, 8, 15), date(2026, 11, 11)]


async def test_leaving_care_leaves_the_refresh_and_leaving_the_ledger_nothing(
    database: Database,
) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        await ledger.end_care(tx, child, TODAY)
        await reschedule(tx, child, NOW, TODAY)
    assert await village.due() == [date(2026, 8, 15)]

    async with database.write() as tx:
        await ledger.leave_ledger(tx, child, TODAY)
        await reschedule(tx, child, NOW, TODAY)
    assert await village.due() == []


async def _village(database: Database) -> tuple[Village, ChildId]:
    village = await Village.founded(database)
    return village, await village.child(ENTERED)


async def test_with_whom_is_kept_and_words_apart(database: Database) -> None:
    village, child = await _village(database)
    told = Held(Kind.CONTACT, TODAY, True, "phone", "well", None, "carer")
    async with database.write() as tx:
        await record(tx, village.wang, child, told, NOW, TODAY)
        (made,) = await newest_entries(tx, child, 3)

    assert (made.how, made.with_whom, made.outcome) == ("phone", "carer", "well")


@pytest.mark.parametrize(
    ("entered", "was_due"),
    [
        ([("contact", "2026-05-11")], [date(2026, 5, 15)]),  # before it was due
        ([("contact", "2026-05-15")], [date(2026, 5, 15)]),  # on the day
        ([("contact", "2026-06-20")], [date(2026, 5, 15)]),  # long after
        ([("contact", "2026-05-11"), ("contact", "2026-03-01")], [date(2026, 5, 15), None]),
        ([("visit", "2026-05-11"), ("contact", "2026-05-01")], [date(2026, 8, 15), None]),
        (
            [("contact", "2026-05-11"), ("visit", "2026-03-01")],
            [date(2026, 5, 15), date(2026, 8, 15)],
        ),
    ],
)
async def test_an_entry_keeps_the_due_date_it_answered(
    database: Database, entered: list[tuple[str, str]], was_due: list[date | None]
) -> None:
    """An older one entered late answers nothing any more."""
    village, child = await _village(database)
    late = at("2026-06-20")
    async with database.write() as tx:
        for kind, day in entered:
            done = held(Kind(kind), date.fromisoformat(day))
            await record(tx, village.wang, child, done, late, day_of(late))
        found = await tx.execute(sa.select(entry.c.was_due).order_by(entry.c.id))

    assert list(found.scalars()) == was_due


async def test_tries_are_counted_in_a_row_and_someone_reached_ends_the_row(
    database: Database,
) -> None:
    village, child = await _village(database)
    tries = [await _try(village, child, day) for day in ("2026-05-08", "2026-05-09")]
    async with database.write() as tx:
        earlier = held(Kind.VISIT, date(2026, 5, 8))  # entered late, on the day of the first try
        await record(tx, village.wang, child, earlier, NOW, TODAY)
    tries.append(await _try(village, child, "2026-05-10"))

    assert [each.tries for each in tries] == [1, 2, 2]


async def test_an_undone_try_counts_no_more_and_its_promise_is_gone(database: Database) -> None:
    village, child = await _village(database)
    await _try(village, child, "2026-05-10")
    before, *_ = await village.open()
    second = await _try(village, child, "2026-05-11", again=date(2026, 5, 12))
    tried, *_ = await village.open()
    async with database.write() as tx:
        owed = await undo(tx, village.wang, child, second.entry, NOW, TODAY)

    after, *_ = await village.open()
    assert (tried.tries, tried.tried_until) == (2, date(2026, 5, 12))
    assert after == before
    assert [each.due for each in owed] == [before.due]


async def test_the_third_try_in_a_row_tells_the_supervisor_once(database: Database) -> None:
    village, child = await _village(database)
    told = [await _try(village, child, f"2026-05-{day:02}") for day in (7, 8, 9, 10)]
    async with database.write() as tx:
        await undo(tx, village.wang, child, told[-1].entry, NOW, TODAY)
        await undo(tx, village.wang, child, told[-2].entry, NOW, TODAY)
    await _try(village, child, "2026-05-09")

    assert [each.told for each in told] == [False, False, True, False]
    (letter,) = await _letters(database)
    assert letter.person == village.zhao.person
    assert letter.refs == {"reminder": (await village.open())[0].id, "n": 3}


async def test_who_tried_in_the_supervisors_place_is_not_told_of_it(database: Database) -> None:
    village, child = await _village(database)
    for day in (8, 9, 10):
        made = await _try(village, child, f"2026-05-{day:02}", by=village.zhao)

    assert made.tries == 3
    assert not made.told
    assert await _letters(database) == []


async def test_a_place_may_hear_of_it_earlier(database: Database) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        await set_rule(tx, "130123", "too_many_tries", 2, None, NOW)

    told = [(await _try(village, child, f"2026-05-{day:02}")).told for day in (8, 9, 10)]

    assert told == [False, True, False]


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (14, True), (15, False)])
async def test_another_try_is_promised_for_the_next_two_weeks(
    database: Database, days: int, fits: bool
) -> None:
    village, child = await _village(database)
    again = TODAY + timedelta(days=days)
    if fits:
        await _try(village, child, "2026-05-11", again=again)
    else:
        with pytest.raises(NotThatDay):
            await _try(village, child, "2026-05-11", again=again)

    assert (await village.open())[0].tried_until == (again if fits else None)


async def test_a_try_where_nothing_is_owed_is_entered_all_the_same(database: Database) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        await ledger.end_care(tx, child, TODAY)
        await reschedule(tx, child, NOW, TODAY)

    made = await _try(village, child, "2026-05-11", again=date(2026, 5, 12))

    assert (made.due, made.tries, made.told) == ((), 0, False)


async def _try(
    village: Village,
    child: ChildId,
    day: str,
    *,
    again: date | None = None,
    by: Official | None = None,
) -> Recorded:
    attempt = Held(Kind.CONTACT, date.fromisoformat(day), reached=False, again=again)
    async with village.database.write() as tx:
        return await record(tx, by or village.wang, child, attempt, NOW, TODAY)


async def _letters(database: Database) -> list[Any]:
    async with database.read() as tx:
        statement = sa.select(outbox).where(outbox.c.kind == TRIED_THRICE)
        return list((await tx.execute(statement)).all())
