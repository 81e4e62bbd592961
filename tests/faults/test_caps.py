"""Whatever goes wrong above: nobody gets more than a day's letters, and no digest comes in quiet hours."""

from datetime import date, datetime, timedelta

import pytest
import structlog

from bot.holding import MOST_A_DAY, holds
from storage.access import Channel
from storage.chats import ChatId
from storage.ids import LetterId, PersonId
from storage.letter import Letter, LetterState, Priority, To, Why
from storage.people import add_person
from tests.cast import MONDAY, ZONE
from tests.faults.ground import Post

NO_DAYS: dict[date, bool] = {}
WANG, ZHAO = To(person=PersonId(1)), To(person=PersonId(2))
MORNING = "2026-11-24T08:40"


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


def letters(count: int, to: To = WANG, priority: Priority = Priority.RECEIPT) -> list[Letter]:
    return [
        Letter(LetterId(number), "note", to, {}, 1, MONDAY, priority) for number in range(count)
    ]


@pytest.mark.parametrize(
    ("at", "exceptions", "until"),
    [
        ("2026-11-23T08:29", NO_DAYS, "2026-11-23T08:40"),
        ("2026-11-23T08:30", NO_DAYS, None),
        ("2026-11-23T19:59", NO_DAYS, None),
        ("2026-11-23T20:00", NO_DAYS, MORNING),
        ("2026-11-24T00:00", NO_DAYS, MORNING),
        ("2026-11-27T23:00", NO_DAYS, "2026-11-30T08:40"),
        ("2026-11-28T10:00", NO_DAYS, "2026-11-30T08:40"),  # a Saturday
        ("2026-11-28T10:00", {date(2026, 11, 28): True}, None),
        ("2026-11-27T23:00", {date(2026, 11, 28): True}, "2026-11-28T08:40"),
    ],
)
def test_a_digest_comes_within_the_day(
    at: str, exceptions: dict[date, bool], until: str | None
) -> None:
    found = holds(letters(1, priority=Priority.DIGEST), {WANG: 1}, local(at), exceptions)
    assert [hold.until for hold in found] == ([] if until is None else [local(until)])
    assert all(hold.why is Why.QUIET for hold in found)


@pytest.mark.parametrize("priority", [Priority.ALARM, Priority.RELAY])
def test_alarms_and_the_relay_are_never_held(priority: Priority) -> None:
    many = letters(100, priority=priority)
    assert holds(many, {WANG: 500}, local("2026-11-23T03:00"), NO_DAYS) == []


@pytest.mark.parametrize(
    ("today", "mine", "held"),
    [(20, 20, 0), (21, 21, 1), (21, 1, 1), (20, 1, 0), (25, 5, 5), (300, 20, 20), (1, 1, 0)],
)
def test_a_days_letters(today: int, mine: int, held: int) -> None:
    """`today`: brought and being brought, `mine` of these included; the last ones wait."""
    found = holds(letters(mine), {WANG: today}, local("2026-11-23T09:00"), NO_DAYS)
    assert [hold.letter.id for hold in found] == list(range(mine - held, mine))
    assert {hold.until for hold in found} <= {local(MORNING)}


def test_each_recipient_has_a_day_of_their_own() -> None:
    both = [*letters(20), *letters(20, ZHAO)]
    assert holds(both, {WANG: 20, ZHAO: 20}, local("2026-11-23T09:00"), NO_DAYS) == []


async def test_a_flood_to_one_person_is_held_until_the_morning_and_logged(post: Post) -> None:
    async with post.house.database.write() as tx:
        person = await add_person(tx, "王秀兰", post.clock())
    await post.address(ChatId(Channel.WEB, 1, 71), person)
    for number in range(50):
        await post.put(number, To(person=person))
    await post.put(50, To(person=person), Priority.ALARM)
    await post.put(51, await post.address(ChatId(Channel.WEB, 1, 72)))
    sender = post.sender()

    with structlog.testing.capture_logs() as logs:
        await sender.drain()
    assert len(post.shelf.brought) == MOST_A_DAY + 2
    assert {"第 50 封", "第 51 封"} <= {*post.shelf.brought}
    told = [log for log in logs if log["event"] == "too many letters to one recipient"]
    assert len(told) == 50 - MOST_A_DAY
    stored = await post.stored(49)
    assert (stored.state, stored.why, stored.tries) == (LetterState.WAITING, Why.CAPPED, 0)

    post.clock.to("2026-11-24", "08:39")
    assert await sender.drain() == 0
    post.clock.to("2026-11-24", "08:40")
    await sender.drain()
    assert len(post.shelf.brought) == 2 * MOST_A_DAY + 2
    post.clock.to("2026-11-25", "08:40")
    await sender.drain()
    assert sorted(post.shelf.brought) == sorted(f"第 {number} 封" for number in range(52))


async def test_a_digest_made_at_night_waits_for_the_working_morning(post: Post) -> None:
    at = await post.address(ChatId(Channel.WEB, 1, 71))
    post.clock.to("2026-11-27", "23:00")
    await post.put(1, at, Priority.DIGEST)
    sender = post.sender()
    for day, clock in (("2026-11-27", "23:00"), ("2026-11-28", "09:00"), ("2026-11-30", "08:39")):
        post.clock.to(day, clock)
        await sender.drain()
    assert post.shelf.brought == []
    post.clock.now += timedelta(minutes=1)
    await sender.drain()
    assert post.shelf.brought == ["第 1 封"]
