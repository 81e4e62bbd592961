"""Proposals on both databases: whose they are and for how long, one winner, what follows, who is told."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest

from reminders.accepting import accept
from reminders.proposal_clock import TOPS, Climb, answer_by, climb, may_tell
from reminders.proposal_refusals import (
    CONTACTED,
    DecidedAlready,
    No,
    NotFitting,
    NotThere,
    Refused,
    Waits,
)
from reminders.proposals import decline, propose_child, propose_key_care, withdraw
from reminders.recipients import Around, Rung
from reminders.wishes import answer_wish, not_ours, want_contact
from storage.access import Actor, Role
from storage.children import children_of, file_of
from storage.database import Database
from storage.ids import PersonId, ProposalId
from storage.people import end_role, roles_of
from storage.proposal_changes import count_climbed
from storage.proposal_values import UNTOLD, ChildTold, ContactTold, ProposalKind, ProposalState
from storage.proposals import count_waiting, proposal_seen, proposals_seen
from tests.reminders.proposing import (
    MONDAY_ENDS,
    NOW,
    TODAY,
    Told,
    audited,
    counted,
    family,
    founded,
    letters,
    reachable,
    read,
    swept,
)
from tests.village import NEXT_VILLAGE, OTHER_TOWN, VILLAGE, Village, at, day_of, somebody

CHILD, LEAVING, CONTACT = ProposalKind.CHILD, ProposalKind.LEAVING, ProposalKind.CONTACT
NEW = ChildTold(("K-PSY",), "陈星星", "2016-07", "妈妈，电话 000-1234")
WISH = ContactTold("晚上七点后打 000-5678", "6-12")
WANG, ZHAO, SUN = (PersonId(each) for each in (1, 2, 3))
EVERYBODY = Around((WANG,), (ZHAO,), (SUN,))


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        ("2026-11-23", "2026-11-30"),  # Monday to Monday
        ("2026-11-21", "2026-11-27"),  # made on a Saturday
        (
            "2026-09-30",
            "2026-10-13",
        ),  # over the week of the national holiday, Saturday 10 October worked
    ],
)
def test_five_working_days_end_with_their_working_hours(made: str, ends: str) -> None:
    assert answer_by(date.fromisoformat(made)) == at(ends, "17:30")


def test_the_notice_of_the_year_moves_the_end() -> None:
    worked: Mapping[date, bool] = {date(2026, 11, 24): False, date(2026, 11, 29): True}
    assert answer_by(TODAY, worked) == at("2026-11-30", "17:30")
    assert answer_by(TODAY, {date(2026, 11, 24): False}) == at("2026-12-01", "17:30")


@pytest.mark.parametrize(
    ("now", "tells"),
    [
        (at("2026-11-23", "08:29"), False),
        (at("2026-11-23", "08:30"), True),
        (at("2026-11-23", "17:59"), True),
        (at("2026-11-23", "18:00"), False),
        (at("2026-11-22", "10:00"), False),  # a Sunday
    ],
)
def test_nobody_is_told_at_night_or_on_a_day_off(now: datetime, tells: bool) -> None:
    assert may_tell(now) is tells


@pytest.mark.parametrize(
    ("kind", "climbed", "who", "expected"),
    [
        (CONTACT, UNTOLD, EVERYBODY, Climb(0, Rung.DIRECTOR, (WANG,))),
        (CONTACT, 0, EVERYBODY, Climb(1, Rung.SUPERVISOR, (ZHAO,))),
        (CONTACT, 1, EVERYBODY, Climb(2, Rung.COUNTY, (SUN,))),
        (CONTACT, 2, EVERYBODY, Climb(3, Rung.COUNTY, (SUN,))),  # again and again
        (CONTACT, UNTOLD, Around((), (ZHAO,), (SUN,)), Climb(1, Rung.SUPERVISOR, (ZHAO,))),
        (CONTACT, UNTOLD, Around((), (), (SUN,)), Climb(2, Rung.COUNTY, (SUN,))),
        (CONTACT, 0, Around((WANG,), (), (SUN,)), Climb(2, Rung.COUNTY, (SUN,))),
        (CONTACT, 0, Around((), (), ()), Climb(0, Rung.COUNTY, ())),
        (CHILD, UNTOLD, EVERYBODY, Climb(0, Rung.SUPERVISOR, (ZHAO,))),
        (LEAVING, 0, EVERYBODY, Climb(1, Rung.COUNTY, (SUN,))),
        (LEAVING, UNTOLD, Around((WANG,), (), ()), Climb(UNTOLD, Rung.COUNTY, ())),
    ],
)
def test_who_is_told_next(kind: ProposalKind, climbed: int, who: Around, expected: Climb) -> None:
    assert climb(kind, climbed, who) == expected
    assert expected.climbed <= TOPS[kind] or climbed >= TOPS[kind]


async def test_a_child_is_added_with_all_that_belongs_to_it(database: Database) -> None:
    village = await founded(database)
    which = await _proposed(village)
    assert await swept(database) == [
        Told("proposal_waiting", village.zhao.person, None, {"proposal": which})
    ]
    async with database.write() as tx:
        _, child = await accept(tx, village.zhao, which, NOW, TODAY)

    async with database.read() as tx:
        file = await file_of(tx, village.wang, child, TODAY, personal=True)
    assert file is not None
    assert file.personal is not None
    assert (file.personal.name, file.personal.reasons) == ("陈星星", ("K-PSY",))
    assert {each.kind for each in file.reminders} == {"contact", "visit", "refresh"}
    assert (await read(database, which)).state is ProposalState.ACCEPTED
    assert (await letters(database))[-1] == Told(
        "proposal_decided", village.wang.person, None, {"proposal": which}
    )
    assert await audited(database) == [
        ("propose", "proposal", which),
        ("accept", "proposal", which),
    ]


async def test_without_reasons_it_is_counted_only(database: Database) -> None:
    village = await founded(database)
    which = await _proposed(village, ChildTold((), "陈星星"))
    async with database.write() as tx:
        await accept(tx, village.zhao, which, NOW, TODAY)

    assert len(await village.due()) == 1


async def test_the_proposer_answers_for_the_child_where_two_share_the_village(
    database: Database,
) -> None:
    village = await founded(database)
    await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    which = await _proposed(village)
    async with database.write() as tx:
        await accept(tx, village.zhao, which, NOW, TODAY)
    async with database.read() as tx:
        found = await children_of(tx, village.wang, TODAY, 0, 10, names=False)

    assert len(found) == 1


async def test_a_counted_child_gets_key_care_from_the_day_it_was_accepted(
    database: Database,
) -> None:
    village = await founded(database)
    child = await counted(village)
    async with database.write() as tx:
        which = await propose_key_care(tx, village.wang, child, ("K-POOR",), NOW, TODAY)
    later = at("2026-11-25")
    async with database.write() as tx:
        await accept(tx, village.zhao, which, later, day_of(later))

    assert date(2027, 2, 25) in await village.due()
    with pytest.raises(NotFitting):
        async with database.write() as tx:
            await propose_key_care(tx, village.wang, child, ("K-POOR",), NOW, TODAY)


async def test_one_waits_at_a_time(database: Database) -> None:
    village = await founded(database)
    child = await counted(village)
    async with database.write() as tx:
        first = await propose_key_care(tx, village.wang, child, ("K-POOR",), NOW, TODAY)
    with pytest.raises(Waits) as waits:
        async with database.write() as tx:
            await propose_key_care(tx, village.wang, child, ("K-PSY",), NOW, TODAY)

    assert waits.value.which == first


async def test_of_supervisors_who_accept_at_once_one_acts(database: Database) -> None:
    village = await founded(database)
    which = await _proposed(village)

    async def one() -> bool:
        try:
            async with database.write() as tx:
                await accept(tx, village.zhao, which, NOW, TODAY)
        except DecidedAlready:
            return False
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(5)))) == 1
    async with database.read() as tx:
        assert len(await children_of(tx, village.zhao, TODAY, 0, 10, names=False)) == 1


async def test_what_was_told_is_gone_once_it_is_decided(database: Database) -> None:
    village = await founded(database)
    which = await _proposed(village)
    assert (await read(database, which)).answers is not None
    async with database.write() as tx:
        await decline(tx, village.zhao, which, No.NOT_COVERED, NOW, TODAY)

    closed = await read(database, which)
    assert (closed.state, closed.decided_why, closed.answers) == (
        ProposalState.DECLINED,
        "not_covered",
        None,
    )
    assert (await letters(database))[-1].kind == "proposal_decided"
    with pytest.raises(DecidedAlready):
        async with database.write() as tx:
            await decline(tx, village.zhao, which, No.KNOWN, NOW, TODAY)
    with pytest.raises(NotFitting):
        async with database.write() as tx:
            await decline(tx, village.zhao, which, No.STILL_HERE, NOW, TODAY)


async def test_a_reason_of_another_kind_or_a_child_of_16_is_refused(database: Database) -> None:
    village = await founded(database)
    for month, refused in (("2010-10", True), ("2010-11", False), ("2010-12", False)):
        told = ChildTold((), "大毛", month)
        if refused:
            with pytest.raises(NotFitting):
                await _proposed(village, told)
        else:
            await _proposed(village, told)


@pytest.mark.parametrize("name", ["ma", "qian", "wang", "sun", "mother"])
async def test_what_is_not_theirs_is_not_there(database: Database, name: str) -> None:
    """Another village's director, another township's supervisor, the proposer, the county, a family."""
    village = await founded(database)
    which = await _proposed(village)
    child = await counted(village)
    others: dict[str, Actor] = {
        "ma": await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE),
        "qian": await somebody(database, "钱督导", Role.SUPERVISOR, "130123001"),
        "wang": village.wang,
        "sun": village.sun,
        "mother": await family(database),
    }
    actor = others[name]
    async with database.write() as tx:
        for deed in (
            accept(tx, actor, which, NOW, TODAY),
            decline(tx, actor, which, No.KNOWN, NOW, TODAY),
            accept(tx, actor, ProposalId(999), NOW, TODAY),
        ):
            with pytest.raises(NotThere):
                await deed
        if name != "wang":
            assert await proposal_seen(tx, actor, which, TODAY) is None
            with pytest.raises(NotThere):
                await withdraw(tx, actor, which, NOW)
            with pytest.raises(NotThere):
                await propose_key_care(tx, actor, child, ("K-PSY",), NOW, TODAY)
            with pytest.raises(NotThere):
                await propose_child(tx, actor, VILLAGE, NEW, NOW, TODAY)

    assert (await read(database, which)).is_open


async def test_a_family_waits_for_the_director_then_the_supervisor_then_the_county_counts(
    database: Database,
) -> None:
    village, mother = await founded(database), await family(database)
    which = await _wished(village, mother)
    waiting = {"proposal": which}

    assert await swept(database) == [Told("proposal_waiting", village.wang.person, None, waiting)]
    assert await swept(database) == []
    assert (await read(database, which)).answer_by == MONDAY_ENDS
    assert await swept(database, MONDAY_ENDS - timedelta(minutes=1)) == []
    assert await swept(database, MONDAY_ENDS) == [
        Told("proposal_waiting", village.zhao.person, None, waiting)
    ]
    assert await swept(database, at("2026-12-07", "17:29")) == []
    assert await swept(database, at("2026-12-07", "17:30")) == [
        Told("proposals_waiting_above", village.sun.person, None, {"region": "130123"})
    ]
    async with database.read() as tx:
        assert await count_climbed(tx, "130123", TOPS) == 1
        assert await count_climbed(tx, "130123001", TOPS) == 0
    assert await swept(database, at("2026-12-14", "17:30")) != []


async def test_what_comes_at_night_is_told_in_the_morning(database: Database) -> None:
    village, mother = await founded(database), await family(database)
    late = at("2026-11-27", "23:10")
    async with database.write() as tx:
        await want_contact(tx, mother, VILLAGE, WISH, late)

    assert await swept(database, late) == []
    assert await swept(database, at("2026-11-29", "10:00")) == []
    assert len(await swept(database, at("2026-11-30", "08:30"))) == 1
    assert village.wang.person == (await letters(database))[-1].person


async def test_after_a_long_silence_of_the_machine_one_step_is_taken(database: Database) -> None:
    village, mother = await founded(database), await family(database)
    await _wished(village, mother)
    await swept(database)

    assert len(await swept(database, at("2027-03-01"))) == 1
    assert await swept(database, at("2027-03-01", "09:01")) == []


async def test_where_there_is_no_director_the_supervisor_is_asked_first(
    database: Database,
) -> None:
    village, mother = await founded(database), await family(database)
    async with database.write() as tx:
        for role in await roles_of(tx, village.wang.person, TODAY):
            await end_role(tx, role.id, TODAY - timedelta(days=1))
    await _wished(village, mother)

    assert [each.person for each in await swept(database)] == [village.zhao.person]


async def test_nobody_anywhere_is_tried_again_and_lost_never(database: Database) -> None:
    village = await founded(database)
    mother = await family(database)
    async with database.write() as tx:
        which = await want_contact(tx, mother, OTHER_TOWN, WISH, NOW)
        for role in await roles_of(tx, village.sun.person, TODAY):
            await end_role(tx, role.id, TODAY - timedelta(days=1))
    assert await swept(database) == []
    qian = await somebody(database, "钱督导", Role.SUPERVISOR, "130123001")
    await reachable(database, qian)

    assert [each.person for each in await swept(database, at("2026-11-24"))] == [qian.person]
    assert (await read(database, which)).climbed == 1


async def test_the_director_answers_and_the_family_is_told(database: Database) -> None:
    village, mother = await founded(database), await family(database)
    which = await _wished(village, mother)
    async with database.write() as tx:
        await answer_wish(tx, village.wang, which, CONTACTED, NOW, TODAY)

    assert await letters(database) == [
        Told("proposal_answered", None, mother.address, {"proposal": which})
    ]
    assert (await read(database, which)).answers is None
    with pytest.raises(DecidedAlready):
        async with database.write() as tx:
            await answer_wish(tx, village.zhao, which, CONTACTED, NOW, TODAY)


async def test_not_ours_goes_to_the_supervisor_at_once_and_from_there_to_the_family(
    database: Database,
) -> None:
    village, mother = await founded(database), await family(database)
    which = await _wished(village, mother)
    await swept(database)
    async with database.write() as tx:
        await not_ours(tx, village.wang, which, NOW, TODAY)
    assert [each.person for each in await swept(database)] == [village.zhao.person]
    async with database.write() as tx:
        await not_ours(tx, village.wang, which, NOW, TODAY)  # pressed again
    assert await swept(database) == []
    async with database.write() as tx:
        await decline(tx, village.zhao, which, No.NOT_OURS, NOW, TODAY)

    assert (await letters(database))[-1].address == mother.address


async def test_a_family_takes_it_back_and_nothing_of_it_stays(database: Database) -> None:
    village, mother = await founded(database), await family(database)
    which = await _wished(village, mother)
    with pytest.raises(Waits):
        await _wished(village, mother)
    stranger = await family(database)
    with pytest.raises(NotThere):
        async with database.write() as tx:
            await withdraw(tx, stranger, which, NOW)
    async with database.write() as tx:
        await withdraw(tx, mother, which, NOW)

    gone = await read(database, which)
    assert (gone.state, gone.answers) == (ProposalState.WITHDRAWN, None)
    assert await swept(database, MONDAY_ENDS) == []
    with pytest.raises(Refused):
        async with database.write() as tx:
            await answer_wish(tx, village.wang, which, CONTACTED, NOW, TODAY)


async def test_a_child_that_is_proposed_answers_the_wish(database: Database) -> None:
    village, mother = await founded(database), await family(database)
    wish = await _wished(village, mother)
    told = ChildTold((), "陈星星", wanted=wish)
    await _proposed(village, told)
    await _proposed(
        village, told
    )  # the wish was answered already: the child is proposed all the same

    assert (await read(database, wish)).decided_why == "child_proposed"
    assert [each.kind for each in await letters(database)] == ["proposal_answered"]


async def test_everybody_sees_what_is_theirs_to_see(database: Database) -> None:
    village, mother = await founded(database), await family(database)
    mine, wish = await _proposed(village), await _wished(village, mother)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    qian = await somebody(database, "钱督导", Role.SUPERVISOR, "130123001")
    async with database.read() as tx:
        seen = {
            who.person: [each.id for each in await proposals_seen(tx, who, TODAY, 0, 8)]
            for who in (village.wang, village.zhao, ma, qian, village.sun)
        }
        assert await count_waiting(tx, village.zhao, TODAY) == 2

    assert seen == {
        village.wang.person: [mine, wish],
        village.zhao.person: [mine, wish],
        ma.person: [],
        qian.person: [],
        village.sun.person: [],
    }


async def _proposed(village: Village, told: ChildTold = NEW) -> ProposalId:
    async with village.database.write() as tx:
        return await propose_child(tx, village.wang, VILLAGE, told, NOW, TODAY)


async def _wished(village: Village, mother: Actor) -> ProposalId:
    async with village.database.write() as tx:
        return await want_contact(tx, mother, VILLAGE, WISH, NOW)
