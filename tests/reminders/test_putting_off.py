"""Putting off: up to the due date freely, two weeks beyond it with a reason; the newest promise holds."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from content.calendar import NO_EXCEPTIONS
from reminders.due import Kind
from reminders.putting_off import (
    NothingDue,
    check_until,
    days_after_due,
    days_before_due,
    put_off,
)
from reminders.record import Held, NotInYourCare, record
from reminders.schedule import reschedule
from reminders.trying import NotThatDay
from storage.database import Database
from storage.ids import ChildId
from storage.ledger import end_care, leave_ledger
from storage.reminders import Asked
from storage.tables.desk import audit
from tests.village import NEXT_VILLAGE, Village, at, day_of

MONDAY = date(2026, 11, 23)
DUE = date(2026, 5, 15)
"""A Friday: the contact of a child entered on 15 February."""
NOW = at("2026-05-04")
TODAY = day_of(NOW)


def november(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, day) for day in days)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (date(2026, 12, 10), (*november(26, 30), date(2026, 12, 9), date(2026, 12, 10))),
        (date(2026, 11, 30), november(26, 27, 30)),  # the day before is a Sunday: the Friday
        (date(2026, 11, 29), november(26, 27)),  # a Sunday: by the Friday
        (date(2026, 11, 25), november(24, 25)),
        (date(2026, 11, 24), november(24)),
        (MONDAY, ()),  # today is no day to put it off to
        (date(2026, 11, 22), ()),
    ],
)
def test_up_to_the_due_date_those_days_are_offered_that_fit(
    due: date, days: tuple[date, ...]
) -> None:
    assert days_before_due(due, MONDAY, NO_EXCEPTIONS) == days


@pytest.mark.parametrize(
    ("due", "exceptions", "days"),
    [
        (date(2026, 11, 25), {}, (date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 9))),
        (date(2026, 11, 16), {}, november(26, 30)),  # the last day allowed is the 30th
        (date(2026, 11, 16), {date(2026, 11, 30): False}, november(26, 27)),
        (date(2026, 11, 10), {}, november(24)),
        (date(2026, 11, 9), {}, ()),  # two weeks are over today
    ],
)
def test_beyond_the_due_date_two_weeks_are_the_end(
    due: date, exceptions: Mapping[date, bool], days: tuple[date, ...]
) -> None:
    assert days_after_due(due, MONDAY, exceptions) == days


@pytest.mark.parametrize(
    ("until", "why", "kept"),
    [
        (TODAY, None, NotThatDay),
        (TODAY + timedelta(days=1), None, None),
        (TODAY + timedelta(days=1), "illness", None),  # up to the due date no reason is kept
        (DUE, None, None),
        (DUE + timedelta(days=1), None, NotThatDay),
        (DUE + timedelta(days=1), "made_up", NotThatDay),
        (DUE + timedelta(days=1), "illness", "illness"),
        (DUE + timedelta(days=14), "other", "other"),
        (DUE + timedelta(days=15), "other", NotThatDay),
    ],
)
def test_how_far_and_with_what_reason(until: date, why: str | None, kept: object) -> None:
    if kept is NotThatDay:
        with pytest.raises(NotThatDay):
            check_until(until, DUE, TODAY, why)
    else:
        assert check_until(until, DUE, TODAY, why) == kept


async def test_put_off_it_is_counted_once_and_known(database: Database) -> None:
    village, child = await _village(database)
    first = await _put_off(village, child, date(2026, 5, 12))
    twice = await _put_off(village, child, date(2026, 5, 12))
    contact = await _contact(village)
    assert (first, twice) == (True, False)
    assert (contact.put_off_until, contact.put_off_why) == (date(2026, 5, 12), None)
    assert (contact.put_offs, contact.acknowledged_on) == (1, TODAY)

    await _put_off(village, child, date(2026, 5, 20), "family_away")
    contact = await _contact(village)
    assert (contact.put_off_until, contact.put_off_why) == (date(2026, 5, 20), "family_away")
    assert contact.put_offs == 2
    async with database.read() as tx:
        deeds = (await tx.execute(sa.select(audit.c.deed).order_by(audit.c.id))).scalars().all()
    assert deeds == ["put_off", "put_off"]


async def test_the_newest_promise_holds(database: Database) -> None:
    village, child = await _village(database)
    await _put_off(village, child, date(2026, 5, 12))
    attempt = Held(Kind.CONTACT, TODAY, reached=False, again=date(2026, 5, 7))
    async with database.write() as tx:
        await record(tx, village.wang, child, attempt, NOW, TODAY)
    tried = await _contact(village)
    assert (tried.put_off_until, tried.tried_until) == (None, date(2026, 5, 7))

    await _put_off(village, child, date(2026, 5, 13))
    contact = await _contact(village)
    assert (contact.put_off_until, contact.tried_until) == (date(2026, 5, 13), None)
    assert contact.tries == 1


async def test_what_is_done_is_not_put_off_nor_what_is_not_ones_own(database: Database) -> None:
    village, child = await _village(database)
    beyond = await village.child("2026-02-15", region=NEXT_VILLAGE)
    for foreign in (beyond, ChildId(999)):
        with pytest.raises(NotInYourCare):
            await _put_off(village, foreign, date(2026, 5, 12))
    await village.held(village.wang, child, Kind.CONTACT, "2026-05-04", NOW)
    with pytest.raises(NotThatDay):  # of the next one, the day is not two weeks past its due date
        await _put_off(village, child, date(2026, 9, 1))

    other = await village.child("2026-02-15")
    async with database.write() as tx:
        await leave_ledger(tx, other, TODAY)
        await reschedule(tx, other, NOW, TODAY)
    with pytest.raises(NotInYourCare):
        await _put_off(village, other, date(2026, 5, 12))


async def test_without_anything_open_there_is_nothing_to_put_off(database: Database) -> None:
    village, child = await _village(database)

    async with database.write() as tx:
        await end_care(tx, child, TODAY)
        await reschedule(tx, child, NOW, TODAY)

    with pytest.raises(NothingDue):
        await _put_off(village, child, date(2026, 5, 12))


async def _village(database: Database) -> tuple[Village, ChildId]:
    village = await Village.founded(database)
    return village, await village.child("2026-02-15")


async def _put_off(village: Village, child: ChildId, until: date, why: str | None = None) -> bool:
    async with village.database.write() as tx:
        return await put_off(tx, village.wang, child, Kind.CONTACT, until, why, NOW, TODAY)


async def _contact(village: Village) -> Asked:
    return next(each for each in await village.open() if each.due == DUE)
