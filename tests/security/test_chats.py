"""Chats that are none: groups, channels, inline messages, updates without a sender or of another kind."""

from typing import Any

import pytest
import structlog
from aiogram.methods import LeaveChat, SendMessage
from aiogram.types import Update

from bot.assembly import take
from storage.access import Channel
from tests.cast import CastDesk, Player
from tests.dialogs.asking import WORDS, answered
from tests.security.town import rows_of

CRY = "我不想活了，想跳楼"
GROUP = -1001234567890
SOMEBODY = {"id": 7001, "is_bot": False, "first_name": "路人"}
CHEN = {"id": 401, "is_bot": False, "first_name": "陈"}
A_BOT = {"id": 7002, "is_bot": True, "first_name": "bot"}
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


async def _comes(desk: CastDesk, number: int = 0, /, **content: Any) -> list[Any]:
    """What is asked of the channel when this update comes."""
    before = len(desk.recorder.calls)
    bot = desk.bots[Channel.TELEGRAM]
    made = {"update_id": number or next(desk.updates), **content}
    await take(desk.house, Channel.TELEGRAM, bot, Update.model_validate(made, context={"bot": bot}))
    return desk.recorder.calls[before:]


def _message(kind: str = "private", sender: Any = SOMEBODY, /, **more: Any) -> dict[str, Any]:
    where: dict[str, Any] = {"id": 7001, "type": "private"}
    if kind != "private":
        where = {"id": GROUP, "type": kind, "title": "家长群"}
    made = {"message_id": 1, "date": 1_795_395_600, "chat": where, "text": "孩子怎么转学", **more}
    return made if sender is None else {**made, "from": sender}


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": CRY},
        {"text": "/start"},
        {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "家长群"}},
        {"text": "R-1 " + CRY, "reply_to_message": _message("group", SOMEBODY, text="R-1")},
    ],
    ids=["question", "cry", "start", "anonymous", "reply"],
)
async def test_a_group_is_told_once_left_and_leaves_no_trace(
    desk: CastDesk, kind: str, message: dict[str, Any]
) -> None:
    before = await rows_of(desk)
    sender = ANONYMOUS if "sender_chat" in message else SOMEBODY

    calls = await _comes(desk, message=_message(kind, sender, **message))

    told, left = calls
    assert isinstance(told, SendMessage)
    assert "一对一" in told.text
    assert isinstance(left, LeaveChat)
    assert await rows_of(desk) == before


async def test_a_workers_button_forwarded_to_a_group_opens_nothing(desk: CastDesk) -> None:
    await answered(desk)
    before = await rows_of(desk)
    query = {"id": "1", "from": CHEN, "chat_instance": "1", "message": _message("group", A_BOT)}
    for data in ("read:1", "claim:1", "close:1:helped"):
        calls = await _comes(desk, callback_query={**query, "data": data})
        assert [type(call) for call in calls] == [SendMessage, LeaveChat]
        assert WORDS not in str(calls)
    assert await rows_of(desk) == before


@pytest.mark.parametrize(
    "content",
    [
        {"channel_post": _message("channel", None, text=CRY)},
        {"edited_channel_post": _message("channel", None, edit_date=1_795_395_601)},
        {"inline_query": {"id": "1", "from": SOMEBODY, "query": "R-1", "offset": ""}},
        {"chosen_inline_result": {"result_id": "1", "from": SOMEBODY, "query": "x"}},
        {
            "poll_answer": {
                "poll_id": "1",
                "user": SOMEBODY,
                "option_ids": [0],
                "option_persistent_ids": ["a"],
            }
        },
        {"business_message": _message("private", SOMEBODY, business_connection_id="1")},
        {},
    ],
    ids=lambda content: next(iter(content), "nothing"),
)
async def test_what_is_no_chat_with_us_is_passed_over(
    desk: CastDesk, content: dict[str, Any]
) -> None:
    before = await rows_of(desk)
    assert await _comes(desk, **content) == []
    assert await rows_of(desk) == before


@pytest.mark.parametrize("sender", [None, A_BOT, ANONYMOUS], ids=["nobody", "bot", "anonymous"])
async def test_in_a_private_chat_whoever_writes_is_the_chat(desk: CastDesk, sender: Any) -> None:
    """The chat is the identity, never the sender's account."""
    (answer,) = await _comes(desk, message=_message("private", sender))
    assert answer.chat_id == 7001
    assert "您问的是不是这个" in answer.text


async def test_a_sender_who_is_staff_elsewhere_is_nobody_here(desk: CastDesk) -> None:
    """Chen's account in another chat, and Chen's number on another channel, open nothing of Chen's."""
    await answered(desk)
    there = Player(desk, 401, Channel.TELEGRAM)
    for press in ("read:1", "rcard:1", "queue:0", "myrefs"):
        query = {
            "id": "7001:1",
            "from": CHEN,
            "chat_instance": "1",
            "data": press,
            "message": _message("private", A_BOT),
        }
        (answer, *_) = await _comes(desk, callback_query=query)
        assert "R-1" not in str(answer)
    await there.says("/start")
    assert "候鸟服务台" in there.screen.text


@pytest.mark.parametrize(
    "message",
    [
        {"text": None, "caption": CRY, "photo": []},
        {
            "text": CRY,
            "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"},
        },
        {"text": CRY, "via_bot": A_BOT},
        {"text": CRY, "edit_date": 1_795_395_601},
    ],
    ids=["caption", "forwarded", "via", "edited"],
)
async def test_a_cry_gets_the_lines_in_whatever_it_comes(
    desk: CastDesk, message: dict[str, Any]
) -> None:
    kind = "edited_message" if "edit_date" in message else "message"
    lines, *_ = await _comes(desk, **{kind: _message("private", SOMEBODY, **message)})
    assert "12356" in lines.text


@pytest.mark.parametrize(
    "message",
    [
        {"contact": {"phone_number": "13912345678", "first_name": "郝晓燕"}},
        {"location": {"latitude": 38.1, "longitude": 114.5}},
        {
            "sticker": {
                "file_id": "x",
                "file_unique_id": "x",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            }
        },
        {"dice": {"emoji": "🎲", "value": 1}},
    ],
    ids=["contact", "location", "sticker", "dice"],
)
async def test_what_is_no_text_is_not_kept(desk: CastDesk, message: dict[str, Any]) -> None:
    calls = await _comes(desk, message=_message("private", SOMEBODY, text=None, **message))
    assert "只能看字" in calls[-1].text or "文字" in calls[-1].text
    kept = str(await rows_of(desk))
    assert "13912345678" not in kept


async def test_a_reply_to_a_message_that_names_a_request_is_only_its_own_familys(
    desk: CastDesk,
) -> None:
    """Anybody can forward "R-1" to the desk and reply to it."""
    await answered(desk)
    before = (await rows_of(desk))["relay"]
    for text in ("R-1", "R-999999999999999", "R-" + "9" * 400, "R-0", "R-١", "R-１"):
        named = _message("private", A_BOT, text=text)
        calls = await _comes(
            desk, message=_message("private", SOMEBODY, text="我也说一句", reply_to_message=named)
        )
        assert "没有存下来" not in calls[-1].text, text
        assert "在跟您联系" not in calls[-1].text
    assert (await rows_of(desk))["relay"] == before


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**62, 2**63 - 1, 2**63, 2**70])
async def test_any_number_of_an_update_is_answered(desk: CastDesk, number: int) -> None:
    start = _message("private", SOMEBODY, text="/start")
    with structlog.testing.capture_logs() as logs:
        calls = await _comes(desk, number, message=start)
    assert calls
    assert str(logs).count("turn failed") == (number >= 2**63)
    again = await _comes(desk, next(desk.updates), message=start)
    assert "候鸟服务台" in again[-1].text


@pytest.mark.parametrize(
    "query",
    [
        {"data": "home", "inline_message_id": "1"},
        {"game_short_name": "x", "message": _message("private", A_BOT)},
        {
            "data": "read:1",
            "message": {"message_id": 1, "date": 0, "chat": {"id": 7001, "type": "private"}},
        },
        {"data": "home"},
    ],
    ids=["inline", "game", "inaccessible", "no message"],
)
async def test_an_odd_press_is_answered_in_the_pressers_own_chat(
    desk: CastDesk, query: dict[str, Any]
) -> None:
    calls = await _comes(
        desk, callback_query={"id": "7001:9", "from": SOMEBODY, "chat_instance": "1", **query}
    )
    shown = [call for call in calls if getattr(call, "text", None)]
    assert shown
    assert all(call.chat_id == 7001 for call in shown)
