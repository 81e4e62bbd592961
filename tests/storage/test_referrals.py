"""Referrals as they are stored: sealed content, guarded changes, lists narrowed in SQL; on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from referrals.levels import Level
from referrals.opening import open_referral
from storage.access import Role
from storage.answerers import Tidings, answerers, tell, tell_unit
from storage.chats import mark_unreachable
from storage.consents import Purpose, consents_of, give_consent, withdraw_consents
from storage.danger_traces import (
    add_trace,
    dismiss_trace,
    link_trace,
    open_danger_of,
    trace_at,
    traces_of,
)
from storage.database import Database
from storage.ids import ReferralId
from storage.ledger import NewChild, add_child
from storage.outbox import Priority, To
from storage.people import end_role, roles_of
from storage.referral_changes import Opening, add_referral, change
from storage.referral_lists import held_by, late, queue_of, requests_of
from storage.referrals import (
    Source,
    State,
    answers_of,
    count_of_address,
    next_breach_after,
    of_family,
    of_unit,
)
from storage.relay import add_message, messages_of
from storage.tables.referrals import danger_trace, referral, referral_step, relay
from tests.referrals.county import CITY, COUNTY, NEIGHBOUR, NOW, TODAY, WORDS, County

LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def county(database: Database) -> County:
    made = County(database)
    await made.settle()
    return made


async def test_content_lies_sealed_in_every_column_that_holds_some(county: County) -> None:
    opened = await county.opened()
    async with county.database.write() as tx:
        await add_message(tx, opened.id, WORDS, NOW, from_family=True)
        await add_trace(
            tx, county.mother.address, "self_harm_child", "P1", WORDS, NOW, of=opened.id
        )
        closed = replace(opened, state=State.CLOSED, closed_at=NOW, outcome="helped")
        await change(tx, opened, closed, outcome_words=WORDS)
        raw = []
        for table in (referral, relay, danger_trace, referral_step):
            raw += [value for row in await tx.execute(sa.select(table)) for value in row]

    stored = b"".join(bytes(value) for value in raw if isinstance(value, bytes | memoryview))
    assert len(stored) > 4 * len(WORDS.encode())
    assert WORDS.encode() not in stored
    assert not [value for value in raw if isinstance(value, str) and WORDS in value]
    async with county.database.read() as tx:
        assert WORDS in await answers_of(tx, opened.id)


async def test_a_change_is_refused_when_it_stands_elsewhere_by_now(county: County) -> None:
    opened = await county.opened()
    taken = replace(opened, state=State.CLAIMED, claimed_by=county.chen.person, claimed_at=NOW)
    async with county.database.write() as tx:
        assert await change(tx, opened, taken)
        assert not await change(tx, opened, replace(opened, level="P0"))

    assert await county.read(opened.id) == taken


async def test_a_child_of_the_ledger_has_one_open_referral(county: County) -> None:
    async with county.database.write() as tx:
        child = await add_child(tx, NewChild("小雨", COUNTY, date(2026, 4, 1)))
        opening = Opening(
            address=None,
            child=child,
            opened_by=county.county_head.person,
            region=COUNTY,
            unit=county.unit,
            unit_name="正定分诊台",
            source=Source.DIRECTOR,
            level="P2",
            worry="OTHER",
            age_band=None,
            answers="{}",
        )
        first = await add_referral(tx, opening, NOW, NOW)
        assert first is not None
        assert await add_referral(tx, opening, NOW, NOW) is None
        await change(tx, first, replace(first, state=State.CLOSED, closed_at=NOW))
        assert await add_referral(tx, opening, NOW, NOW) is not None


async def test_each_side_finds_its_own_only(county: County) -> None:
    opened = await county.opened()
    async with county.database.read() as tx:
        assert await of_unit(tx, opened.id, county.unit) == opened
        assert await of_unit(tx, opened.id, county.other_unit) is None
        assert await of_family(tx, opened.id, county.mother.address) == opened
        assert await of_family(tx, opened.id, county.neighbour.address) is None
        assert await requests_of(tx, county.mother.address) == [opened]
        assert await requests_of(tx, county.neighbour.address) == []
        assert await count_of_address(tx, county.mother.address) == 1


async def test_the_queue_is_ordered_by_urgency_then_waiting_and_has_pages(county: County) -> None:
    async with county.database.write() as tx:
        for minutes, level in enumerate((Level.P3, Level.P1, Level.P2, Level.P1)):
            at = NOW + timedelta(minutes=minutes)
            await open_referral(tx, county.mother, county.asked(level), at)
    async with county.database.read() as tx:
        first = await queue_of(tx, county.unit, 0, 3)
        second = await queue_of(tx, county.unit, 1, 3)
        other = await queue_of(tx, county.other_unit, 0, 3)

    assert [each.id for each in first.referrals] == [2, 4, 3]
    assert first.more
    assert [each.id for each in second.referrals] == [1]
    assert not second.more
    assert other.referrals == ()


async def test_what_a_worker_holds_is_what_they_hold_in_this_unit(county: County) -> None:
    claimed = await county.claimed()
    assert county.chen.person is not None
    assert county.liu.person is not None
    async with county.database.read() as tx:
        assert await held_by(tx, county.chen.person, county.unit) == [claimed]
        assert await held_by(tx, county.chen.person, county.other_unit) == []
        assert await held_by(tx, county.liu.person, county.unit) == []


@pytest.mark.parametrize(
    ("seconds", "found"), [(-1, []), (0, [ReferralId(1)]), (1, [ReferralId(1)])]
)
async def test_late_from_the_instant_on(
    county: County, seconds: int, found: list[ReferralId]
) -> None:
    opened = await county.opened(Level.P1)
    assert opened.next_breach_at is not None
    at = opened.next_breach_at + timedelta(seconds=seconds)
    async with county.database.read() as tx:
        assert await late(tx, at) == found
        expected = opened.next_breach_at if seconds < 0 else None
        assert await next_breach_after(tx, at) == expected


@pytest.mark.parametrize(
    ("place", "workers", "heads"),
    [
        (COUNTY, {"chen", "liu"}, {"county_head", "city_head", "province_head"}),
        (NEIGHBOUR, {"stranger"}, {"city_head", "province_head"}),
        (CITY, set(), {"city_head", "province_head"}),
        (None, {"chen", "liu", "stranger"}, {"county_head", "city_head", "province_head"}),
        ("999999", set(), set()),
    ],
)
async def test_who_answers_for_a_place_and_above_it(
    county: County, place: str | None, workers: set[str], heads: set[str]
) -> None:
    async with county.database.read() as tx:
        found = await answerers(tx, place, TODAY)

    def people(names: set[str]) -> set[object]:
        return {getattr(county, name).person for name in names}

    assert {each.person for each in found if each.role is Role.TRIAGE} == people(workers)
    assert {each.person for each in found if each.role is Role.ADMINISTRATOR} == people(heads)
    assert all(each.reachable for each in found)


async def test_a_role_answers_through_its_last_day(county: County) -> None:
    assert county.chen.person is not None
    async with county.database.write() as tx:
        held = await roles_of(tx, county.chen.person, TODAY)
        await end_role(tx, held[0].id, TODAY)
        on = {each.person for each in await answerers(tx, COUNTY, TODAY)}
        after = {each.person for each in await answerers(tx, COUNTY, TODAY + timedelta(days=1))}

    assert county.chen.person in on
    assert county.chen.person not in after


async def test_a_whole_unit_is_told_in_one_statement_and_once(county: County) -> None:
    told = Tidings("k", "referral_new", To(), {"referral": 1}, Priority.ALARM)
    async with county.database.write() as tx:
        await mark_unreachable(tx, county.liu.address, NOW)
        for _ in range(2):
            await tell_unit(tx, county.unit, told, NOW, TODAY)
    letters = await county.letters()

    assert [(each.to.person, each.kind, each.refs) for each in letters] == [
        (county.chen.person, "referral_new", {"referral": 1})
    ]


async def test_telling_twice_under_one_key_tells_once(county: County) -> None:
    told = Tidings("k", "relay", To(address=county.mother.address), {"referral": 1}, Priority.RELAY)
    async with county.database.write() as tx:
        await tell(tx, [told, replace(told, key="k2")], NOW)
        await tell(tx, [told], NOW)
        await tell(tx, [], NOW)

    assert [each.kind for each in await county.letters()] == ["relay", "relay"]


async def test_the_newest_messages_in_order(county: County) -> None:
    opened = await county.opened()
    async with county.database.write() as tx:
        for number in range(1, 6):
            seq = await add_message(tx, opened.id, str(number), NOW, from_family=bool(number % 2))
            assert seq == number
        assert [each.seq for each in await messages_of(tx, opened.id, 3)] == [3, 4, 5]


async def test_consent_is_kept_with_its_receiver_and_when_it_was_taken_back(
    county: County,
) -> None:
    at = county.mother.address
    async with county.database.write() as tx:
        await give_consent(tx, at, Purpose.SUPPORT, None, NOW)
        await give_consent(tx, at, Purpose.PASSING_ON, county.unit, NOW)
        await withdraw_consents(tx, at, LATER)
        found = await consents_of(tx, at)

    assert [(each.purpose, each.unit, each.withdrawn_at) for each in found] == [
        (Purpose.SUPPORT, None, LATER),
        (Purpose.PASSING_ON, county.unit, LATER),
    ]


async def test_a_trace_is_its_chats_own_and_leads_to_its_open_referral(county: County) -> None:
    opened = await county.opened(Level.P1)
    mine, theirs = county.mother.address, county.neighbour.address
    async with county.database.write() as tx:
        trace = await add_trace(tx, mine, "self_harm_child", "P1", WORDS, NOW)
        assert await open_danger_of(tx, mine) is None
        assert await trace_at(tx, trace, theirs) is None
        assert not await dismiss_trace(tx, trace, theirs, NOW)
        await link_trace(tx, trace, opened.id)
        assert not await dismiss_trace(tx, trace, mine, NOW)
        assert await open_danger_of(tx, mine) == opened
        assert await open_danger_of(tx, theirs) is None
        assert [each.words for each in await traces_of(tx, opened.id)] == [WORDS]
