"""Complaints as they are stored: sealed, changed once, narrowed in SQL; on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.access import Role
from storage.complaint_seats import (
    NOWHERE,
    place_of,
    places_of_administrators,
    seats_of_administrators,
)
from storage.complaints import (
    NewComplaint,
    Written,
    add_complaint,
    answer_complaint,
    climb,
    complaint_by_id,
    every_open,
    open_within,
    own_complaint,
    own_complaints,
    withdraw_complaint,
    written_in,
)
from storage.database import Database
from storage.ids import AddressId, ComplaintId, PersonId
from storage.people import add_role
from storage.tables.chats import complaint
from tests.referrals.county import CITY, COUNTY, NEIGHBOUR, NOW, PROVINCE, TODAY, County
from tests.storage.conftest import at_once

WORDS, ANSWER = "服务台的字太小，老人看不清。", "谢谢您，下个月改大。"
BY = NOW + timedelta(days=14)
LATER = NOW + timedelta(hours=1)
MISSING = ComplaintId(99)


@pytest.fixture
async def county(database: Database) -> County:
    made = County(database)
    await made.settle()
    return made


async def put(
    county: County,
    region: str | None = COUNTY,
    by: AddressId | None = None,
    person: PersonId | None = None,
) -> ComplaintId:
    at = by or county.mother.address
    new = NewComplaint(at, person, "desk", None, region, WORDS, BY)
    async with county.database.write() as tx:
        return await add_complaint(tx, new, NOW)


def who(actor: object) -> PersonId:
    person = getattr(actor, "person", None)
    assert person is not None
    return PersonId(person)


async def test_words_and_answer_lie_sealed(county: County) -> None:
    made = await put(county)
    async with county.database.write() as tx:
        assert await answer_complaint(tx, made, who(county.county_head), ANSWER, LATER)
        row = (await tx.execute(sa.select(complaint))).one()
        for column, text in (("words", WORDS), ("answer", ANSWER)):
            assert text.encode() not in bytes(getattr(row, column))
            assert tx.keys.open(f"complaint.{column}", getattr(row, column)) == text
        assert await written_in(tx, made) == Written(WORDS, ANSWER)


async def test_a_complaint_is_answered_once_also_by_twenty_at_once(county: County) -> None:
    made = await put(county)
    by = who(county.county_head)
    won = await at_once(county.database, lambda tx: answer_complaint(tx, made, by, ANSWER, LATER))
    assert won.count(True) == 1
    async with county.database.read() as tx:
        found = await complaint_by_id(tx, made)
    assert found is not None
    assert (found.answered_by, found.closed_at) == (by, LATER)
    assert not found.is_open
    assert not found.is_withdrawn


async def test_what_was_withdrawn_is_erased_and_never_answered(county: County) -> None:
    made = await put(county)
    mine = county.mother.address
    async with county.database.write() as tx:
        assert await withdraw_complaint(tx, made, mine, None, LATER)
        assert not await withdraw_complaint(tx, made, mine, None, LATER)
        assert not await answer_complaint(tx, made, who(county.county_head), ANSWER, LATER)
        found = await complaint_by_id(tx, made)
        assert found is not None
        assert found.is_withdrawn
        assert await written_in(tx, made) == Written("", None)
        assert await every_open(tx) == []


async def test_only_its_writer_takes_it_back_or_finds_it(county: County) -> None:
    made = await put(county)
    other = county.neighbour.address
    async with county.database.write() as tx:
        assert not await withdraw_complaint(tx, made, other, None, LATER)
        assert await own_complaint(tx, made, other, who(county.chen)) is None
        assert await own_complaints(tx, other, None) == []
        assert [each.id for each in await own_complaints(tx, county.mother.address, None)] == [made]
        assert await own_complaint(tx, MISSING, county.mother.address, None) is None


async def test_staff_find_theirs_in_every_chat_the_newest_first(county: County) -> None:
    chen = who(county.chen)
    first = await put(county, by=county.chen.address, person=chen)
    second = await put(county, by=county.liu.address, person=chen)
    async with county.database.read() as tx:
        found = await own_complaints(tx, county.chen.address, chen)
    assert [each.id for each in found] == [second, first]
    assert [each.reference for each in found] == [f"S-{second}", f"S-{first}"]


async def test_open_ones_are_narrowed_to_a_scope_the_oldest_first(county: County) -> None:
    here, there, nowhere = [await put(county, at) for at in (COUNTY, NEIGHBOUR, None)]
    async with county.database.read() as tx:
        assert [each.id for each in await open_within(tx, "13/1301/130123")] == [here]
        assert [each.id for each in await open_within(tx, "13/1301")] == [here, there]
        assert await open_within(tx, "") == []
        assert [each.id for each in await every_open(tx)] == [here, there, nowhere]


async def test_it_climbs_once_from_each_level(county: County) -> None:
    made = await put(county)
    next_day = BY + timedelta(days=7)
    won = await at_once(county.database, lambda tx: climb(tx, made, 0, to=1, answer_by=next_day))
    assert won.count(True) == 1
    async with county.database.write() as tx:
        found = await complaint_by_id(tx, made)
        assert found is not None
        assert (found.climbed, found.answer_by, found.is_open) == (1, next_day, True)
        await withdraw_complaint(tx, made, county.mother.address, None, LATER)
        assert not await climb(tx, made, 1, to=2, answer_by=next_day)


async def test_who_stands_over_a_place_and_who_else_may_be_meant(county: County) -> None:
    async with county.database.read() as tx:
        here = await place_of(tx, COUNTY, None)
        triage = await place_of(tx, COUNTY, Role.TRIAGE)
        city = await place_of(tx, CITY, Role.TRIAGE)
        unknown = await place_of(tx, "440101", None)
    heads = [who(each) for each in (county.county_head, county.city_head, county.province_head)]
    assert here.path == "13/1301/130123"
    assert [(seat.person, seat.role) for seat in here.seats] == [
        (head, Role.ADMINISTRATOR) for head in heads
    ]
    assert all(seat.reachable and seat.held_on(TODAY) for seat in here.seats)
    workers = {seat.person for seat in triage.seats if seat.role is Role.TRIAGE}
    assert workers == {who(county.chen), who(county.liu)}
    everywhere = {seat.person for seat in city.seats if seat.role is Role.TRIAGE}
    assert everywhere == {who(county.chen), who(county.liu), who(county.stranger)}
    assert unknown == NOWHERE


async def test_a_place_without_anybody_still_has_its_path(database: Database) -> None:
    made = County(database)
    await made.settle()
    async with database.write() as tx:
        await tx.execute(sa.text("DELETE FROM address"))
        await tx.execute(sa.text("DELETE FROM role"))
        assert (await place_of(tx, COUNTY, Role.DIRECTOR)).path == "13/1301/130123"
        assert (await place_of(tx, COUNTY, Role.DIRECTOR)).seats == ()
        assert await places_of_administrators(tx, TODAY) == {}


async def test_administrators_are_read_with_all_they_hold(county: County) -> None:
    head = who(county.county_head)
    await also(county, head, Role.TRIAGE, NEIGHBOUR)
    async with county.database.read() as tx:
        seats = await seats_of_administrators(tx, {COUNTY})
        nobody = await seats_of_administrators(tx, set())
    assert {(seat.person, seat.role, seat.path) for seat in seats} == {
        (head, Role.ADMINISTRATOR, "13/1301/130123"),
        (who(county.city_head), Role.ADMINISTRATOR, "13/1301"),
        (who(county.province_head), Role.ADMINISTRATOR, "13"),
        (head, Role.TRIAGE, "13/1301/130108"),
    }
    assert nobody == ()


async def also(county: County, person: PersonId, kind: Role, region: str) -> None:
    async with county.database.write() as tx:
        await add_role(tx, person, kind, region, None, TODAY)


async def test_the_places_with_administrators(county: County) -> None:
    async with county.database.read() as tx:
        today = await places_of_administrators(tx, TODAY)
        before = await places_of_administrators(tx, TODAY - timedelta(days=1))
    assert today == {"13/1301/130123": COUNTY, "13/1301": CITY, "13": PROVINCE}
    assert before == {}
