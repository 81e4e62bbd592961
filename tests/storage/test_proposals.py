"""Proposals and the round's lists as stored, on both databases: sealed, one winner, scope and cover."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from storage import proposal_changes as changes
from storage.access import Actor, Role
from storage.consents import Purpose, consents_of, end_consents, give_consent, withdraw_consent
from storage.database import Database
from storage.ids import ProposalId
from storage.keys import KeyUnknown
from storage.leave import add_leave, cancel_leave, leave_by_id, set_cover, shorten_leave
from storage.ledger import assign
from storage.proposal_values import (
    ANSWERS,
    ChildTold,
    ContactTold,
    NewProposal,
    ProposalKind,
    ProposalState,
    child_told,
    contact_told,
)
from storage.proposals import (
    hold_proposable,
    place_worked_at,
    proposal_by_id,
    proposal_seen,
    wanted_by,
)
from storage.rounds import Corrected, Span, correct_record, places_in_round, stand_of
from storage.tables.ledger import proposal
from tests.reminders.proposing import MONDAY_ENDS, NOW, TODAY, counted, family, founded
from tests.storage.conftest import at_once
from tests.village import NEXT_VILLAGE, VILLAGE, Village, somebody

TOLD = ChildTold(("K-PSY", "K-POOR"), "陈星星", "2016-07", "妈妈，电话 000-1234", ProposalId(3))
SPAN = Span(date(2026, 12, 7), NOW - timedelta(days=30))


async def _added(
    village: Village, kind: ProposalKind = ProposalKind.CHILD, mother: Actor | None = None
) -> ProposalId:
    told = TOLD if kind is ProposalKind.CHILD else ContactTold("000-5678", None)
    new = NewProposal(
        kind,
        VILLAGE,
        person=None if mother else village.wang.person,
        address=mother.address if mother else None,
        told=told,
    )
    async with village.database.write() as tx:
        return await changes.add_proposal(tx, new, NOW)


async def test_what_was_told_comes_back_as_it_was_and_is_sealed(database: Database) -> None:
    village = await founded(database)
    which = await _added(village)
    async with database.read() as tx:
        found = await proposal_by_id(tx, which)
        assert found is not None
        assert child_told(tx.keys, found) == TOLD
        assert found.answers is not None
        with pytest.raises(KeyUnknown):
            tx.keys.open("child.name", found.answers)
        assert "陈星星" in tx.keys.open(ANSWERS, found.answers)
        raw = (await tx.execute(sa.select(proposal))).one()
    for word in ("陈星星", "K-PSY", "000-1234"):
        assert word.encode() not in raw.answers


async def test_a_wishs_words_come_back_too(database: Database) -> None:
    village, mother = await founded(database), await family(database)
    which = await _added(village, ProposalKind.CONTACT, mother)
    async with database.read() as tx:
        (found,) = await wanted_by(tx, mother.address)
        assert (found.id, contact_told(tx.keys, found)) == (which, ContactTold("000-5678", None))


async def test_of_many_who_decide_at_once_one_wins(database: Database) -> None:
    village = await founded(database)
    which = await _added(village)
    won = await at_once(
        database,
        lambda tx: changes.decide(
            tx, which, ProposalState.ACCEPTED, village.zhao.person, None, NOW
        ),
    )

    assert sum(won) == 1


async def test_a_new_one_is_late_at_once_and_a_decided_one_never(database: Database) -> None:
    village = await founded(database)
    first, second = await _added(village), await _added(village)
    async with database.write() as tx:
        assert await changes.late(tx, NOW, 10) == [first, second]
        assert await changes.late(tx, NOW - timedelta(seconds=1), 10) == []
        await changes.climb(tx, first, 0, MONDAY_ENDS)
        await changes.decide(tx, second, ProposalState.DECLINED, None, None, NOW)
        assert await changes.late(tx, MONDAY_ENDS - timedelta(seconds=1), 10) == []
        assert await changes.late(tx, MONDAY_ENDS, 10) == [first]
        assert await changes.next_late_after(tx, NOW) == MONDAY_ENDS
        assert await changes.next_late_after(tx, MONDAY_ENDS) is None


async def test_who_covers_sees_and_proposes_for_the_covered_village_while_it_lasts(
    database: Database,
) -> None:
    village, mother = await founded(database), await family(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, NEXT_VILLAGE)
    wish = await _added(village, ProposalKind.CONTACT, mother)
    child = await counted(village)
    async with database.write() as tx:
        until = TODAY + timedelta(days=4)
        away = await add_leave(
            tx, village.wang.person, TODAY, until, None, village.wang.person, NOW
        )
        assert await proposal_seen(tx, ma, wish, TODAY) is None
        assert await set_cover(tx, away, ma.person)
        for day, there in ((TODAY, True), (until, True), (until + timedelta(days=1), False)):
            assert (await proposal_seen(tx, ma, wish, day) is not None) is there
            assert (await place_worked_at(tx, ma, VILLAGE, day) is not None) is there
            held = await hold_proposable(tx, ma, child, ProposalKind.LEAVING, day)
            assert (held is not None) is there
        assert await shorten_leave(tx, away, TODAY)
        assert await proposal_seen(tx, ma, wish, until) is None
        assert await cancel_leave(tx, away, NOW)
        assert not await cancel_leave(tx, away, NOW)
        assert not await set_cover(tx, away, None)
        assert await leave_by_id(tx, away) is None


async def test_a_round_counts_who_is_left_and_who_is_done(database: Database) -> None:
    village = await founded(database)
    first = await counted(village, "2026-05-27")
    second = await counted(village, "2026-05-27")
    later = await counted(village, "2026-11-02")
    cared = await village.child("2026-05-27")
    async with database.read() as tx:
        places = await places_in_round(tx, village.zhao, SPAN, TODAY)
        assert [(each.code, each.left) for each in places] == [(VILLAGE, 2)]
        stand = await stand_of(
            tx, village.wang, VILLAGE, SPAN, TODAY, current=first, names=True, after=first
        )
        assert (stand.left, stand.done) == (2, 0)
        assert stand.current is not None
        assert stand.next is not None
        assert (stand.current.child, stand.next.child) == (first, second)
        assert stand.current.name == "小石头"
        for missing in (later, cared):
            found = await stand_of(
                tx, village.wang, VILLAGE, SPAN, TODAY, current=missing, names=False
            )
            waits = found.current is not None and found.current.waits
            assert not waits
        elsewhere = await stand_of(
            tx, village.wang, NEXT_VILLAGE, SPAN, TODAY, current=first, names=False
        )
        assert (elsewhere.current, elsewhere.next, elsewhere.left) == (None, None, 0)


async def test_of_two_directors_each_has_a_round_of_their_own(database: Database) -> None:
    village = await founded(database)
    ma = await somebody(database, "马主任", Role.DIRECTOR, VILLAGE)
    mine, hers = await counted(village, "2026-05-27"), await counted(village, "2026-05-27")
    async with database.write() as tx:
        await assign(tx, mine, village.wang.person, TODAY)
        await assign(tx, hers, ma.person, TODAY)
        for actor, child in ((village.wang, mine), (ma, hers)):
            stand = await stand_of(tx, actor, VILLAGE, SPAN, TODAY, current=None, names=False)
            assert stand.next is not None
            assert (stand.next.child, stand.left) == (child, 1)


async def test_a_corrected_month_of_birth_moves_the_16th_birthday(database: Database) -> None:
    village = await founded(database)
    child = await counted(village)
    async with database.write() as tx:
        await correct_record(tx, child, Corrected(birth_month="2011-02"))
        await correct_record(tx, child, Corrected())
        found = await tx.execute(sa.text("SELECT under_16_until FROM child"))

    assert str(found.scalar_one()) == "2027-02-28"


async def test_the_consent_to_be_contacted_ends_by_itself(database: Database) -> None:
    """A request that is over ends the consents for requests, not this one; withdrawing this ends no other."""
    mother = await family(database)
    async with database.write() as tx:
        for purpose in (Purpose.SUPPORT, Purpose.CONTACT):
            await give_consent(tx, mother.address, purpose, None, NOW)
        await end_consents(tx, mother.address, NOW)
        given = {each.purpose: each.withdrawn_at for each in await consents_of(tx, mother.address)}
        assert given == {Purpose.SUPPORT: NOW, Purpose.CONTACT: None}
        await withdraw_consent(tx, mother.address, Purpose.CONTACT, NOW)
        assert all(each.withdrawn_at for each in await consents_of(tx, mother.address))
