"""Complaints written, answered, passed on, climbing: who is told at each step, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from reminders.complaint_job import Open, complaint_clocks, count_open
from reminders.complaint_owners import About
from reminders.complaints import (
    ComplaintMovedOn,
    NoComplaint,
    answer,
    complain,
    open_for,
    pass_on,
    seen_by,
    still_to_tell,
    withdraw,
)
from storage.access import Actor, Role
from storage.complaints import Complaint, complaint_by_id
from storage.database import Database
from storage.ids import ComplaintId, PersonId
from storage.people import add_role, end_role, roles_of
from storage.tables.desk import audit, calendar_day
from tests.referrals.county import COUNTY, NOW, TODAY, County, to_addresses, to_people

WORDS, ANSWER = "登记了两次都没人理。", "对不起，已经处理。"
S1 = ComplaintId(1)


def morning(day: str) -> datetime:
    """08:40 in Shanghai."""
    return datetime.fromisoformat(f"{day}T00:40").replace(tzinfo=UTC)


@pytest.fixture
async def county(database: Database) -> County:
    made = County(database)
    await made.settle()
    return made


async def wrote(
    county: County,
    about: About = About.DESK,
    by: Actor | None = None,
    region: str | None = COUNTY,
) -> bool:
    """S-1, and whether anybody is there to answer it."""
    async with county.database.write() as tx:
        filed = await complain(tx, by or county.mother, about, WORDS, region, NOW)
    assert filed.answer_by.isoformat() == "2026-12-07"
    return filed.owned


async def told(county: County, now: datetime = NOW) -> set[PersonId]:
    return to_people(await county.letters(now), "complaint")


async def read(county: County) -> Complaint:
    async with county.database.read() as tx:
        found = await complaint_by_id(tx, S1)
    assert found is not None
    return found


def person(actor: Actor) -> PersonId:
    assert actor.person is not None
    return actor.person


async def test_the_nearest_administrator_is_told_and_nobody_else(county: County) -> None:
    assert await wrote(county)
    assert await told(county) == {person(county.county_head)}


async def test_about_the_county_the_city_is_told(county: County) -> None:
    assert await wrote(county, About.ADMINISTRATOR)
    assert await told(county) == {person(county.city_head)}
    assert (await read(county)).about_person == person(county.county_head)
    async with county.database.read() as tx:
        assert await open_for(tx, county.county_head, TODAY) == []
        with pytest.raises(NoComplaint):
            await seen_by(tx, county.county_head, S1, TODAY)
        assert len(await open_for(tx, county.city_head, TODAY)) == 1


async def test_whoever_may_be_meant_is_passed_over_in_each_of_their_roles(county: County) -> None:
    async with county.database.write() as tx:
        unit = county.chen.unit
        await add_role(tx, person(county.county_head), Role.TRIAGE, COUNTY, unit, TODAY)
    assert await wrote(county, About.TRIAGE)
    assert await told(county) == {person(county.city_head)}
    async with county.database.read() as tx:
        assert await open_for(tx, county.county_head, TODAY) == []
        assert not await still_to_tell(tx, S1, person(county.county_head), TODAY)


async def test_with_nobody_left_it_is_kept_unowned_and_told_once_somebody_comes(
    county: County,
) -> None:
    for head in (county.county_head, county.city_head, county.province_head):
        async with county.database.write() as tx:
            (held,) = await roles_of(tx, person(head), TODAY)
            await end_role(tx, held.id, TODAY - timedelta(days=1))
    assert not await wrote(county)
    assert await told(county) == set()
    async with county.database.read() as tx:
        assert await count_open(tx, TODAY) == Open(1, unowned=1, late=0)

    new = await county.person("周局", Role.ADMINISTRATOR, COUNTY)
    at = morning("2026-11-24")
    assert await complaint_clocks(county.database, at) == 0
    assert await told(county, at) == {person(new)}


async def test_without_a_place_it_is_unowned(county: County) -> None:
    assert not await wrote(county, region=None)
    assert not await wrote(county, region="440101")
    async with county.database.read() as tx:
        assert await count_open(tx, TODAY) == Open(2, unowned=2, late=0)


async def test_an_answer_goes_to_the_chat_that_wrote(county: County) -> None:
    await wrote(county)
    await county.letters()
    async with county.database.write() as tx:
        await answer(tx, county.county_head, S1, ANSWER, NOW)
    letters = await county.letters()
    assert to_addresses(letters, "complaint_answered") == {county.mother.address}
    assert [each.refs for each in letters] == [{"complaint": 1}]
    async with county.database.write() as tx:
        with pytest.raises(ComplaintMovedOn):
            await answer(tx, county.county_head, S1, ANSWER, NOW)
        with pytest.raises(ComplaintMovedOn):
            await withdraw(tx, county.mother, S1, NOW)
    assert await county.letters() == []


async def test_nobody_else_answers_or_reads(county: County) -> None:
    await wrote(county)
    async with county.database.write() as tx:
        for actor in (county.chen, county.mother, county.city_head, county.province_head):
            with pytest.raises(NoComplaint):
                await answer(tx, actor, S1, ANSWER, NOW)
            with pytest.raises(NoComplaint):
                await pass_on(tx, actor, S1, 0, NOW)
        with pytest.raises(NoComplaint):
            await seen_by(tx, county.county_head, ComplaintId(9), TODAY)
    assert (await read(county)).is_open


async def test_passed_on_twice_from_one_level_it_goes_up_once(county: County) -> None:
    await wrote(county)
    await county.letters()
    promise = (await read(county)).answer_by
    async with county.database.write() as tx:
        await pass_on(tx, county.county_head, S1, 0, NOW)
        with pytest.raises(ComplaintMovedOn):
            await pass_on(tx, county.county_head, S1, 0, NOW)
    assert await told(county) == {person(county.city_head)}
    async with county.database.write() as tx:
        await pass_on(tx, county.city_head, S1, 1, NOW)
        assert not (await seen_by(tx, county.province_head, S1, TODAY)).can_go_up
        with pytest.raises(ComplaintMovedOn):
            await pass_on(tx, county.province_head, S1, 2, NOW)
    assert (await read(county)).answer_by == promise
    assert (await read(county)).climbed == 2


async def test_it_climbs_on_the_morning_after_its_last_day_and_again_a_week_later(
    county: County,
) -> None:
    await wrote(county)
    await county.letters()
    climbed = {}
    for day in ("2026-12-07", "2026-12-08", "2026-12-09", "2026-12-15", "2026-12-16"):
        at = morning(day)
        moved = await complaint_clocks(county.database, at)
        climbed[day] = (moved, await told(county, at))
    assert climbed == {
        "2026-12-07": (0, set()),
        "2026-12-08": (1, {person(county.city_head)}),
        "2026-12-09": (0, set()),
        "2026-12-15": (0, set()),
        "2026-12-16": (1, {person(county.province_head)}),
    }


async def test_who_was_late_may_still_answer(county: County) -> None:
    await wrote(county)
    await complaint_clocks(county.database, morning("2026-12-08"))
    async with county.database.write() as tx:
        await answer(tx, county.county_head, S1, ANSWER, morning("2026-12-08"))
        assert not await still_to_tell(tx, S1, person(county.city_head), TODAY)
    assert await complaint_clocks(county.database, morning("2026-12-16")) == 0
    assert (await read(county)).climbed == 1


async def test_at_the_top_it_stays_and_is_counted_as_late(county: County) -> None:
    await wrote(county)
    for day in ("2026-12-08", "2026-12-16", "2026-12-24", "2027-01-06"):
        await complaint_clocks(county.database, morning(day))
    assert (await read(county)).climbed == 2
    async with county.database.read() as tx:
        assert await count_open(tx, date(2027, 1, 6)) == Open(1, unowned=0, late=1)
        assert len(await open_for(tx, county.county_head, TODAY)) == 1


async def test_on_a_day_off_nothing_climbs(county: County) -> None:
    await wrote(county)
    await county.letters()
    async with county.database.write() as tx:
        off = {"day": date(2026, 12, 8), "worked": False, "made_at": NOW}
        await tx.execute(sa.insert(calendar_day), off)
    for day, moved in (("2026-12-08", 0), ("2026-12-12", 0), ("2026-12-13", 0), ("2026-12-14", 1)):
        assert await complaint_clocks(county.database, morning(day)) == moved, day


async def test_after_weeks_of_downtime_it_climbs_one_level_first(county: County) -> None:
    """The city had no morning yet to answer on."""
    await wrote(county)
    await county.letters()
    at = morning("2027-01-18")
    assert await complaint_clocks(county.database, at) == 1
    assert await told(county, at) == {person(county.city_head)}
    assert await complaint_clocks(county.database, at) == 0


async def test_every_change_is_in_the_audit_with_ids_only(county: County) -> None:
    await wrote(county)
    async with county.database.write() as tx:
        await pass_on(tx, county.county_head, S1, 0, NOW)
        await withdraw(tx, county.mother, S1, NOW)
    async with county.database.read() as tx:
        rows = list(await tx.execute(sa.select(audit).order_by(audit.c.id)))
    assert [(row.deed, row.thing, row.thing_id) for row in rows] == [
        ("complain", "complaint", 1),
        ("pass_on", "complaint", 1),
        ("withdraw", "complaint", 1),
    ]


async def test_a_withdrawn_one_is_told_to_nobody_any_more(county: County) -> None:
    await wrote(county)
    async with county.database.write() as tx:
        await withdraw(tx, county.mother, S1, NOW)
        assert not await still_to_tell(tx, S1, person(county.county_head), TODAY)
        assert await open_for(tx, county.county_head, TODAY) == []
