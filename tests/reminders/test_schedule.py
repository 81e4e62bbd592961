"""The stored reminders of a child follow its place's rules, care periods and birthday; on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from content.intervals import standard_intervals
from reminders.due import Kind
from reminders.record import Held, record, undo
from reminders.schedule import owed_next, reschedule, reschedule_within, settle
from storage import calendar_days, ledger
from storage.database import Database
from storage.facts import Facts, facts_of
from storage.ids import ChildId
from storage.ledger import NewChild
from storage.regional_rules import drop_rule, set_rule
from storage.reminders import Asked
from storage.tables.ledger import reminder
from tests.village import NEXT_VILLAGE, PATHS, VILLAGE, Village, at, day_of, statements

ENTERED = "2026-02-15"
NOW = at("2026-05-11")
TODAY = day_of(NOW)
PLAN = standard_intervals()
CARED = Facts(date(2026, 1, 10), date(2026, 1, 10), (), ())
CONTACT = Held(Kind.CONTACT, TODAY, reached=True, how="phone", outcome="well")


def contact_due(facts: Facts, today: date = TODAY) -> date:
    (due,) = [each.due for each in owed_next(facts, PLAN, today) if each.kind is Kind.CONTACT]
    return due


@pytest.mark.parametrize(
    ("since", "contacted", "due"),
    [
        # Entered, and in care, on 10 January: six weeks of arrival; then by the care periods.
        ("2026-01-10", None, "2026-02-10"),
        ("2026-01-10", "2026-02-01", "2026-05-01"),  # 1 March lies in none, nor any day before May
        ("2026-01-10", "2026-03-20", "2026-06-07"),
        ("2026-01-10", "2026-07-01", "2026-08-01"),
        ("2026-01-10", "2026-07-31", "2026-08-31"),
        ("2026-01-10", "2026-08-01", "2026-11-01"),  # 1 September is behind the holiday
        # Care begins on 20 July: of an older contact the close interval runs from that day.
        ("2026-07-20", "2026-05-01", "2026-08-01"),  # unless the plain day comes first
        ("2026-07-20", "2026-06-30", "2026-07-30"),
        ("2026-07-20", None, "2026-08-20"),
    ],
)
def test_where_a_risk_is_marked_a_contact_is_due_after_a_month_inside_a_care_period(
    since: str, contacted: str | None, due: str
) -> None:
    done = (("contact", date.fromisoformat(contacted)),) if contacted else ()
    facts = replace(CARED, care_since=date.fromisoformat(since), done=done, close_months=1)
    assert contact_due(facts) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("birthday", "kinds"),
    [
        ("2026-04-09", []),  # the contact would be due the day after
        ("2026-04-10", ["contact"]),
        ("2026-07-09", ["contact"]),
        ("2026-07-10", ["contact", "visit", "refresh"]),
        (None, ["contact", "visit", "refresh"]),
    ],
)
def test_nothing_falls_due_after_the_sixteenth_birthday(
    birthday: str | None, kinds: list[str]
) -> None:
    grown = date.fromisoformat(birthday) if birthday else None
    facts = replace(CARED, under_16_until=grown)
    assert [each.kind.value for each in owed_next(facts, PLAN, date(2026, 2, 1))] == kinds


@pytest.mark.parametrize(("today", "owed"), [(0, 3), (1, 0)])
def test_nothing_is_owed_from_the_day_after_it(today: int, owed: int) -> None:
    facts = replace(CARED, under_16_until=date(2026, 11, 23))
    assert len(owed_next(facts, PLAN, date(2026, 11, 23) + timedelta(days=today))) == owed


async def test_a_month_of_birth_counts_through_its_last_day(database: Database) -> None:
    village = await Village.founded(database)
    for new, until in (
        (NewChild("小雨", VILLAGE, TODAY, birth_month="2012-02"), date(2028, 2, 29)),
        (NewChild("小雨", VILLAGE, TODAY, born_on=date(2012, 2, 3)), date(2028, 2, 3)),
        (NewChild("小雨", VILLAGE, TODAY), None),
    ):
        async with village.database.write() as tx:
            child = await ledger.add_child(tx, new)
            assert (await facts_of(tx, child)).under_16_until == until


async def test_who_is_sixteen_is_in_no_plan_though_the_reminder_still_stands(
    database: Database,
) -> None:
    village = await Village.founded(database)
    async with database.write() as tx:
        new = NewChild("小雨", VILLAGE, date(2026, 2, 15), born_on=date(2010, 9, 1))
        child = await ledger.add_child(tx, new)
        await reschedule(tx, child, NOW, TODAY)
    assert await village.due() == [date(2026, 8, 15)]
    assert await village.due(on=date(2026, 9, 1)) == [date(2026, 8, 15)]
    assert await village.due(on=date(2026, 9, 2)) == []


async def test_the_rules_of_the_childs_place_count(database: Database) -> None:
    village = await Village.founded(database)
    here = await village.child(ENTERED)
    there = await village.child(ENTERED, region=NEXT_VILLAGE)
    async with database.write() as tx:
        await set_rule(tx, "130123", "contact_months", 2, None, NOW)
        await set_rule(tx, NEXT_VILLAGE, "contact_months", 1, None, NOW)
    assert await reschedule_within(database, PATHS["1301"], NOW, TODAY) == 2

    contacts = {each.child: each.due for each in await village.open() if each.kind == "contact"}
    assert contacts == {here: date(2026, 4, 15), there: date(2026, 3, 15)}

    async with database.write() as tx:
        await drop_rule(tx, "130123", "contact_months")
    assert await reschedule_within(database, PATHS[VILLAGE], NOW, TODAY) == 1
    contacts = {each.child: each.due for each in await village.open() if each.kind == "contact"}
    assert contacts == {here: date(2026, 5, 15), there: date(2026, 3, 15)}


async def test_a_rule_that_goes_leads_back_to_the_same_reminders(database: Database) -> None:
    village = await Village.founded(database)
    await village.child(ENTERED)
    before = await village.open()
    async with database.write() as tx:
        await set_rule(tx, VILLAGE, "visit_months", 3, None, NOW)
    await reschedule_within(database, PATHS[VILLAGE], NOW, TODAY)
    assert len({each.due for each in await village.open()}) == 2
    async with database.write() as tx:
        await drop_rule(tx, VILLAGE, "visit_months")
    await reschedule_within(database, PATHS[VILLAGE], NOW, TODAY)

    assert await village.open() == before


async def test_what_stays_keeps_its_promises_and_what_comes_back_too(database: Database) -> None:
    village, child = await _village(database)
    await _mark(database, child, "contact", put_off_until=date(2026, 5, 18), put_off_why="illness")
    await _mark(database, child, "contact", put_offs=1, tries=2, nudged_on=TODAY)
    before = await _contact(village)

    checked = Held(Kind.REFRESH, TODAY, reached=True)
    async with database.write() as tx:
        await record(tx, village.wang, child, checked, NOW, TODAY)
    assert await _contact(village) == before

    async with database.write() as tx:
        done = await record(tx, village.wang, child, CONTACT, NOW, TODAY)
    assert await _contact(village) != before
    assert (await _contact(village)).put_offs == 0
    async with database.write() as tx:
        await undo(tx, village.wang, child, done.entry, NOW, TODAY)
    assert replace(await _contact(village), acknowledged_on=before.acknowledged_on) == before


@pytest.mark.parametrize(
    ("held_on", "due", "planned"),
    [
        (date(2025, 12, 1), date(2026, 3, 1), date(2026, 6, 1)),  # still over: still in the backlog
        (date(2026, 3, 1), date(2026, 6, 1), None),
    ],
)
async def test_an_older_entry_that_leaves_it_overdue_leaves_it_in_the_backlog(
    database: Database, held_on: date, due: date, planned: date | None
) -> None:
    village = await Village.founded(database)
    child = await village.child("2025-10-01")
    await _mark(database, child, "contact", ask_on=date(2026, 6, 1))
    async with database.write() as tx:
        await record(tx, village.wang, child, replace(CONTACT, held_on=held_on), NOW, TODAY)

    contact = await _contact(village)
    assert (contact.due, contact.ask_on) == (due, planned)


@pytest.mark.parametrize(("worked", "acknowledged"), [(True, None), (False, TODAY)])
async def test_what_is_asked_for_by_the_entered_calendar_counts_as_acknowledged(
    database: Database, worked: bool, acknowledged: date | None
) -> None:
    """Due on 26 May, asked for fifteen days before only where the 26th was entered as a day off."""
    village = await Village.founded(database)
    child = await village.child("2026-02-26")
    async with database.write() as tx:
        await calendar_days.set_days(tx, {date(2026, 5, 26): worked}, None, NOW)
        older = replace(CONTACT, held_on=date(2026, 2, 20))
        await record(tx, village.wang, child, older, NOW, TODAY)
    assert (await _contact(village)).due == date(2026, 5, 20)
    async with database.write() as tx:
        again = replace(CONTACT, held_on=date(2026, 2, 26))
        await record(tx, village.wang, child, again, NOW, TODAY)
        await record(tx, village.wang, child, older, NOW, TODAY)
    contact = await _contact(village)
    assert (contact.due, contact.acknowledged_on) == (date(2026, 5, 26), acknowledged)


async def test_settling_is_two_statements_with_all_the_rules(database: Database) -> None:
    village, child = await _village(database)
    async with database.write() as tx:
        await set_rule(tx, VILLAGE, "visit_months", 3, None, NOW)
    with statements(village.database) as seen:
        async with database.write() as tx:
            await settle(tx, child, NOW, TODAY)
    assert len([each for each in seen if not each.startswith(("BEGIN", "COMMIT"))]) == 2


async def _village(database: Database) -> tuple[Village, ChildId]:
    village = await Village.founded(database)
    return village, await village.child(ENTERED)


async def _contact(village: Village) -> Asked:
    (found,) = [each for each in await village.open() if each.kind == "contact"]
    return found


async def _mark(database: Database, child: ChildId, kind: str, **values: object) -> None:
    async with database.write() as tx:
        await tx.execute(
            sa.update(reminder)
            .where(
                reminder.c.child == child, reminder.c.kind == kind, reminder.c.closed_at.is_(None)
            )
            .values(**values)
        )
