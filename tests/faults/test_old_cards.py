"""Cards Telegram won't edit, and messages that are more than text: always a right screen, never an error."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import structlog

from tests.botapi import BotApi, Person
from tests.faults.ground import Ground
from tests.running import Journey

CRY = "我不想活了，想跳楼"
LINES = "12356"


@pytest.fixture
async def desk(ground: Ground) -> AsyncIterator[Journey]:
    with structlog.testing.capture_logs() as logs:
        async with ground.desk() as made:
            yield made
    wrong = [log["event"] for log in logs if log["log_level"] in ("error", "critical")]
    assert set(wrong) <= {"referral unrouted"}  # nobody has taken an invite here


@pytest.fixture
async def mother(desk: Journey, api: BotApi) -> Person:
    person = api.person("李梅")
    await person.says("/start")
    await person.sees("候鸟服务台")
    return person


def label(person: Person, part: str) -> str:
    return next(each for each in person.screen.labels if part in each)


REFUSALS = [
    "Bad Request: message can't be edited",
    "Bad Request: message to edit not found",
    "Bad Request: MESSAGE_ID_INVALID",
    "Bad Request: there is no text in the message to edit",
]


@pytest.mark.parametrize("why", REFUSALS)
async def test_a_card_that_cant_be_edited_is_followed_by_a_new_one(
    mother: Person, api: BotApi, why: str
) -> None:
    api.fail_next("editMessageText", 400, why)
    await mother.presses(label(mother, "查服务"))
    await mother.sees("想办哪方面的事")
    await mother.sees_all_answered()
    assert len(mother.messages) == 2


async def test_a_card_telegram_no_longer_shows_the_desk_is_answered_below(mother: Person) -> None:
    await mother.presses(label(mother, "查服务"), inaccessible=True)
    await mother.sees("想办哪方面的事")
    await mother.sees_all_answered()
    assert len(mother.messages) == 2
    await mother.presses(label(mother, "上学"))
    await mother.sees("上学")
    assert len(mother.messages) == 2


async def test_pressed_twice_the_card_says_the_same_and_both_presses_end(mother: Person) -> None:
    home = mother.screen
    services = label(mother, "查服务")
    for _ in range(2):
        await mother.presses(services, home)
    await mother.sees("想办哪方面的事")
    await mother.sees_all_answered()
    assert len(mother.messages) == 1


async def test_a_press_too_old_to_be_answered_still_shows_its_screen(
    mother: Person, api: BotApi
) -> None:
    api.fail_next(
        "answerCallbackQuery",
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    await mother.presses(label(mother, "查服务"))
    await mother.sees("想办哪方面的事")
    await mother.presses(label(mother, "上学"))
    await mother.sees("上学")
    assert len(mother.messages) == 1


async def test_old_in_every_way_at_once(mother: Person, api: BotApi) -> None:
    """Weeks later: the card can't be edited and the press can't be answered."""
    api.fail_next("editMessageText", 400, "Bad Request: message can't be edited")
    api.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    await mother.presses(label(mother, "查服务"))
    await mother.sees("想办哪方面的事")
    assert len(mother.messages) == 2


async def test_who_blocked_while_the_desk_answers_troubles_nobody(
    mother: Person, api: BotApi
) -> None:
    """Refused with 403 in the middle of an answer; another person is served as before."""
    await mother.says("孩子怎么转学")
    mother.blocks()
    other = api.person()
    await other.says("/start")
    await other.sees("候鸟服务台")


Deed = Callable[[Person], Awaitable[None]]


async def photo(person: Person) -> None:
    await person.sends_photo(CRY)


async def edited(person: Person) -> None:
    await person.says("孩子怎么转学")
    await person.sees("您问的是不是这个")
    await person.edits(CRY)


async def forwarded(person: Person) -> None:
    await person.forwards(CRY, written_by="小雨")


async def edited_caption(person: Person) -> None:
    await person.sends_photo("看看")
    await person.sees("这个我答不好")
    await person.edits(CRY)


async def voice_with_words(person: Person) -> None:
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
    await person.sends(voice=voice, caption=CRY)


async def reply_to_an_old_one(person: Person) -> None:
    quoted = {"text": "你好", "position": 0}
    await person.sends(text=CRY, quote=quoted)


@pytest.mark.parametrize(
    "deed", [photo, edited, forwarded, edited_caption, voice_with_words, reply_to_an_old_one]
)
async def test_words_of_danger_are_found_wherever_they_stand(mother: Person, deed: Deed) -> None:
    await deed(mother)
    await mother.sees(LINES)


WORDLESS: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]},
    "sticker": {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 9,
            "height": 9,
            "is_animated": False,
            "is_video": False,
        }
    },
    "voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
    "location": {"location": {"latitude": 38.1, "longitude": 114.5}},
    "contact": {"contact": {"phone_number": "000-0001", "first_name": "示例"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
}


@pytest.mark.parametrize("kind", WORDLESS)
async def test_what_has_no_words_gets_a_kind_answer_and_a_way_on(mother: Person, kind: str) -> None:
    await mother.sends(**WORDLESS[kind])
    await mother.sees("文字")
    assert mother.screen.labels


async def test_an_edited_message_without_danger_is_not_answered_again(
    mother: Person, api: BotApi
) -> None:
    await mother.says("孩子怎么转学")
    await mother.sees("您问的是不是这个")
    polls = len(api.calls_of("getUpdates"))
    await mother.edits("孩子怎么转学呢")
    await api.called("getUpdates", times=polls + 1)
    assert len(mother.messages) == 2
