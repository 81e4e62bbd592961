"""Leaving the ledger or key care: what stops, who agrees, what is handed over, how a mistake is mended."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from reminders.accepting import accept
from reminders.due import COUNTED_ONLY, KEY_CARE, Kind
from reminders.leaving import LEAVINGS, Why, may_reopen
from reminders.proposal_jobs import end_at_sixteen
from reminders.proposal_refusals import DecidedAlready, No, NotFitting, NotThere, Waits
from reminders.proposals import decline, propose_key_care, propose_leaving
from reminders.reopening import TooLate, reopen
from reminders.schedule import reschedule
from storage import ledger
from storage.access import Actor, Role
from storage.children import children_of
from storage.database import Database
from storage.ids import ChildId, ProposalId
from storage.ledger import NewChild
from storage.proposals import closings_seen, open_of_child
from storage.regions import load_regions
from storage.tables.ledger import child as children
from tests.reminders.proposing import (
    NOW,
    TODAY,
    Told,
    audited,
    counted,
    founded,
    letters,
    reachable,
    read,
    swept,
)
from tests.village import OTHER_TOWN, VILLAGE, ZONE, Village, at, day_of, somebody

ENTERED = "2026-09-07"


@pytest.mark.parametrize(
    ("why", "stops", "confirmed", "hands_over", "silent"),
    [
        (Why.MOVED, set(KEY_CARE), True, True, False),
        (Why.HUKOU, set(KEY_CARE), True, False, False),
        (Why.NEED_ENDED, set(KEY_CARE) - set(COUNTED_ONLY), True, False, False),
        (Why.SIXTEEN, set(KEY_CARE), False, False, False),
        (Why.DIED, set(KEY_CARE), True, False, True),
    ],
)
def test_what_follows_from_each_reason(
    why: Why, stops: set[Kind], confirmed: bool, hands_over: bool, silent: bool
) -> None:
    rule = LEAVINGS[why]
    assert set(rule.stops) == stops
    assert (rule.confirmed, rule.hands_over, rule.silent) == (confirmed, hands_over, silent)
    assert set(LEAVINGS) == set(Why)


@pytest.mark.parametrize(("days", "allowed"), [(6, True), (7, True), (7.001, False)])
def test_a_leaving_can_be_taken_back_through_seven_days(days: float, allowed: bool) -> None:
    assert may_reopen(NOW - timedelta(days=days), NOW) is allowed


@pytest.mark.parametrize("why", [Why.MOVED, Why.HUKOU, Why.DIED])
async def test_nothing_stops_before_the_supervisor_agrees_then_all_does(
    database: Database, why: Why
) -> None:
    village, child = await _village(database)
    before = await village.due()
    which = await _proposed(village, child, why)
    assert await village.due() == before
    async with database.read() as tx:
        assert [each.id for each in await open_of_child(tx, child)] == [which]
    await _accepted(village, which)

    assert await village.due() == []
    assert await _seen(village, village.zhao) == []
    assert await _row(database, child) == (VILLAGE, TODAY, why.value)


async def test_a_declined_leaving_leaves_all_as_it_was(database: Database) -> None:
    village, child = await _village(database)
    before = await village.due()
    which = await _proposed(village, child, Why.MOVED)
    async with database.write() as tx:
        await decline(tx, village.zhao, which, No.STILL_HERE, NOW, TODAY)

    assert await village.due() == before
    assert [each.kind for each in await letters(database)] == ["proposal_decided"]


async def test_when_the_need_ended_the_child_stays_counted(database: Database) -> None:
    village, child = await _village(database)
    which = await _proposed(village, child, Why.NEED_ENDED)
    await _accepted(village, which)

    assert len(await village.due()) == 1
    assert await _seen(village, village.wang) == [child]
    await _reopened(village, which)
    assert len(await village.due()) == 3


async def test_only_key_care_can_end(database: Database) -> None:
    village = await founded(database)
    child = await counted(village)
    with pytest.raises(NotFitting):
        await _proposed(village, child, Why.NEED_ENDED)
    with pytest.raises(NotFitting):
        await _proposed(village, child, Why.SIXTEEN)


async def test_who_moved_within_the_desk_is_handed_over_and_both_owners_know(
    database: Database,
) -> None:
    village, child = await _village(database)
    qian = await somebody(database, "钱督导", Role.SUPERVISOR, "130123001")
    ma = await somebody(database, "马主任", Role.DIRECTOR, OTHER_TOWN)
    for who in (qian, ma):
        await reachable(database, who)
    async with database.write() as tx:
        await ledger.assign(tx, child, village.wang.person, day_of(at(ENTERED)))
    before = await village.due()
    which = await _proposed(village, child, Why.MOVED, OTHER_TOWN)
    await _accepted(village, which)

    assert await village.due() == before
    assert await _seen(village, village.wang) == await _seen(village, village.zhao) == []
    assert await _seen(village, ma) == await _seen(village, qian) == [child]
    assert await letters(database) == [
        Told("handed_over", ma.person, None, {"child": child}),
        Told("handed_over", qian.person, None, {"child": child}),
        Told("proposal_decided", village.wang.person, None, {"proposal": which}),
    ]
    await _reopened(village, which)
    assert await _seen(village, village.wang) == [child]
    assert (await letters(database))[-1].kind == "child_back"


async def test_a_place_where_nobody_of_the_desk_is_gets_nothing_handed_over(
    database: Database,
) -> None:
    """The administrator of another county's place is not there either: the child leaves the ledger."""
    village, child = await _village(database)
    which = await _proposed(village, child, Why.MOVED, "130199999999")
    await _accepted(village, which)

    assert await _row(database, child) == (VILLAGE, TODAY, "moved")


async def test_where_only_the_county_is_there_it_still_is_the_desks(database: Database) -> None:
    village, child = await _village(database)
    which = await _proposed(village, child, Why.MOVED, OTHER_TOWN)
    await _accepted(village, which)

    assert await _row(database, child) == (OTHER_TOWN, None, None)
    assert (await letters(database))[0].person == village.sun.person


async def test_of_a_child_who_died_nobody_is_sent_anything(database: Database) -> None:
    village, child = await _village(database)
    which = await _proposed(village, child, Why.DIED)
    await swept(database)
    before = await letters(database)
    await _accepted(village, which)

    assert await letters(database) == before
    assert await swept(database, at("2027-03-01")) == []


async def test_of_two_who_accept_at_once_one_acts(database: Database) -> None:
    village, child = await _village(database)
    which = await _proposed(village, child, Why.HUKOU)

    async def one() -> bool:
        try:
            await _accepted(village, which)
        except (NotFitting, DecidedAlready):
            return False
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(4)))) == 1
    assert [each.kind for each in await letters(database)] == ["proposal_decided"]


async def test_one_leaving_waits_at_a_time_and_what_else_waits_ends_with_it(
    database: Database,
) -> None:
    village = await founded(database)
    child = await counted(village)
    async with database.write() as tx:
        care = await propose_key_care(tx, village.wang, child, ("K-PSY",), NOW, TODAY)
    which = await _proposed(village, child, Why.MOVED)
    with pytest.raises(Waits):
        await _proposed(village, child, Why.DIED)
    await _accepted(village, which)

    assert not (await read(database, care)).is_open


@pytest.mark.parametrize("why", [Why.MOVED, Why.HUKOU, Why.DIED])
async def test_a_wrong_leaving_is_taken_back_as_if_it_had_never_been(
    database: Database, why: Why
) -> None:
    village, child = await _village(database)
    before = await village.due()
    which = await _proposed(village, child, why)
    await _accepted(village, which)
    async with database.read() as tx:
        since = NOW - timedelta(days=7)
        assert [each.id for each in await closings_seen(tx, village.zhao, since, TODAY)] == [which]
    for _ in range(2):
        await _reopened(village, which) if await village.due() == [] else None

    assert await village.due() == before
    assert await _seen(village, village.wang) == [child]
    assert [deed for deed, *_ in await audited(database)] == ["propose", "accept", "reopen"]
    with pytest.raises(NotThere):
        await _reopened(village, which)


async def test_after_seven_days_or_by_another_it_stays(database: Database) -> None:
    village, child = await _village(database)
    which = await _proposed(village, child, Why.MOVED)
    await _accepted(village, which)
    qian = await somebody(database, "钱督导", Role.SUPERVISOR, "130123001")
    for actor in (qian, village.wang, village.sun):
        with pytest.raises(NotThere):
            await _reopened(village, which, by=actor)
    late = NOW + timedelta(days=7, seconds=1)
    with pytest.raises(TooLate):
        async with database.write() as tx:
            await reopen(tx, village.zhao, which, late, day_of(late))


async def test_a_child_in_key_care_anew_is_not_put_back(database: Database) -> None:
    village, child = await _village(database)
    which = await _proposed(village, child, Why.NEED_ENDED)
    await _accepted(village, which)
    async with database.write() as tx:
        await ledger.put_in_care(tx, child, ["K-POOR"], TODAY)
    with pytest.raises(TooLate):
        await _reopened(village, which)

    assert (await read(database, which)).decided_why is None


@pytest.mark.parametrize(("day", "left"), [("2026-11-30", False), ("2026-12-01", True)])
async def test_the_16th_birthday_is_over_on_the_day_after(
    database: Database, day: str, left: bool
) -> None:
    village = await founded(database)
    child = await _born(village, date(2010, 11, 30))
    ended = await end_at_sixteen(database, at(day, "08:00"), ZONE)

    assert ended == int(left)
    assert (await _row(database, child) == (VILLAGE, date(2026, 12, 1), "sixteen")) is left
    told = {each.person for each in await letters(database)}
    assert told == ({village.wang.person, village.zhao.person} if left else set())


async def test_late_or_twice_the_birthday_ends_it_once(database: Database) -> None:
    village = await founded(database)
    child = await _born(village, date(2010, 11, 30))
    for _ in range(2):
        await end_at_sixteen(database, at("2026-12-24", "08:00"), ZONE)

    assert await _row(database, child) == (VILLAGE, date(2026, 12, 1), "sixteen")
    assert len(await letters(database)) == 2
    async with database.read() as tx:
        since = at("2026-12-20")
        (closing,) = await closings_seen(tx, village.zhao, since, date(2026, 12, 24))
    later = at("2026-12-25")
    async with database.write() as tx:
        await reopen(tx, village.zhao, closing.id, later, day_of(later))
    assert len(await village.due()) == 1
    assert await end_at_sixteen(database, at("2026-12-26", "08:00"), ZONE) == 0  # told anew first


async def _village(database: Database) -> tuple[Village, ChildId]:
    village = await founded(database)
    return village, await village.child(ENTERED)


async def _born(village: Village, born_on: date) -> ChildId:
    async with village.database.write() as tx:
        new = NewChild("大妮", VILLAGE, date(2026, 10, 12), born_on=born_on)
        made = await ledger.add_child(tx, new)
        await reschedule(tx, made, NOW, TODAY)
    return made


async def _proposed(
    village: Village, child: ChildId, why: Why, to: str | None = None
) -> ProposalId:
    if to == "130199999999":
        rows = [(to, to, "village", f"13/1301/130199/130199999/{to}")]
        await load_regions(village.database, rows)
    async with village.database.write() as tx:
        return await propose_leaving(tx, village.wang, child, why, to, NOW, TODAY)


async def _accepted(village: Village, which: ProposalId) -> None:
    async with village.database.write() as tx:
        await accept(tx, village.zhao, which, NOW, TODAY)


async def _reopened(village: Village, which: ProposalId, by: Actor | None = None) -> None:
    async with village.database.write() as tx:
        await reopen(tx, by or village.zhao, which, NOW, TODAY)


async def _seen(village: Village, actor: Actor) -> Sequence[ChildId]:
    async with village.database.read() as tx:
        found = await children_of(tx, actor, TODAY, 0, 50, names=False)
    return [each.child for each in found]


async def _row(database: Database, child: ChildId) -> tuple[str, date | None, str | None]:
    async with database.read() as tx:
        row = (await tx.execute(sa.select(children).where(children.c.id == child))).one()
    return row.region, row.left_on, row.left_why
