"""The two client libraries the product uses, as they are, against the server."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from tests.botapi import BotApi, Person, Toast

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="报名", callback_data="enrol")]]
)


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.base))
    async with Bot(api.token, session=session) as made:
        yield made


@pytest.fixture
async def courier(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator["ExtBot[int]"]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else reading retry_after warns
    made: ExtBot[int] = ExtBot(
        api.token,
        base_url=f"{api.base}/bot",
        rate_limiter=AIORateLimiter(max_retries=0),
        request=HTTPXRequest(connection_pool_size=4),
    )
    async with made:
        yield made


async def test_aiogram_sends_edits_and_deletes(api: BotApi, bot: Bot, mei: Person) -> None:
    me = await bot.me()
    assert (me.id, me.username) == (1234, "houniao_test_bot")

    sent = await bot.send_message(
        mei.chat.id,
        "报名要带什么？",
        entities=[MessageEntity(type="bold", offset=0, length=2)],
        reply_markup=KEYBOARD,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
    )
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == KEYBOARD.model_dump()
    assert mei.screen.entities == (("bold", "报名"),)

    edited = await bot.edit_message_text("户口本", chat_id=mei.chat.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.text == mei.screen.text == "户口本"
    await bot.edit_message_reply_markup(
        chat_id=mei.chat.id, message_id=sent.message_id, reply_markup=KEYBOARD
    )
    assert mei.screen.labels == ["报名"]

    assert await bot.delete_message(mei.chat.id, sent.message_id) is True
    assert mei.messages == []
    assert api.violations == []


async def test_aiogram_polls_and_answers_a_press(api: BotApi, bot: Bot, mei: Person) -> None:
    await mei.says("/start")
    await bot.send_message(mei.chat.id, "选一个", reply_markup=KEYBOARD)
    await mei.presses("报名")

    said, pressed = await bot.get_updates(timeout=10)
    assert said.message is not None
    assert said.message.text == "/start"
    query = pressed.callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    assert query.message.text == "选一个"
    await bot.answer_callback_query(query.id, text="记下了")

    assert await mei.sees_toast() == Toast("记下了", alert=False)
    assert mei.unanswered == []
    assert await bot.get_updates(offset=pressed.update_id + 1, timeout=0) == []
    assert api.violations == []


async def test_aiogram_waits_for_an_update(api: BotApi, bot: Bot, mei: Person) -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await api.called("getUpdates")
        await mei.says("一")

    assert [update.message and update.message.text for update in poll.result()] == ["一"]


async def test_aiogram_reads_every_kind_of_update(bot: Bot, api: BotApi, mei: Person) -> None:
    await bot.send_message(mei.chat.id, "选一个", reply_markup=KEYBOARD)
    await mei.presses("报名", inaccessible=True)
    await mei.forwards("听说要交钱", written_by="邻居")
    await mei.sends_photo(caption="通知")
    await mei.edits("改了")
    mei.blocks()
    api.group("三年级二班", by=mei)

    pressed, forwarded, photo, edited, blocked, added = await bot.get_updates()

    assert pressed.callback_query is not None
    assert isinstance(pressed.callback_query.message, InaccessibleMessage)
    assert forwarded.message is not None
    assert forwarded.message.forward_origin is not None
    assert photo.message is not None
    assert photo.message.caption == "通知"
    assert edited.edited_message is not None
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert added.my_chat_member is not None
    assert added.my_chat_member.chat.type == "group"


async def test_aiogram_sets_itself_up(api: BotApi, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand(command="start", description="开始")])
    await bot.set_webhook("https://desk.example/hook", secret_token="shh", max_connections=10)
    told = await bot.get_webhook_info()
    assert (told.url, told.max_connections) == ("https://desk.example/hook", 10)
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).url == ""
    assert api.violations == []


async def test_aiogram_raises_what_it_raises_at_telegram(
    api: BotApi, bot: Bot, mei: Person
) -> None:
    async def send() -> object:
        return await bot.send_message(mei.chat.id, "一")

    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(9, "一")
    sent = await bot.send_message(mei.chat.id, "一")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("一", chat_id=mei.chat.id, message_id=sent.message_id)
    assert api.violations == []

    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    with pytest.raises(TelegramRetryAfter) as caught:
        await send()
    assert caught.value.retry_after == 7
    api.fail_next("sendMessage", 500, "Internal Server Error")
    with pytest.raises(TelegramServerError):
        await send()
    api.html_next("sendMessage", 502)
    with pytest.raises(ClientDecodeError):
        await send()
    for break_next in (api.reset_next, api.drop_reply_next):
        break_next("sendMessage")
        with pytest.raises(TelegramNetworkError):
            await send()
    api.down = True
    with pytest.raises(TelegramNetworkError):
        await send()
    api.down = False
    mei.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await send()
    assert len(mei.messages) == 2


async def test_aiograms_mistakes_are_violations(api: BotApi, bot: Bot, mei: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(mei.chat.id, "一" * 4097)
    long = InlineKeyboardButton(text="报名", callback_data="报" * 22)
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await bot.send_message(
            mei.chat.id, "一", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[long]])
        )
    with pytest.raises(TelegramServerError, match="sendDice"):
        await bot.send_dice(mei.chat.id)
    assert [one.method for one in api.violations] == ["sendMessage", "sendMessage", "sendDice"]


async def test_aiogram_with_another_token_is_unauthorized(api: BotApi) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.base))
    async with Bot("99:OTHER", session=session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


async def test_ptb_sends_edits_answers_and_polls(
    api: BotApi, courier: "ExtBot[int]", mei: Person
) -> None:
    assert courier.bot.username == "houniao_test_bot"
    markup = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("报名", callback_data="enrol")]]
    )
    sent = await courier.send_message(
        mei.chat.id,
        "报名要带什么？",
        entities=[telegram.MessageEntity("bold", 0, 2)],
        reply_markup=markup,
        disable_notification=True,
    )
    assert (sent.reply_markup, sent.chat.id) == (markup, mei.chat.id)
    await mei.presses("报名")
    (update,) = await courier.get_updates(timeout=5, allowed_updates=telegram.Update.ALL_TYPES)
    assert update.callback_query is not None
    await update.callback_query.answer("记下了")
    await courier.edit_message_text("户口本", chat_id=mei.chat.id, message_id=sent.message_id)

    assert (await mei.sees_toast()).text == "记下了"
    assert (mei.screen.text, mei.screen.labels) == ("户口本", [])
    assert await courier.get_updates(offset=update.update_id + 1) == ()
    assert api.violations == []


async def test_ptb_raises_what_it_raises_at_telegram(
    api: BotApi, courier: "ExtBot[int]", mei: Person
) -> None:
    async def send() -> object:
        return await courier.send_message(mei.chat.id, "一")

    with pytest.raises(BadRequest, match="Chat not found"):
        await courier.send_message(9, "一")
    assert api.violations == []
    with pytest.raises(BadRequest, match="Message is too long"):
        await courier.send_message(mei.chat.id, "一" * 4097)
    assert len(api.violations) == 1

    api.html_next("sendMessage", 502)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await send()
    for break_next in (api.reset_next, api.drop_reply_next):
        break_next("sendMessage")
        with pytest.raises(NetworkError):
            await send()
    api.down = True
    with pytest.raises(NetworkError, match="ConnectError"):
        await send()
    api.down = False
    api.fail_next("sendMessage", 401, "Unauthorized")
    with pytest.raises(InvalidToken):
        await send()
    mei.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await send()
    assert len(mei.messages) == 1


async def test_ptb_reads_how_long_to_wait(api: BotApi, courier: "ExtBot[int]", mei: Person) -> None:
    api.enforce_rates = True
    for _ in range(3):
        await courier.send_message(mei.chat.id, "一")

    with pytest.raises(RetryAfter) as caught:
        await courier.send_message(mei.chat.id, "一")

    assert os.environ["PTB_TIMEDELTA"] == "1"
    assert caught.value.retry_after == timedelta(seconds=1)


async def test_ptbs_limiter_keeps_within_the_enforced_pace(api: BotApi) -> None:
    """A bucket of one, refilled 25 times a second, as the courier will be paced."""
    api.enforce_rates = True
    people = [api.person() for _ in range(40)]
    for person in people:
        await person.says("/start")
    limiter = AIORateLimiter(overall_max_rate=1, overall_time_period=1 / 25, max_retries=0)
    paced: ExtBot[int] = ExtBot(api.token, base_url=f"{api.base}/bot", rate_limiter=limiter)

    async with paced:
        await asyncio.gather(*(paced.send_message(one.chat.id, "一") for one in people))

    assert [len(person.messages) for person in people] == [1] * 40
