"""Parameters against the specification, and each limit below, at and above its border."""

from typing import Any

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.checking import Checker
from tests.botapi.kinds import ListOf, Named, OneOf, Plain, kind_of
from tests.botapi.limits import Limit, Measure
from tests.botapi.spec import bot_api

from .conftest import Ask


def keyboard(*rows: int) -> dict[str, Any]:
    """Rows of as many buttons each."""
    button = {"text": "好", "callback_data": "ok"}
    return {"inline_keyboard": [[button] * width for width in rows]}


def button(**fields: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[{"text": "好", **fields}]]}}


def bold(offset: int, length: int) -> dict[str, Any]:
    return {"type": "bold", "offset": offset, "length": length}


def test_the_specification_is_whole() -> None:
    spec = bot_api()

    assert (spec.version, len(spec.methods), len(spec.types)) == ("10.3", 185, 400)


def test_kinds_are_read_from_the_pages_words() -> None:
    assert kind_of("Integer or String") == OneOf((Plain("Integer"), Plain("String")))
    assert kind_of("Array of Array of PhotoSize") == ListOf(ListOf(Named("PhotoSize")))
    assert kind_of("Array of A, B and C") == ListOf(OneOf((Named("A"), Named("B"), Named("C"))))


@pytest.mark.parametrize(
    ("name", "field", "limit"),
    [
        ("sendmessage", "text", Limit(Measure.PARSED, 1, 4096)),
        ("answercallbackquery", "text", Limit(Measure.CHARACTERS, 0, 200)),
        ("InlineKeyboardButton", "callback_data", Limit(Measure.BYTES, 1, 64)),
        ("deletemessages", "message_ids", Limit(Measure.ITEMS, 1, 100)),
        ("setmycommands", "commands", Limit(Measure.ITEMS, 0, 100)),
        ("getupdates", "limit", Limit(Measure.VALUE, 1, 100)),
        ("getupdates", "timeout", None),
    ],
)
def test_limits_are_read_from_the_pages_sentences(
    name: str, field: str, limit: Limit | None
) -> None:
    shapes = {**bot_api().methods, **bot_api().types}

    assert shapes[name].fields[field].limit == limit


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"text": 5}, "text: must be of type String"),
        ({"silent": True}, "silent: unknown in sendMessage"),
        ({"chat_id": 1.5}, "chat_id: must be of type Integer"),
        ({"protect_content": "perhaps"}, "protect_content: must be of type Boolean"),
        ({"entities": {"type": "bold"}}, "entities: must be of type Array"),
        ({"entities": [{"type": "bold", "offset": 0}]}, "entities.0.length: missing in"),
        ({"entities": [bold(0, 1) | {"type": "shiny"}]}, "entities.0.type: unknown"),
        ({"entities": [bold(0, 1) | {"type": "text_link"}]}, "entities.0: text_link without url"),
        ({"reply_markup": "{"}, "reply_markup: must be of type InlineKeyboardMarkup"),
        (
            {"reply_markup": {"inline_keyboard": [{"text": "好"}]}},
            "reply_markup.inline_keyboard.0: must be of type Array",
        ),
        (button(callback_data=5), "callback_data: must be of type String"),
        (button(callback="ok"), "reply_markup.inline_keyboard.0.0.callback: unknown in"),
        (button(callback_data=None), "callback_data: must be of type String"),
        (button(), "reply_markup.inline_keyboard.0.0: a button without a deed"),
        (button(callback_data="ok", url="https://a.cn"), "several deeds: callback_data, url"),
        (button(text=" ", callback_data="ok"), "a button without a label"),
        (button(url="http://localhost/"), "url: 'http://localhost/' is no address"),
        (button(url="a.cn"), "url: 'a.cn' is no address"),
        (button(web_app="https://a.cn"), "web_app: must be of type WebAppInfo"),
        ({"reply_markup": {"remove_keyboard": False}}, "remove_keyboard: must be of type True"),
    ],
)
async def test_a_wrong_parameter_is_400_and_a_violation(
    params: dict[str, Any], problem: str, api: BotApi, mei: Person, ask: Ask
) -> None:
    reply = await ask("sendMessage", **{"chat_id": mei.chat.id, "text": "好"} | params)

    assert reply.status == 400
    assert any(problem in violation.problem for violation in api.violations), api.violations
    assert mei.messages == []


async def test_all_missing_parameters_are_named(api: BotApi, ask: Ask) -> None:
    await ask("sendMessage")

    assert {violation.problem for violation in api.violations} == {
        "chat_id: missing in sendMessage",
        "text: missing in sendMessage",
    }


@pytest.mark.parametrize(
    "params",
    [
        button(callback_data="ok"),
        button(url="tg://user?id=5"),
        button(url="http://127.0.0.1:8080/chat"),
        button(web_app={"url": "https://a.cn"}),
        button(disabled={}),
        button(callback_data="ok", style="danger"),
        {"reply_markup": {"keyboard": [["好", {"text": "打电话", "request_contact": True}]]}},
        {"reply_markup": {"force_reply": True}},
        {"link_preview_options": {"is_disabled": True}},
        {"disable_notification": True},
    ],
)
async def test_what_the_page_allows_passes(
    params: dict[str, Any], api: BotApi, mei: Person, ask: Ask
) -> None:
    assert (await ask("sendMessage", chat_id=mei.chat.id, text="好", **params)).body["ok"]
    assert api.violations == []


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        ("InputFile or String", "file-id", 0),
        ("InputFile", "file-id", 1),
        ("InputFile", "attach://picture", 0),
        ("InputMedia", {"type": "photo", "media": "attach://picture"}, 0),
        ("InputMedia", {"type": "painting", "media": "attach://picture"}, 1),
        ("BotCommandScope", {"type": "chat", "chat_id": 5}, 0),
        ("BotCommandScope", {"type": "chat"}, 1),
        ("RichText", ["一", {"type": "bold", "text": ["二"]}], 0),
        ("Float", 3, 0),
        ("Float", True, 1),
        ("Integer", True, 1),
    ],
)
def test_unions_files_and_numbers(kind: str, value: Any, wrong: int) -> None:
    checker = Checker(bot_api(), uploads=frozenset({"picture"}))

    assert len(checker.of_kind(kind_of(kind), value)) == wrong


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "message text is empty"),
        (" \n", "message text is empty"),
        ("一", None),
        ("一" * 4095, None),
        ("一" * 4096, None),
        ("一" * 4096 + "\n", None),  # cut off before it is counted
        ("一" * 4097, "message is too long"),
        ("😀" * 2048, None),  # two UTF-16 code units each
        ("😀" * 2048 + "一", "message is too long"),
    ],
)
async def test_a_text_has_1_to_4096_utf16_units(
    text: str, refusal: str | None, api: BotApi, mei: Person, ask: Ask
) -> None:
    reply = await ask("sendMessage", chat_id=mei.chat.id, text=text)

    assert reply.body["ok"] is (refusal is None)
    assert len(api.violations) == (0 if refusal is None else 1)
    assert refusal is None or reply.refusal == (400, f"Bad Request: {refusal}")


@pytest.mark.parametrize(("text", "fits"), [("一" * 4096, True), ("一" * 4097, False)])
async def test_an_edit_has_the_same_limit(text: str, fits: bool, mei: Person, ask: Ask) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="一")

    reply = await ask("editMessageText", chat_id=mei.chat.id, message_id=2, text=text)

    assert reply.body["ok"] is fits
    assert fits or reply.refusal == (400, "Bad Request: MESSAGE_TOO_LONG")


@pytest.mark.parametrize(
    ("data", "fits"),
    [("", False), ("a", True), ("报" * 21, True), ("报" * 21 + "a", True), ("a" * 65, False)],
)
async def test_callback_data_has_1_to_64_bytes(
    data: str, fits: bool, mei: Person, ask: Ask
) -> None:
    reply = await ask("sendMessage", chat_id=mei.chat.id, text="好", **button(callback_data=data))

    assert reply.body["ok"] is fits
    assert fits or reply.refusal == (400, "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize(
    ("rows", "fits"),
    [
        ([7], True),
        ([8], True),
        ([9], False),
        ([8] * 12 + [3], True),
        ([8] * 12 + [4], True),
        ([8] * 12 + [5], False),
    ],
)
async def test_a_keyboard_has_at_most_8_in_a_row_and_100_buttons(
    rows: list[int], fits: bool, mei: Person, ask: Ask
) -> None:
    reply = await ask("sendMessage", chat_id=mei.chat.id, text="好", reply_markup=keyboard(*rows))

    assert reply.body["ok"] is fits


@pytest.mark.parametrize(("length", "fits"), [(0, True), (199, True), (200, True), (201, False)])
async def test_a_toast_has_at_most_200_characters(
    length: int, fits: bool, mei: Person, ask: Ask
) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="好", **button(callback_data="ok"))
    await mei.presses("好")
    query = (await ask("getUpdates")).result[0]["callback_query"]["id"]

    reply = await ask("answerCallbackQuery", callback_query_id=query, text="一" * length)

    assert reply.body["ok"] is fits
    assert mei.unanswered == ([] if fits else ["好"])


@pytest.mark.parametrize(
    ("entity", "fits"),
    [
        (bold(0, 4), True),
        (bold(3, 1), True),
        (bold(0, 5), False),  # one beyond the end
        (bold(4, 1), False),
        (bold(-1, 2), False),
        (bold(0, 0), False),
        (bold(1, 2), True),
        (bold(1, 1), False),  # half of the face
        (bold(2, 2), False),
    ],
)
async def test_entities_lie_within_the_text(
    entity: dict[str, Any], fits: bool, api: BotApi, mei: Person, ask: Ask
) -> None:
    reply = await ask("sendMessage", chat_id=mei.chat.id, text="好😀的", entities=[entity])

    assert reply.body["ok"] is fits
    assert len(api.violations) == (0 if fits else 1)


@pytest.mark.parametrize(
    ("command", "description", "fits"),
    [
        ("a", "一", True),
        ("a" * 32, "一" * 256, True),
        ("a" * 33, "一", False),
        ("a", "一" * 257, False),
        ("a", "", False),
        ("", "一", False),
        ("Start", "一", False),
        ("start-now", "一", False),
    ],
)
async def test_commands_and_their_descriptions(
    command: str, description: str, fits: bool, ask: Ask
) -> None:
    reply = await ask("setMyCommands", commands=[{"command": command, "description": description}])

    assert reply.body["ok"] is fits


@pytest.mark.parametrize(("number", "fits"), [(99, True), (100, True), (101, False)])
async def test_at_most_100_commands(number: int, fits: bool, ask: Ask) -> None:
    commands = [{"command": f"c{n}", "description": "一"} for n in range(number)]

    assert (await ask("setMyCommands", commands=commands)).body["ok"] is fits


@pytest.mark.parametrize(("action", "fits"), [("typing", True), ("thinking", False)])
async def test_only_known_chat_actions(action: str, fits: bool, mei: Person, ask: Ask) -> None:
    assert (await ask("sendChatAction", chat_id=mei.chat.id, action=action)).body["ok"] is fits
    assert mei.chat.actions == (["typing"] if fits else [])
