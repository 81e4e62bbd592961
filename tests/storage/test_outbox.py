"""The outbox on both databases: put once, claimed in order under a lease, done once, never lost."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.pace import granted, rest, spent
from storage import outbox
from storage.access import Channel
from storage.chats import ChatId, meet
from storage.database import Database, Transaction
from storage.ids import AddressId, LetterId, PersonId
from storage.outbox import LEASE, Lane, Letter, LetterState, Priority, To, Why
from storage.pace import keep_pace, lock_pace, pace_of
from storage.people import add_person
from storage.showing import confirm, never_shown, showing, to_the_next, unshown
from storage.tallies import brought_since
from storage.webchat import add_event, shown
from tests.storage.conftest import TWENTY, at_once
from tests.village import at, day_of, statements

NOW = at("2026-11-23")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


async def put(
    database: Database,
    key: str,
    *,
    priority: Priority = Priority.RECEIPT,
    not_before: datetime | None = None,
    now: datetime = NOW,
) -> bool:
    async with database.write() as tx:
        return await outbox.put(
            tx,
            key,
            key,
            To(),
            {"child": 12},
            priority=priority,
            now=now,
            not_before=not_before,
        )


async def claim(database: Database, now: datetime = NOW, limit: int = 100) -> list[Letter]:
    async with database.write() as tx:
        return await outbox.claim(tx, now, limit)


def kinds(letters: Sequence[Letter]) -> list[str]:
    return [letter.kind for letter in letters]


async def address_of(database: Database) -> AddressId:
    async with database.write() as tx:
        met = await meet(tx, ChatId(Channel.WEB, 1, 71), "zh_Hans", NOW, day_of(NOW))
    return met.actor.address


async def counted(database: Database) -> dict[LetterState, int]:
    async with database.read() as tx:
        return await outbox.counts(tx)


async def one_claimed(database: Database) -> LetterId:
    await put(database, "a")
    (letter,) = await claim(database)
    return letter.id


async def sent(database: Database, letter: LetterId, now: datetime = NOW) -> None:
    address = await address_of(database)
    async with database.write() as tx:
        await outbox.sent(tx, letter, address, now)


async def test_a_letter_arrives_as_it_was_put(database: Database) -> None:
    address = await address_of(database)
    refs: dict[str, int | str] = {"digest": 5, "day": "2026-11-23"}
    async with database.write() as tx:
        person = await add_person(tx, "王主任", NOW)
        for key, to in {"a": To(person=person), "b": To(address=address)}.items():
            await outbox.put(tx, key, "digest", to, refs, priority=Priority.DIGEST, now=NOW)
    first, second = await claim(database, NOW + MINUTE)

    to = To(person=person)
    assert first == Letter(first.id, "digest", to, refs, 1, NOW, Priority.DIGEST)
    assert second.to == To(address=address)


async def test_a_key_is_put_once(database: Database) -> None:
    assert [await put(database, "a") for _ in range(3)] == [True, False, False]
    assert kinds(await claim(database)) == ["a"]


async def test_twenty_who_put_a_key_at_once_put_it_once(database: Database) -> None:
    found = await at_once(
        database,
        lambda tx: outbox.put(tx, "a", "a", To(), {}, priority=Priority.ALARM, now=NOW),
    )

    assert sorted(found) == [False] * (TWENTY - 1) + [True]
    assert len(await claim(database)) == 1


async def test_a_key_that_was_sent_is_not_put_again(database: Database) -> None:
    await sent(database, await one_claimed(database))

    assert not await put(database, "a")
    assert await claim(database, NOW + timedelta(days=400)) == []


async def test_a_letter_of_an_undone_transaction_was_never_put(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await _failing(database)

    assert await claim(database) == []


async def _failing(database: Database) -> None:
    async with database.write() as tx:
        await outbox.put(tx, "a", "a", To(), {}, priority=Priority.ALARM, now=NOW)
        raise RuntimeError


async def test_the_most_urgent_go_first_then_those_that_waited_longest(database: Database) -> None:
    await put(database, "digest", priority=Priority.DIGEST, not_before=NOW - 9 * MINUTE)
    await put(database, "receipt", priority=Priority.RECEIPT)
    await put(database, "late relay", priority=Priority.RELAY)
    await put(database, "relay", priority=Priority.RELAY, not_before=NOW - MINUTE)
    await put(database, "relay too", priority=Priority.RELAY, not_before=NOW - MINUTE)
    await put(database, "alarm", priority=Priority.ALARM)

    assert kinds(await claim(database, limit=3)) == ["alarm", "relay", "relay too"]
    assert kinds(await claim(database, limit=3)) == ["late relay", "receipt", "digest"]
    assert await claim(database) == []


@pytest.mark.parametrize(("after", "goes"), [(-SECOND, False), (timedelta(0), True)])
async def test_a_letter_goes_not_before_its_instant(
    database: Database, after: timedelta, goes: bool
) -> None:
    await put(database, "a", not_before=NOW + MINUTE)

    assert kinds(await claim(database, NOW + MINUTE + after)) == (["a"] if goes else [])


@pytest.mark.parametrize(
    ("after", "again"), [(timedelta(0), False), (LEASE - SECOND, False), (LEASE, True)]
)
async def test_a_lease_that_lapsed_lets_the_letter_be_claimed_again(
    database: Database, after: timedelta, again: bool
) -> None:
    letter = await one_claimed(database)

    found = await claim(database, NOW + after)

    assert [(each.id, each.tries) for each in found] == ([(letter, 2)] if again else [])


async def test_a_letter_claimed_again_has_a_lease_of_its_own(database: Database) -> None:
    await one_claimed(database)
    await claim(database, NOW + LEASE)

    assert await claim(database, NOW + 2 * LEASE - SECOND) == []
    assert len(await claim(database, NOW + 2 * LEASE)) == 1


@pytest.mark.parametrize("limit", [1, 3, 100])
async def test_twenty_who_claim_at_once_get_each_letter_once(
    database: Database, limit: int
) -> None:
    for number in range(30):
        await put(database, f"letter {number:02}")

    batches = await at_once(database, lambda tx: outbox.claim(tx, NOW, limit))
    rest = await claim(database)

    claimed = [letter.kind for batch in [*batches, rest] for letter in batch]
    assert sorted(claimed) == [f"letter {number:02}" for number in range(30)]
    assert all(len(batch) <= limit for batch in batches)
    assert len(rest) < 30


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_who_claims_does_not_wait_for_another_who_is_claiming(database: Database) -> None:
    await put(database, "a")
    await put(database, "b")
    async with database.write() as tx:
        first = await outbox.claim(tx, NOW, 1)
        second = await claim(database)

    assert (kinds(first), kinds(second)) == (["a"], ["b"])


async def test_a_claim_that_is_undone_leaves_the_letters_to_others(database: Database) -> None:
    await put(database, "a")
    with pytest.raises(RuntimeError):
        await _claims_and_fails(database)

    assert [letter.tries for letter in await claim(database)] == [1]


async def _claims_and_fails(database: Database) -> None:
    async with database.write() as tx:
        assert await outbox.claim(tx, NOW, 5)
        raise RuntimeError


async def test_a_crash_before_the_receipt_repeats_that_letter_and_loses_none(
    database: Database,
) -> None:
    """Three letters are claimed; one receipt is stored, one letter is sent without, one isn't sent."""
    for key in ("a", "b", "c"):
        await put(database, key)
    first, *_ = await claim(database)
    await sent(database, first.id)

    again = await claim(database, NOW + LEASE)
    for letter in again:
        await sent(database, letter.id, NOW + LEASE)

    assert kinds(again) == ["b", "c"]
    assert await counted(database) == {LetterState.SENT: 3}
    assert await claim(database, NOW + timedelta(days=400)) == []


async def test_a_letter_put_off_waits_for_its_new_instant(database: Database) -> None:
    letter = await one_claimed(database)
    async with database.write() as tx:
        await outbox.later(tx, letter, NOW + MINUTE, Why.ASKED_TO_WAIT)

    assert await claim(database, NOW + MINUTE - SECOND) == []
    assert [each.tries for each in await claim(database, NOW + MINUTE)] == [2]


@pytest.mark.parametrize("state", [LetterState.UNREACHABLE, LetterState.BROKEN])
async def test_a_letter_given_up_stays_visible_and_is_never_claimed(
    database: Database, state: LetterState
) -> None:
    letter = await one_claimed(database)
    async with database.write() as tx:
        await outbox.gave_up(tx, letter, state, Why.NO_ADDRESS, NOW)

    assert await claim(database, NOW + timedelta(days=400)) == []
    assert await counted(database) == {state: 1}


async def test_who_comes_late_does_not_undo_what_another_sent(database: Database) -> None:
    """The first sender's lease lapsed; a second one sent the letter meanwhile."""
    letter = await one_claimed(database)
    await claim(database, NOW + LEASE)
    await sent(database, letter, NOW + LEASE)
    async with database.write() as tx:
        await outbox.later(tx, letter, NOW + LEASE, Why.AWAY)
        await outbox.gave_up(tx, letter, LetterState.UNREACHABLE, Why.NO_ADDRESS, NOW + LEASE)

    assert await counted(database) == {LetterState.SENT: 1}
    assert await claim(database, NOW + timedelta(days=400)) == []


async def test_who_sent_late_after_all_ends_the_waiting(database: Database) -> None:
    """The other way round: put off by the second, then the first one's message went through."""
    letter = await one_claimed(database)
    await claim(database, NOW + LEASE)
    async with database.write() as tx:
        await outbox.later(tx, letter, NOW + LEASE + MINUTE, Why.AWAY)
    await sent(database, letter, NOW + LEASE)

    assert await claim(database, NOW + timedelta(days=400)) == []


async def test_the_next_instant_is_the_first_one_after(database: Database) -> None:
    async with database.read() as tx:
        assert await outbox.next_instant(tx, NOW) is None
    await put(database, "a", not_before=NOW)
    await put(database, "b", not_before=NOW + 2 * MINUTE)
    await put(database, "c", not_before=NOW + MINUTE)
    async with database.read() as tx:
        assert await outbox.next_instant(tx, NOW) == NOW + MINUTE
        assert await outbox.next_instant(tx, NOW + MINUTE) == NOW + 2 * MINUTE
        assert await outbox.next_instant(tx, NOW + 2 * MINUTE) is None


async def test_the_oldest_waiting_is_of_those_not_done(database: Database) -> None:
    await put(database, "a", now=NOW - MINUTE)
    await put(database, "b", now=NOW)
    async with database.read() as tx:
        assert await outbox.oldest_waiting(tx) == NOW - MINUTE
    (letter,) = await claim(database, limit=1)
    async with database.read() as tx:
        assert await outbox.oldest_waiting(tx) == NOW - MINUTE
    await sent(database, letter.id)
    async with database.read() as tx:
        assert await outbox.oldest_waiting(tx) == NOW
    assert await counted(database) == {LetterState.WAITING: 1, LetterState.SENT: 1}


async def test_a_claim_is_one_statement_whether_or_not_something_waits(database: Database) -> None:
    with statements(database) as seen:
        await claim(database)
    await put(database, "a")
    with statements(database) as seen_again:
        await claim(database)

    assert len(_own(seen)) == len(_own(seen_again)) == 1


def _own(seen: list[str]) -> list[str]:
    return [statement for statement in seen if "outbox" in statement]


async def test_claiming_does_not_read_what_was_sent_long_ago(database: Database) -> None:
    """The open letters have an index of their own; a year's sent ones lie outside."""
    with statements(database) as seen:
        await claim(database)
    chosen = _own(seen)[0]
    assert "state IN ('waiting', 'sending')" in chosen
    async with database.write() as tx:
        if tx.dialect == "postgresql":
            await tx.execute(sa.text("SET LOCAL enable_seqscan = off"))
        plan = await tx.execute(_explained(tx.dialect))
        assert "ix_outbox_waiting" in "\n".join(str(row) for row in plan)


def _explained(dialect: str) -> sa.TextClause:
    ordered = "SELECT id FROM outbox WHERE state IN ('waiting', 'sending') ORDER BY priority"
    return sa.text(f"EXPLAIN {'QUERY PLAN ' if dialect == 'sqlite' else ''}{ordered}")


async def test_letters_are_for_people_who_exist(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        await _to_nobody(database)


async def _to_nobody(database: Database) -> None:
    async with database.write() as tx:
        to = To(person=PersonId(404))
        await outbox.put(tx, "a", "a", to, {}, priority=Priority.ALARM, now=NOW)


async def test_a_letter_held_back_was_not_tried(database: Database) -> None:
    letter = await one_claimed(database)
    async with database.write() as tx:
        await outbox.held(tx, letter, Why.QUIET, NOW + MINUTE)

    assert await claim(database, NOW + MINUTE - SECOND) == []
    assert [each.tries for each in await claim(database, NOW + MINUTE)] == [1]


async def test_what_waits_for_a_slot_has_a_lane_of_its_own(database: Database) -> None:
    paced = await one_claimed(database)
    async with database.write() as tx:
        await outbox.held(tx, paced, Why.PACED)
    await put(database, "b")

    assert await waits_for_a_slot(database)
    assert kinds(await claim_in(database, Lane.FREE)) == ["b"]
    assert kinds(await claim_in(database, Lane.PACED)) == ["a"]
    assert not await waits_for_a_slot(database)
    assert await waits_for_a_slot(database, NOW + LEASE)
    assert kinds(await claim_in(database, Lane.FREE, NOW + LEASE)) == ["b"]
    assert kinds(await claim_in(database, Lane.PACED, NOW + LEASE)) == ["a"]


async def claim_in(database: Database, lane: Lane, now: datetime = NOW) -> list[Letter]:
    async with database.write() as tx:
        return await outbox.claim(tx, now, 100, lane)


async def waits_for_a_slot(database: Database, now: datetime = NOW) -> bool:
    async with database.read() as tx:
        return await outbox.paced_wait(tx, now)


async def test_the_next_instant_is_also_that_of_a_lease_or_a_page(database: Database) -> None:
    letter = await one_claimed(database)
    async with database.read() as tx:
        assert await outbox.next_instant(tx, NOW) == NOW + LEASE
    check_at = NOW + timedelta(hours=2)
    await brought(database, letter, 7, check_at)
    async with database.read() as tx:
        assert await outbox.next_instant(tx, NOW) == check_at
        assert await outbox.next_instant(tx, check_at) is None


async def brought(database: Database, letter: LetterId, event: int, check_at: datetime) -> None:
    address = await address_of(database)
    async with database.write() as tx:
        await showing(tx, letter, address, event, NOW, check_at)


async def test_a_letter_being_shown_is_no_longer_claimed(database: Database) -> None:
    letter = await one_claimed(database)
    await brought(database, letter, 7, NOW + MINUTE)
    assert await claim(database, NOW + timedelta(days=400)) == []
    assert await counted(database) == {LetterState.SHOWING: 1}


async def test_who_comes_late_does_not_take_back_what_is_being_shown(database: Database) -> None:
    letter = await one_claimed(database)
    await brought(database, letter, 7, NOW + MINUTE)
    async with database.write() as tx:
        await outbox.later(tx, letter, NOW + LEASE, Why.AWAY)
        await outbox.held(tx, letter, Why.PACED)
        await outbox.gave_up(tx, letter, LetterState.BROKEN, Why.MALFORMED, NOW)
    assert await counted(database) == {LetterState.SHOWING: 1}


async def test_what_its_page_has_shown_is_sent_at_that_instant(database: Database) -> None:
    address = await address_of(database)
    async with database.write() as tx:
        events = [await add_event(tx, address, "message", {}, NOW) for _ in range(2)]
    for key, event in zip("ab", events, strict=True):
        await put(database, key)
        (letter,) = await claim(database)
        await brought(database, letter.id, event.id, NOW + MINUTE)
    async with database.write() as tx:
        await shown(tx, address, events[0].seq, NOW + SECOND)
        assert await confirm(tx) == 1
        assert await confirm(tx) == 0
        late = await unshown(tx, NOW + MINUTE, 10)
    assert [(each.letter.kind, each.at, each.brought_at) for each in late] == [("b", address, NOW)]
    assert await counted(database) == {LetterState.SENT: 1, LetterState.SHOWING: 1}


async def test_past_its_page_a_letter_goes_on_and_remembers_where_it_was(
    database: Database,
) -> None:
    letter = await one_claimed(database)
    await brought(database, letter, 7, NOW + MINUTE)
    address = await address_of(database)
    async with database.write() as tx:
        (late,) = await unshown(tx, NOW + MINUTE, 10)
        assert not late.asked_before
        await to_the_next(tx, late, NOW + MINUTE)
        await never_shown(tx, late, NOW + MINUTE)  # it is on its way meanwhile
    (again,) = await claim(database, NOW + MINUTE)
    assert (again.tried, again.event) == ((address,), 7)


async def test_letters_of_a_day_are_counted_by_recipient(database: Database) -> None:
    address = await address_of(database)
    async with database.write() as tx:
        people = [await add_person(tx, name, NOW) for name in ("王", "赵")]
        told = [To(person=people[0])] * 3 + [To(person=people[1]), To(address=address)]
        for number, to in enumerate(told):
            key = f"letter {number}"
            await outbox.put(tx, key, key, to, {}, priority=Priority.RECEIPT, now=NOW)
        alarm = To(person=people[0])
        await outbox.put(tx, "alarm", "alarm", alarm, {}, priority=Priority.ALARM, now=NOW)
    letters = {letter.kind: letter.id for letter in await claim(database)}
    await sent(database, letters["letter 0"], NOW)
    await sent(database, letters["letter 1"], NOW - timedelta(days=1))
    async with database.write() as tx:
        found = await brought_since(tx, {*told}, NOW - MINUTE)
    assert found == {told[0]: 2, told[3]: 1, told[4]: 1}


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_replicas_that_claim_at_once_count_each_others_letters(
    database: Database,
) -> None:
    """The second waits for the first's count of the same person; their letters are different ones."""
    async with database.write() as tx:
        to = To(person=await add_person(tx, "王", NOW))
        for number in range(8):
            await outbox.put(tx, str(number), "a", to, {}, priority=Priority.RECEIPT, now=NOW)

    async def one() -> int:
        async with database.write() as tx:
            assert len(await outbox.claim(tx, NOW, 4)) == 4
            return (await brought_since(tx, {to}, NOW))[to]

    assert sorted(await asyncio.gather(one(), one())) == [4, 8]


async def test_the_pace_of_a_token_is_taken_by_one_at_a_time(database: Database) -> None:
    async def one(tx: Transaction) -> int:
        pace = await lock_pace(tx, "telegram:1")
        grant = granted(pace, "a", NOW)
        assert grant is not None
        await keep_pace(tx, "telegram:1", spent(pace, "a", grant, 1))
        return grant.count

    assert sorted(await at_once(database, one)) == list(range(25 - TWENTY + 1, 26))
    async with database.read() as tx:
        kept = await pace_of(tx, "telegram:1")
    assert (kept.holder, kept.next_at) == ("a", NOW + TWENTY * SECOND / 25)


async def test_rests_asked_for_at_once_leave_the_longest(database: Database) -> None:
    for seconds in (5, 30, 7):
        await rest(database, "telegram:1", NOW + seconds * SECOND)
    async with database.read() as tx:
        assert (await pace_of(tx, "telegram:1")).not_before == NOW + 30 * SECOND
