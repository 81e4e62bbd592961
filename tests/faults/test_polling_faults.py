"""Telegram's long poll: confirmed only when stored, in order, deaf to nobody, whatever comes back."""

import asyncio
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import SendMessage
from aiogram.types import Chat, Message, Update, User

from bot.assembly import take
from bot.channels import polling
from bot.channels.polling import Feeding, poll
from storage.access import Channel
from storage.tables.chats import seen
from tests.botapi import BotApi
from tests.cast import MONDAY
from tests.faults.ground import Ground, Post, rows, texts, unreachable

CRY = "我不想活了，想跳楼"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can sit out."""
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.01)


def client(api: BotApi) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.base))
    return Bot(api.token, session=session)


async def seen_ids(post: Post) -> list[int]:
    found = await rows(post.house.database, sa.select(seen.c.update_id).order_by(seen.c.update_id))
    return [row.update_id for row in found]


async def test_a_desk_killed_before_it_confirmed_answers_again_and_does_nothing_twice(
    ground: Ground, post: Post, api: BotApi
) -> None:
    mother = api.person()
    await mother.says("/start")
    await killed_after_the_turn(post, api)
    (first,) = texts(mother)
    assert len(await seen_ids(post)) == 1
    assert len(api.world.updates.pending()) == 1

    async with ground.desk():
        await api.called("sendMessage", times=2)
        await api.called("getUpdates", times=3)

    assert texts(mother) == [first, first]
    assert len(await seen_ids(post)) == 1
    assert api.world.updates.pending() == []


async def killed_after_the_turn(post: Post, api: BotApi) -> None:
    """A desk that dies when its first turn is stored and answered, and not confirmed yet."""
    stored = asyncio.Event()

    async def taken(bot: Bot, update: Update) -> None:
        await take(post.house, Channel.TELEGRAM, bot, update)
        stored.set()
        await asyncio.Future()

    bot = client(api)
    polling_ = asyncio.create_task(poll(bot, taken, asyncio.Event()))
    await asyncio.wait_for(stored.wait(), 10)
    polling_.cancel()
    await asyncio.gather(polling_, return_exceptions=True)
    await bot.session.close()


async def test_nothing_is_confirmed_while_a_turn_of_the_batch_is_open(
    post: Post, api: BotApi
) -> None:
    for person in (api.person("甲"), api.person("乙")):
        await person.says("/start")
    stop, both, open_ = asyncio.Event(), asyncio.Event(), asyncio.Event()
    begun: list[int] = []

    async def taken(bot: Bot, update: Update) -> None:
        begun.append(update.update_id)
        if len(begun) == 2:
            both.set()
        await open_.wait()

    bot = client(api)
    polling_ = asyncio.create_task(poll(bot, taken, stop))
    await asyncio.wait_for(both.wait(), 10)
    assert len(api.world.updates.pending()) == 2
    assert len(api.calls_of("getUpdates")) == 1

    open_.set()
    await api.called("getUpdates", times=2)
    assert api.calls_of("getUpdates")[1]["offset"] == max(begun) + 1
    stop.set()
    await polling_
    await bot.session.close()


async def test_two_messages_of_one_person_in_a_batch_keep_their_order(
    ground: Ground, api: BotApi
) -> None:
    mother = api.person()
    for text in ("/start", "孩子怎么转学", "疫苗在哪里打", "/start"):
        await mother.says(text)
    async with ground.desk():
        await api.called("sendMessage", times=4)
    first, transfer, vaccine, last = mother.messages
    assert first == last or first.text == last.text
    assert any("转学" in label for label in transfer.labels)
    assert any("疫苗" in f"{label}{vaccine.text}" for label in vaccine.labels)


Fault = Callable[[BotApi], None]


@pytest.mark.parametrize(
    "fault",
    [
        lambda api: api.html_next("getUpdates", 502),
        lambda api: api.html_next("getUpdates", 200),
        lambda api: api.reset_next("getUpdates"),
        lambda api: api.drop_reply_next("getUpdates"),
        lambda api: api.fail_next("getUpdates", 500, "Internal Server Error"),
        lambda api: api.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates"),
        lambda api: api.fail_next("getUpdates", 429, "Too Many Requests: retry after 1", 1),
        lambda api: api.fail_next("getUpdates", 400, "Bad Request: logged out"),
    ],
    ids=["502 page", "200 page", "reset", "dropped", "500", "409", "429", "400"],
)
async def test_whatever_becomes_of_a_poll_the_next_one_goes_on(
    ground: Ground, api: BotApi, fault: Fault
) -> None:
    mother = api.person()
    await mother.says("/start")
    fault(api)
    async with ground.desk():
        await mother.sees("候鸟服务台")


@pytest.mark.parametrize(
    ("fault", "copies"),
    [
        (lambda api: api.reset_next("sendMessage"), 1),
        (lambda api: api.html_next("sendMessage", 502), 1),
        (lambda api: api.fail_next("sendMessage", 500, "Internal Server Error", times=3), 1),
        (lambda api: api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", 1), 1),
        (lambda api: api.drop_reply_next("sendMessage"), 2),
    ],
    ids=["reset", "502 page", "500", "429", "dropped"],
)
async def test_a_reply_lost_on_the_way_is_given_again_and_nothing_is_done_twice(
    ground: Ground, post: Post, api: BotApi, fault: Fault, copies: int
) -> None:
    mother = api.person()
    fault(api)
    await mother.says("/start")
    async with ground.desk():
        async with asyncio.timeout(10):
            while len(texts(mother)) < copies:
                await mother.chat.changed.rung()
        await mother.says("孩子怎么转学")
        await mother.sees("您问的是不是这个")
    assert len(texts(mother)) == copies + 1
    assert len(await seen_ids(post)) == 2


async def test_who_goes_on_meanwhile_isnt_answered_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer that waits would only show the screen the newer one has shown."""
    monkeypatch.setattr(polling, "MOST_HELD", 0.0)
    answered: list[int] = []

    async def taken(bot: Bot, update: Update) -> None:
        if update.update_id == 1:
            raise TelegramRetryAfter(SendMessage(chat_id=5, text="x"), "too many", 1)
        answered.append(update.update_id)

    feeding = Feeding(Bot("1:x"), taken, asyncio.Event())
    for number in (1, 2):
        await feeding.batch([from_one_person(number)])
    assert feeding.owed == {}
    await feeding.end()
    assert answered == [2]


async def test_who_is_never_answered_is_given_up_and_logged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.02)
    tries: list[int] = []

    async def taken(bot: Bot, update: Update) -> None:
        tries.append(update.update_id)
        raise TelegramNetworkError(SendMessage(chat_id=5, text="x"), "down")

    feeding = Feeding(Bot("1:x"), taken, asyncio.Event())
    with structlog.testing.capture_logs() as logs:
        await feeding.batch([from_one_person(1)])
        await feeding.end()
    assert len(tries) == polling.TRIES + polling.LATE_TRIES
    assert [log["update"] for log in logs if log["log_level"] == "error"] == [1]
    assert feeding.owed == {}


def from_one_person(update_id: int) -> Update:
    person = User(id=5, is_bot=False, first_name="急")
    chat = Chat(id=5, type="private")
    message = Message(message_id=update_id, date=MONDAY, chat=chat, from_user=person, text="x")
    return Update(update_id=update_id, message=message)


async def test_an_edit_lost_on_the_way_is_made_again(ground: Ground, api: BotApi) -> None:
    mother = api.person()
    async with ground.desk():
        await mother.says("/start")
        await mother.sees("候鸟服务台")
        for fault in (api.reset_next, api.drop_reply_next):
            fault("editMessageText")
            await mother.presses(next(x for x in mother.screen.labels if "查服务" in x))
            await mother.sees("想办哪方面的事")
            await mother.sees_all_answered()
            fault("answerCallbackQuery")
            await mother.presses(mother.screen.labels[-1])
            await mother.sees("候鸟服务台")
            await mother.sees_all_answered()
    assert len(mother.messages) == 1


async def test_one_person_asked_for_patience_holds_up_nobody_else(
    ground: Ground, api: BotApi
) -> None:
    """Who presses like mad is slowed down by Telegram; a cry of somebody else is answered at once."""
    hasty, child = api.person("急"), api.person("小雨")
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60)
    await hasty.says("/start")
    async with ground.desk():
        await api.called("sendMessage")
        await child.says(CRY)
        await child.sees("12356", timeout=5)


async def test_who_was_asked_for_patience_is_answered_after_it(
    ground: Ground, post: Post, api: BotApi
) -> None:
    hasty = api.person("急")
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    await hasty.says("/start")
    async with ground.desk():
        await hasty.sees("候鸟服务台")
    assert len(texts(hasty)) == 1
    assert len(await seen_ids(post)) == 1


NAMELESS = {"type": "hidden_user", "date": 1422450181}
"""Old forwards come so, though the name is documented as always there (aiogram's issue 1840)."""


async def test_an_update_the_library_cant_read_stops_nothing(ground: Ground, api: BotApi) -> None:
    before, odd, after = api.person("前"), api.person("怪"), api.person("后")
    await before.says("/start")
    await odd.sends(text=CRY, forward_origin=NAMELESS)
    await after.says("/start")
    async with ground.desk():
        await before.sees("候鸟服务台")
        await after.sees("候鸟服务台")
        await odd.sees("12356")
        await odd.says("/start")
        await odd.sees("候鸟服务台")
        await api.called("getUpdates", times=3)
    assert api.world.updates.pending() == []


async def test_an_update_nobody_can_read_is_passed_over_and_logged_by_its_id(
    ground: Ground, api: BotApi
) -> None:
    mother = api.person()
    lost = api.world.updates.add("message", {"text": CRY})
    await mother.says("/start")
    with structlog.testing.capture_logs() as logs:
        async with ground.desk():
            await mother.sees("候鸟服务台")
            await api.called("getUpdates", times=2)
    assert api.world.updates.pending() == []
    assert [log["update"] for log in logs if log["log_level"] == "error"] == [lost]
    assert CRY not in str(logs)


async def test_blocked_and_back_in_one_batch_is_back(
    ground: Ground, post: Post, api: BotApi
) -> None:
    """While the desk was away somebody blocked it, unblocked it, and wrote: in that order."""
    people = [api.person() for _ in range(8)]
    for person in people:
        await person.says("/start")
        person.blocks()
        person.unblocks()
        await person.says("/start")
    async with ground.desk():
        await api.called("getUpdates", times=2)
    assert await unreachable(post.house.database) == set()


async def test_a_desk_stops_in_the_middle_of_a_long_poll(ground: Ground, api: BotApi) -> None:
    loop = asyncio.get_running_loop()
    async with ground.desk():
        await api.called("getUpdates")
        stopping = loop.time()
    assert loop.time() - stopping < 3


async def test_a_token_that_is_refused_ends_the_polling_and_nothing_else(
    ground: Ground, api: BotApi
) -> None:
    api.fail_next("getUpdates", 401, "Unauthorized")
    with structlog.testing.capture_logs() as logs:
        async with ground.desk() as journey:
            await api.called("getUpdates")
            await journey.pass_to("2026-11-23", "09:05")
    assert [log["log_level"] for log in logs if log["event"].startswith("telegram")] == ["critical"]
