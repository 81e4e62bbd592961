"""What people do, and what they see."""

import pytest

from tests.botapi import BotApi, Button, ButtonNotSeen, Person, Toast

from .conftest import Ask

ENROL = {"text": "报名", "callback_data": "enrol"}
LIST = {"text": "清单", "url": "https://a.cn/list"}
KEYBOARD = {"inline_keyboard": [[ENROL, LIST]]}


async def press(ask: Ask) -> dict[str, object]:
    """The newest press the bot got."""
    updates = (await ask("getUpdates")).result
    query: dict[str, object] = updates[-1]["callback_query"]
    return query


async def test_a_chat_that_never_wrote_is_not_found(api: BotApi, ask: Ask) -> None:
    stranger = api.person()

    reply = await ask("sendMessage", chat_id=stranger.chat.id, text="你好")

    assert reply.refusal == (400, "Bad Request: chat not found")
    assert api.violations == []


async def test_who_blocks_gets_nothing_until_unblocking(api: BotApi, mei: Person, ask: Ask) -> None:
    mei.blocks()
    for method in ("sendMessage", "editMessageText", "sendChatAction"):
        params = {"message_id": 1} if method == "editMessageText" else {}
        text = {"action": "typing"} if method == "sendChatAction" else {"text": "你好"}
        reply = await ask(method, chat_id=mei.chat.id, **params, **text)
        assert reply.refusal == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(AssertionError, match="blocked"):
        await mei.says("在吗")

    mei.unblocks()
    assert (await ask("sendMessage", chat_id=mei.chat.id, text="你好")).status == 200

    changes = [update["my_chat_member"] for update in (await ask("getUpdates")).result]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


@pytest.mark.parametrize("words", ["报名", "enrol"])
async def test_a_button_is_pressed_by_label_or_data(words: str, mei: Person, ask: Ask) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="一", reply_markup=KEYBOARD)
    await ask("sendMessage", chat_id=mei.chat.id, text="二", reply_markup=KEYBOARD)
    await ask("sendMessage", chat_id=mei.chat.id, text="三")

    await mei.presses(words)

    query = await press(ask)
    assert query["data"] == "enrol"
    assert query["from"] == mei.user
    assert query["message"]["text"] == "二"  # type: ignore[index]


async def test_a_button_that_is_not_there_names_those_that_are(mei: Person, ask: Ask) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="一", reply_markup=KEYBOARD)

    with pytest.raises(ButtonNotSeen, match=r"\[报名\] enrol\n\[清单\] https://a.cn/list"):
        await mei.presses("退出")
    with pytest.raises(ButtonNotSeen, match="it asks no bot"):
        await mei.presses("清单")
    assert mei.screen.rows == (
        (Button("报名", data="enrol"), Button("清单", url="https://a.cn/list")),
    )


async def test_an_old_card_is_pressed_as_it_looked_then(mei: Person, ask: Ask) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="一", reply_markup=KEYBOARD)
    old = mei.screen
    await ask("editMessageText", chat_id=mei.chat.id, message_id=old.message_id, text="二")

    await mei.presses("报名", old)

    assert (await press(ask))["message"]["text"] == "二"  # type: ignore[index]


@pytest.mark.parametrize("deleted", [True, False])
async def test_an_old_or_deleted_message_comes_as_inaccessible(
    deleted: bool, mei: Person, ask: Ask
) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="一", reply_markup=KEYBOARD)
    card = mei.screen
    if deleted:
        await ask("deleteMessage", chat_id=mei.chat.id, message_id=card.message_id)

    await mei.presses("报名", card, inaccessible=not deleted)

    assert (await press(ask))["message"] == {
        "chat": mei.chat.shown,
        "message_id": card.message_id,
        "date": 0,
    }


async def test_a_reply_keyboard_says_its_label(mei: Person, ask: Ask) -> None:
    keyboard = {"keyboard": [["菜单", {"text": "帮助"}]]}
    await ask("sendMessage", chat_id=mei.chat.id, text="一", reply_markup=keyboard)

    await mei.presses("帮助")

    assert (await ask("getUpdates")).result[0]["message"]["text"] == "帮助"
    await ask("sendMessage", chat_id=mei.chat.id, text="二", reply_markup={"remove_keyboard": True})
    with pytest.raises(ButtonNotSeen):
        await mei.presses("帮助")


async def test_a_press_turns_until_it_is_answered(mei: Person, ask: Ask) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="一", reply_markup=KEYBOARD)
    await mei.presses("报名")
    assert mei.unanswered == ["报名"]

    query = (await press(ask))["id"]
    await ask("answerCallbackQuery", callback_query_id=query, text="记下了", show_alert=True)

    await mei.sees_all_answered()
    assert await mei.sees_toast("记下") == Toast("记下了", alert=True)
    with pytest.raises(AssertionError, match="toast: 记下了"):
        await mei.sees_toast("记下", timeout=0)


async def test_an_unknown_press_is_too_old(ask: Ask) -> None:
    reply = await ask("answerCallbackQuery", callback_query_id="5")

    assert reply.refusal[0] == 400
    assert "query is too old" in reply.refusal[1]


async def test_who_waits_in_vain_learns_what_was_there(mei: Person, ask: Ask) -> None:
    await ask("sendMessage", chat_id=mei.chat.id, text="你好", reply_markup=KEYBOARD)

    assert (await mei.sees("好")).text == "你好"
    with pytest.raises(AssertionError, match=r"(?s)'再见'.*你好\n\[报名\] \[清单\]"):
        await mei.sees("再见", timeout=0)


async def test_an_edited_message_is_told(mei: Person, ask: Ask) -> None:
    await mei.says("孩子不舒服")
    await mei.edits("孩子很不舒服")

    edited = (await ask("getUpdates")).result[-1]["edited_message"]
    assert (edited["message_id"], edited["text"]) == (2, "孩子很不舒服")
    assert edited["edit_date"] >= edited["date"]


async def test_a_command_is_marked_as_clients_mark_it(mei: Person, ask: Ask) -> None:
    await mei.says("/start invite-5")

    entities = (await ask("getUpdates")).result[0]["message"]["entities"]
    assert entities == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_in_a_group_the_bot_speaks_until_it_leaves(
    api: BotApi, mei: Person, ask: Ask
) -> None:
    group = api.group("三年级二班", by=mei)
    await mei.says("你好", to=group)
    await ask("sendMessage", chat_id=group.chat.id, text="请私聊", reply_markup=KEYBOARD)
    assert group.screen.text == "请私聊"
    assert mei.messages == []
    await mei.presses("报名", at=group)

    assert (await ask("leaveChat", chat_id=group.chat.id)).result is True

    reply = await ask("sendMessage", chat_id=group.chat.id, text="还在吗")
    assert reply.refusal == (403, "Forbidden: bot is not a member of the group chat")
    kinds = [sorted(update)[0] for update in (await ask("getUpdates")).result]
    assert kinds == ["my_chat_member", "message", "callback_query", "my_chat_member"]


async def test_no_two_people_share_an_id(api: BotApi) -> None:
    api.person(id=5)

    with pytest.raises(ValueError, match="5"):
        api.person(id=5)
