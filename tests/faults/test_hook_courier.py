"""The courier of the signed hook against a real HTTP server: what each answer means."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime

import pytest
import structlog

from bot.couriers.hook import HookCourier, Hooks
from bot.house import OPERATOR
from bot.sending import Sender
from content.phrases import ZH_HANS
from storage.access import Channel
from storage.ids import AddressId
from storage.letter import LetterState, Why
from storage.reaching import operators_address
from tests.cast import MONDAY
from tests.faults.gateway import SECRET, Answer, Gateway, gateway
from tests.faults.ground import Post, numbered

MOBILE = "13912345678"
WAITING, SENT = LetterState.WAITING, LetterState.SENT
BROKEN, UNREACHABLE = LetterState.BROKEN, LetterState.UNREACHABLE
DESK = "https://desk.example"


@dataclass
class HookPost:
    post: Post
    gate: Gateway
    sender: Sender
    to: AddressId

    async def put(self, number: int = 1, to: AddressId | None = None) -> None:
        await self.post.put(number, to or self.to)

    async def address(self, place: str) -> AddressId:
        async with self.post.house.database.write() as tx:
            now = self.post.clock()
            return await operators_address(tx, Channel.HOOK, place, ZH_HANS, now)


@pytest.fixture
async def hook(post: Post) -> AsyncIterator[HookPost]:
    async with gateway() as gate:
        hooks = Hooks(SECRET, f"{gate.base}/people", f"{gate.base}/alarm")
        sender = Sender(post.house, {Channel.HOOK: HookCourier(hooks, DESK, post.clock)})
        sender.composers = {"note": numbered}
        post.senders.append(sender)
        made = HookPost(post, gate, sender, AddressId(0))
        made.to = await made.address(MOBILE)
        yield made


async def test_a_letter_is_signed_json_with_the_letters_number_as_key(hook: HookPost) -> None:
    await hook.put()
    await hook.sender.drain()

    (told,) = hook.gate.got.values()
    assert told == {
        "to": MOBILE,
        "text": f"第 1 封\n\n{DESK}/chat",
        "kind": "note",
        "key": "1",
        "at": "2026-11-23T01:00:00+00:00",
    }
    assert hook.gate.paths == ["/people"]
    assert (await hook.post.stored(1)).state is SENT


async def test_the_operators_alarm_goes_to_a_hook_of_its_own(hook: HookPost) -> None:
    await hook.put(1, await hook.address(OPERATOR))
    await hook.sender.drain()
    assert hook.gate.paths == ["/alarm"]


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [
        (Answer(202), SENT, None),
        (Answer(404), UNREACHABLE, Why.NO_ADDRESS),
        (Answer(410), UNREACHABLE, Why.NO_ADDRESS),
        (Answer(404, page=True), WAITING, Why.REFUSED_US),  # our address is wrong, nobody's number
        (Answer(401), WAITING, Why.REFUSED_US),
        (Answer(403), WAITING, Why.REFUSED_US),
        (Answer(302, {"Location": "https://elsewhere.example"}), WAITING, Why.REFUSED_US),
        (Answer(400), BROKEN, Why.MALFORMED),
        (Answer(422), BROKEN, Why.MALFORMED),
        (Answer(408), WAITING, Why.AWAY),
        (Answer(500), WAITING, Why.AWAY),
        (Answer(503), WAITING, Why.AWAY),
    ],
)
async def test_what_an_answer_means(
    hook: HookPost, answer: Answer, state: LetterState, why: Why | None
) -> None:
    hook.gate.answers.append(answer)
    await hook.put()
    await hook.sender.drain()

    stored = await hook.post.stored(1)
    assert (stored.state, stored.why) == (state, why)
    assert await hook.post.unreachable() == ({hook.to} if state is UNREACHABLE else set())
    hook.post.clock.now += timedelta(minutes=11)
    await hook.sender.drain()
    assert hook.gate.came == (2 if state is WAITING else 1)


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("7", timedelta(seconds=7)),
        (format_datetime(MONDAY + timedelta(seconds=90)), timedelta(seconds=90)),
        ("99999999", timedelta(hours=1)),
        ("soon", timedelta(minutes=1)),
        ("-3", timedelta(minutes=1)),
    ],
)
async def test_asked_for_patience_it_waits(
    hook: HookPost, retry_after: str, wait: timedelta
) -> None:
    hook.gate.answers.append(Answer(429, {"Retry-After": retry_after}))
    await hook.put()
    await hook.sender.drain()
    stored = await hook.post.stored(1)
    assert (stored.state, stored.why, stored.not_before) == (WAITING, Why.ASKED_TO_WAIT, wait)


async def test_a_lost_reply_comes_again_under_the_same_key(hook: HookPost) -> None:
    hook.gate.answers.append(Answer(cut=True))
    await hook.put()
    await hook.sender.drain()
    assert (await hook.post.stored(1)).why is Why.AWAY
    for _ in range(3):
        hook.post.clock.now += timedelta(minutes=1)
        await hook.sender.drain()

    assert hook.gate.came == 2
    assert list(hook.gate.got) == ["1"]
    assert (await hook.post.stored(1)).state is SENT


async def test_nobody_there_to_answer_is_waited_for_and_no_secret_is_written(post: Post) -> None:
    hooks = Hooks(SECRET, "http://127.0.0.1:9/people")
    sender = Sender(post.house, {Channel.HOOK: HookCourier(hooks, DESK, post.clock)})
    sender.composers = {"note": numbered}
    post.senders.append(sender)
    async with post.house.database.write() as tx:
        to = await operators_address(tx, Channel.HOOK, MOBILE, ZH_HANS, post.clock())
    await post.put(1, to)
    with structlog.testing.capture_logs() as logs:
        await sender.drain()
    assert (await post.stored(1)).why is Why.AWAY
    assert SECRET not in f"{hooks}{logs}"
