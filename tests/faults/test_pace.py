"""The pace of one token: 50,000 digests by a virtual clock, two replicas, a crash, patience asked for, the lease."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.pace import (
    LEASE,
    RATE,
    given_back,
    granted,
    resting,
    slots,
    spent,
    token_name,
)
from storage.access import Channel
from storage.chats import ChatId
from storage.letter import LetterState, Priority, Why
from storage.pace import Pace, pace_of
from tests.botapi import BotApi
from tests.cast import MONDAY
from tests.faults.ground import BOT, Ground, Post, texts

SECOND = timedelta(seconds=1)
MANY = 50_000
ROUND = 0.3 * SECOND
"""How often a replica looks; it need not divide the second."""


@dataclass
class Post50k:
    """A queue, the row of the token, and when each letter went, in virtual time."""

    left: int = MANY
    pace: Pace = field(default_factory=Pace)
    now: datetime = MONDAY
    sent: list[datetime] = field(default_factory=list)

    def looks(self, replica: str, *, dies: bool = False) -> None:
        """One round of a replica. Dying, it takes letters and sends none; they come again."""
        grant = granted(self.pace, replica, self.now)
        if grant is None:
            return
        used = min(grant.count, self.left)
        self.pace = spent(self.pace, replica, grant, used)
        if dies:
            return
        self.left -= used
        self.sent += [grant.first + place * SECOND / RATE for place in range(used)]

    def runs(self, *replicas: str, until: datetime | None = None) -> None:
        while self.left and (until is None or self.now < until):
            for replica in replicas:
                self.looks(replica)
            self.now += ROUND

    @property
    def took(self) -> timedelta:
        return self.sent[-1] - MONDAY


def most_in_a_second(instants: Sequence[datetime]) -> int:
    """In any second, wherever it begins."""
    most, within = 0, deque[datetime]()
    for at in sorted(instants):
        within.append(at)
        while within[0] <= at - SECOND:
            within.popleft()
        most = max(most, len(within))
    return most


def test_fifty_thousand_digests_go_in_under_35_minutes_and_no_second_has_more_than_25() -> None:
    post = Post50k()
    post.runs("a")
    assert len(post.sent) == MANY
    assert timedelta(minutes=33) < post.took < timedelta(minutes=35)
    assert most_in_a_second(post.sent) == 25


def test_two_replicas_keep_one_pace() -> None:
    post = Post50k()
    post.runs("a", "b")
    assert post.took < timedelta(minutes=35)
    assert most_in_a_second(post.sent) == 25


def test_a_holder_that_dies_is_followed_after_its_lease() -> None:
    post = Post50k()
    post.runs("a", "b", until=MONDAY + timedelta(minutes=10))
    died = post.now
    post.looks("a", dies=True)
    post.runs("b")

    gap = min(at for at in post.sent if at > died + 2 * SECOND) - died
    assert LEASE <= gap <= LEASE + 2 * SECOND
    assert len(post.sent) == MANY
    assert post.took < timedelta(minutes=35)
    assert most_in_a_second(post.sent) == 25


def test_asked_for_patience_all_replicas_rest_and_make_up_for_nothing() -> None:
    post = Post50k()
    post.runs("a", "b", until=MONDAY + timedelta(minutes=10))
    asked, until = post.now, post.now + timedelta(seconds=45)
    post.pace = resting(post.pace, until)
    post.pace = resting(post.pace, asked + SECOND)  # a shorter one met elsewhere changes nothing
    post.runs("a", "b")

    assert not [at for at in post.sent if asked + SECOND < at < until]
    assert len(post.sent) == MANY
    assert post.took < timedelta(minutes=35)
    assert most_in_a_second(post.sent) == 25


def test_after_a_night_in_which_nothing_was_sent_there_is_no_burst() -> None:
    post = Post50k(left=100)
    post.runs("a")
    post.left, post.now = 1000, post.now + timedelta(hours=12)
    post.runs("a")
    assert most_in_a_second(post.sent) == 25


@pytest.mark.parametrize(
    ("next_at", "count", "first"),
    [
        (None, 25, 0.0),
        (-3600.0, 25, 0.0),
        (0.0, 25, 0.0),
        (0.04, 24, 0.04),
        (0.5, 12, 0.5),
        (0.96, 1, 0.96),
        (0.97, 0, 0.97),
        (1.0, 0, 1.0),
        (30.0, 0, 30.0),
    ],
)
def test_slots_of_the_second_ahead(next_at: float | None, count: int, first: float) -> None:
    at = None if next_at is None else MONDAY + next_at * SECOND
    assert slots(at, MONDAY) == (count, MONDAY + first * SECOND)


@pytest.mark.parametrize(
    ("pace", "gets"),
    [
        (Pace(), True),
        (Pace("a", MONDAY + SECOND), True),
        (Pace("b", MONDAY + SECOND), False),
        (Pace("b", MONDAY), True),  # lapsed
        (given_back(Pace("b", MONDAY + SECOND), "b"), True),
        (given_back(Pace("b", MONDAY + SECOND), "c"), False),  # not theirs to give
        (Pace(not_before=MONDAY + SECOND), False),
        (Pace(not_before=MONDAY), True),
    ],
)
def test_who_may_send_in_bulk(pace: Pace, gets: bool) -> None:
    assert (granted(pace, "a", MONDAY) is not None) is gets


async def pace(post: Post) -> Pace:
    async with post.house.database.read() as tx:
        return await pace_of(tx, token_name(BOT))


async def test_of_two_senders_one_sends_in_bulk_and_alarms_need_no_lease(
    post: Post, api: BotApi
) -> None:
    people = [api.person() for _ in range(4)]
    chats = [await post.chat(person) for person in people]
    first, second = post.sender(), post.sender()
    await post.put(0, chats[0])
    await first.drain()
    assert (await pace(post)).holder == first.claims.holder

    await post.put(1, chats[1])
    await post.put(2, chats[2], Priority.ALARM)
    await second.drain()
    assert [texts(person) for person in people[1:3]] == [[], ["第 2 封"]]
    assert (await post.stored(1)).why is Why.PACED

    await first.claims.give_back()
    await second.drain()
    assert texts(people[1]) == ["第 1 封"]


async def test_a_holder_that_was_asleep_past_its_lease_sends_nothing_more(
    post: Post, api: BotApi
) -> None:
    mother = api.person()
    await post.put(1, await post.chat(mother))
    sender = post.sender()
    await sender.round()  # it has to wait for a slot
    batch = await sender.claims.take()
    assert len(batch.paced) == 1
    post.clock.now += LEASE
    await sender._deliver(batch, batch.paced)
    assert texts(mother) == []
    assert (await post.stored(1)).why is Why.PACED
    await sender.drain()
    assert texts(mother) == ["第 1 封"]


async def test_patience_met_by_one_sender_is_kept_by_the_other_for_alarms_too(
    post: Post, api: BotApi
) -> None:
    one, two = api.person(), api.person()
    first, second = post.sender(), post.sender()
    await post.put(1, await post.chat(one), Priority.ALARM)
    await post.put(2, await post.chat(two), Priority.ALARM)
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 9", retry_after=9, times=2)
    await first.drain()
    assert (await pace(post)).not_before == post.clock() + 9 * SECOND

    await post.put(3, await post.chat(api.person()), Priority.ALARM)
    sent = len(api.calls_of("sendMessage"))
    await second.drain()
    post.clock.now += 8 * SECOND
    await second.drain()
    assert len(api.calls_of("sendMessage")) == sent
    post.clock.now += SECOND
    await second.drain()
    await first.drain()
    assert await post.states() == {LetterState.SENT: 3}


async def test_people_in_the_web_chat_never_wait_for_telegrams_pace(post: Post) -> None:
    for number in range(40):
        await post.put(number, await post.chat(post.api.person()), Priority.DIGEST)
    for number in range(40, 60):
        page = await post.address(ChatId(Channel.WEB, 1, number))
        await post.put(number, page, Priority.DIGEST)
    await post.sender().drain()  # the clock stands still: one second's slots
    assert len(post.shelf.brought) == 20
    assert (await post.states())[LetterState.WAITING] == 15


async def test_a_dialog_that_is_asked_for_patience_tells_all_senders(
    ground: Ground, api: BotApi
) -> None:
    async with ground.desk() as journey:
        api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        mother = api.person()
        await mother.says("/start")
        await mother.sees("候鸟服务台")
        async with journey.database.read() as tx:
            found = await pace_of(tx, token_name(BOT))
        assert found.not_before == journey.clock() + SECOND
