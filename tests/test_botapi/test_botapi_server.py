"""Tokens, method names, bodies of every kind, and what the methods do."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Person, Violation
from tests.botapi.checking import Checker
from tests.botapi.kinds import Named
from tests.botapi.spec import bot_api

from .conftest import Ask

BUTTON = {"text": "报名", "callback_data": "enrol"}
KEYBOARD = {"inline_keyboard": [[BUTTON]]}


async def test_an_unknown_token_is_unauthorized(api: BotApi) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{api.base}/bot9:OTHER/getMe") as reply,
    ):
        assert reply.status == 401
        assert (await reply.json())["description"] == "Unauthorized"


async def test_an_unknown_method_is_not_found_and_noticed(api: BotApi, ask: Ask) -> None:
    reply = await ask("sendTelegram", chat_id=1)

    assert reply.refusal == (404, "Not Found")
    assert api.violations == [Violation("sendTelegram", "unknown method")]


@pytest.mark.parametrize("name", ["getMe", "getme", "GETME"])
async def test_method_names_are_found_in_any_case(name: str, ask: Ask) -> None:
    me = (await ask(name)).result

    assert (me["id"], me["is_bot"]) == (1234, True)


@pytest.mark.parametrize("kind", ["query", "json", "json texts", "urlencoded", "multipart"])
async def test_every_kind_of_body_says_the_same(kind: str, api: BotApi, mei: Person) -> None:
    texts = {
        "chat_id": str(mei.chat.id),
        "text": "123",
        "reply_markup": json.dumps(KEYBOARD),
        "protect_content": "true",
    }
    native = texts | {"chat_id": mei.chat.id, "reply_markup": KEYBOARD, "protect_content": True}
    form = aiohttp.FormData(texts, default_to_multipart=True)
    bodies: dict[str, dict[str, Any]] = {
        "query": {"params": texts},
        "json": {"json": native},
        "json texts": {"json": texts},
        "urlencoded": {"data": texts},
        "multipart": {"data": form},
    }
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            "GET" if kind == "query" else "POST",
            f"{api.base}/bot{api.token}/sendMessage",
            **bodies[kind],
        ) as reply,
    ):
        assert (await reply.json())["ok"] is True

    assert api.calls == [("sendMessage", native)]
    assert mei.screen.labels == ["报名"]


async def test_a_body_that_is_no_json_object_is_a_violation(api: BotApi) -> None:
    async with (
        aiohttp.ClientSession(headers={"Content-Type": "application/json"}) as session,
        session.post(f"{api.base}/bot{api.token}/getMe", data="{") as reply,
    ):
        assert reply.status == 400
    assert [one.method for one in api.violations] == ["getMe"]


async def test_a_method_nobody_plays_here_is_501_and_noticed(api: BotApi, ask: Ask) -> None:
    reply = await ask("sendDice", chat_id=1)

    assert reply.refusal == (501, "Not Implemented: this test server does not do sendDice")
    assert [one.method for one in api.violations] == ["sendDice"]


async def test_a_parameter_nobody_heeds_here_is_501_too(api: BotApi, mei: Person, ask: Ask) -> None:
    reply = await ask("sendMessage", chat_id=mei.chat.id, text="*hi*", parse_mode="Markdown")

    assert reply.status == 501
    assert len(api.violations) == 1


async def test_a_sent_message_comes_back_as_telegram_shows_it(mei: Person, ask: Ask) -> None:
    entity = {"type": "bold", "offset": 0, "length": 2}

    sent = (
        await ask(
            "sendMessage",
            chat_id=mei.chat.id,
            text="报名要带什么？",
            entities=[entity],
            reply_markup=KEYBOARD,
        )
    ).result

    assert sent.pop("date") > 0
    assert sent == {
        "message_id": 2,
        "from": {
            "id": 1234,
            "is_bot": True,
            "first_name": "候鸟",
            "username": "houniao_test_bot",
        },
        "chat": {"id": mei.chat.id, "type": "private", "first_name": "王梅"},
        "text": "报名要带什么？",
        "entities": [entity],
        "reply_markup": KEYBOARD,
    }
    assert mei.screen.entities == (("bold", "报名"),)


async def test_white_space_at_the_ends_is_cut_and_entities_move(mei: Person, ask: Ask) -> None:
    entity = {"type": "bold", "offset": 0, "length": 6}

    sent = (
        await ask("sendMessage", chat_id=mei.chat.id, text="\n 你好 \n", entities=[entity])
    ).result

    assert sent["text"] == "你好"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


async def test_an_edit_replaces_text_and_takes_an_unnamed_keyboard_away(
    mei: Person, ask: Ask
) -> None:
    chat = mei.chat.id
    sent = (await ask("sendMessage", chat_id=chat, text="一", reply_markup=KEYBOARD)).result

    edited = (
        await ask("editMessageText", chat_id=chat, message_id=sent["message_id"], text="二")
    ).result

    assert edited.pop("edit_date") >= sent["date"]
    assert edited == {k: v for k, v in sent.items() if k != "reply_markup"} | {"text": "二"}


async def test_the_keyboard_alone_is_edited(mei: Person, ask: Ask) -> None:
    chat = mei.chat.id
    sent = (await ask("sendMessage", chat_id=chat, text="一", reply_markup=KEYBOARD)).result

    await ask("editMessageReplyMarkup", chat_id=chat, message_id=sent["message_id"])

    assert (mei.screen.text, mei.screen.labels) == ("一", [])


@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("editMessageText", {"text": "一", "reply_markup": KEYBOARD}),
        ("editMessageText", {"text": " 一\n", "reply_markup": KEYBOARD}),
        ("editMessageReplyMarkup", {"reply_markup": KEYBOARD}),
    ],
)
async def test_an_edit_that_changes_nothing_is_refused(
    method: str, changes: dict[str, Any], api: BotApi, mei: Person, ask: Ask
) -> None:
    chat = mei.chat.id
    sent = (await ask("sendMessage", chat_id=chat, text="一", reply_markup=KEYBOARD)).result

    reply = await ask(method, chat_id=chat, message_id=sent["message_id"], **changes)

    assert reply.refusal[0] == 400
    assert "message is not modified" in reply.refusal[1]
    assert api.violations == []


@pytest.mark.parametrize(
    ("method", "params", "refusal"),
    [
        ("editMessageText", {"message_id": 99, "text": "二"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "二"}, "message can't be edited"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        (
            "sendMessage",
            {"text": "二", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ],
)
async def test_what_is_not_there_cannot_be_changed(
    method: str, params: dict[str, Any], refusal: str, api: BotApi, mei: Person, ask: Ask
) -> None:
    reply = await ask(method, chat_id=mei.chat.id, **params)

    assert reply.refusal == (400, f"Bad Request: {refusal}")
    assert api.violations == []


async def test_a_reply_shows_the_message_it_answers(mei: Person, ask: Ask) -> None:
    sent = (
        await ask("sendMessage", chat_id=mei.chat.id, text="好", reply_parameters={"message_id": 1})
    ).result

    assert sent["reply_to_message"]["text"] == "/start"


@pytest.mark.parametrize(
    ("age", "gone"),
    [
        (timedelta(hours=48) - timedelta(seconds=1), True),
        (timedelta(hours=48), False),
        (timedelta(hours=48, seconds=1), False),
    ],
)
async def test_a_message_can_be_deleted_for_48_hours(age: timedelta, gone: bool) -> None:
    clock = [datetime(2026, 3, 2, tzinfo=UTC)]
    async with BotApi(now=lambda: clock[0]) as api, aiohttp.ClientSession() as session:
        person = api.person()
        await person.says("你好")
        clock[0] += age
        url = f"{api.base}/bot{api.token}/deleteMessage"
        async with session.get(url, params={"chat_id": person.chat.id, "message_id": 1}) as reply:
            assert (await reply.json())["ok"] is gone
        assert (1 not in person.chat.messages) is gone


async def test_commands_are_kept_by_scope_and_language(api: BotApi, ask: Ask) -> None:
    start = {"command": "start", "description": "开始"}
    await ask("setMyCommands", commands=[start])
    scope = {"type": "chat", "chat_id": 5}
    await ask("setMyCommands", commands=[], scope=scope, language_code="zh")

    assert api.commands == {("default", ""): [start], ("chat:5", "zh"): []}


async def test_every_answer_and_update_is_what_the_specification_says(
    api: BotApi, mei: Person, ask: Ask
) -> None:
    other = api.person("李强", last_name="李", username="liqiang")
    group = api.group("三年级二班", by=other)
    await other.says("/start@houniao_test_bot now", to=group)
    await mei.forwards("听说要交钱", written_by="邻居")
    await mei.sends_photo(caption="通知")
    await mei.edits("改了")
    sent = (await ask("sendMessage", chat_id=mei.chat.id, text="一", reply_markup=KEYBOARD)).result
    await mei.presses("报名")
    await mei.presses("报名", inaccessible=True)
    mei.blocks()
    mei.unblocks()

    spec = Checker(bot_api())
    updates = (await ask("getUpdates")).result
    kinds = [next(name for name in update if name != "update_id") for update in updates]

    assert kinds == [
        *("my_chat_member", "message", "message", "message", "edited_message"),
        *("callback_query", "callback_query", "my_chat_member", "my_chat_member"),
    ]
    assert [spec.of_kind(Named("Update"), update) for update in updates] == [[]] * len(updates)
    assert spec.of_kind(Named("Message"), sent) == []
    assert spec.of_kind(Named("User"), (await ask("getMe")).result) == []
    assert spec.of_kind(Named("WebhookInfo"), (await ask("getWebhookInfo")).result) == []
