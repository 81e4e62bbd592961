"""What Telegram gets to carry, read off every call the desk makes to it in a whole journey."""

import asyncio
import json
from collections.abc import Sequence

from bot.settings import Privacy
from tests.botapi import BotApi, Card, Person
from tests.faults.ground import Ground
from tests.faults.page import Page, open_page
from tests.running import Journey

MOTHERS_WORDS = "我家晨晨三天没出房门了，饭也不吃。"
MOTHERS_ADDITION = "昨晚他把书包锁进柜子里了。"
MOTHERS_PHONE = "13912345678"
FATHERS_CRY = "我不想活了，我在老槐树小学后面"
FATHERS_ADDITION = "我还在老地方坐着。"
WORKERS_ANSWER = "您好，我们想先听听他哪天开始这样的。"
CHILDREN = ("小雨", "小山", "小禾", "晨晨")
GUARDIANS = ("李女士", "周奶奶", "马先生", "000-000")
TYPED = (MOTHERS_WORDS, MOTHERS_ADDITION, MOTHERS_PHONE, FATHERS_CRY, "老槐树", WORKERS_ANSWER)
STAFF = ("director", "supervisor", "triage", "administrator")
LEFT_ALONE = ("act:", "erase:", "lang:")
"""Buttons that would make somebody else of the person."""


async def joins(desk: Journey, person: Person | Page, key: str) -> None:
    """Takes the invite; its words end with the role."""
    made = desk.seeded.invites[key]
    await person.says(f"/start {made.code}")
    if made.word:
        await person.sees("4位数字")
        await person.says(made.word)
    await person.sees(f"{desk.seeded.names[key]}，您好")


async def presses_everything(person: Person, most: int = 120) -> None:
    """Every button that ever comes into sight, each once, also on cards that look different by now."""
    known: dict[str, Card] = {}
    pressed: set[str] = set()
    while len(pressed) < most:
        for card in person.messages:
            known |= {button.data: card for button in card.buttons if button.data}
        data = next((each for each in known if each not in pressed), None)
        if data is None:
            return
        pressed.add(data)
        if not data.startswith(LEFT_ALONE):
            await person.presses(data, known[data])
            await person.sees_all_answered()


async def presses(who: Page | Person, *buttons: str) -> None:
    """One after another, each as soon as it is there: by what a button says to the desk, not to people."""
    for data in buttons:
        await offered(who, data)
        if isinstance(who, Page):
            await who.presses(data)
        else:
            await who.presses(*found(who, data))


async def offered(who: Page | Person, data: str) -> None:
    if isinstance(who, Page):
        await who.is_offered(data)
        return
    await who.sees_all_answered()
    async with asyncio.timeout(10):
        while not found(who, data):
            await who.chat.changed.rung()


def found(who: Person, data: str) -> tuple[str, Card] | tuple[()]:
    """The newest button whose data begins so, and its card."""
    for card in reversed(who.messages):
        for button in card.buttons:
            if button.data and button.data.startswith(data):
                return button.data, card
    return ()


async def asks_for_support(mother: Page | Person) -> None:
    """The whole intake, from the first screen to the receipt."""
    await presses(mother, "support", "tell:consent", "tell:about:my_child", "tell:age:")
    await offered(mother, "tell:place:")
    await mother.says("正定")
    await presses(mother, "tell:worry:")
    await offered(mother, "tell:words:")
    await mother.says(MOTHERS_WORDS)
    await presses(mother, "tell:hurting_self:no", "tell:hurt_by_someone:no", "tell:reach:call")
    await offered(mother, "tell:reach:here")
    await mother.says(MOTHERS_PHONE)
    await presses(mother, "pass:", "send")


def carried(api: BotApi, words: Sequence[str]) -> list[str]:
    """Which of these words any call to Telegram held, in whatever parameter."""
    calls = json.dumps([call.params for call in api.calls], ensure_ascii=False)
    return [each for each in words if each in calls]


async def test_strict_keeps_names_words_and_intake_off_telegram(
    ground: Ground, api: BotApi
) -> None:
    async with ground.desk() as desk, open_page(desk.base) as mother, open_page(desk.base) as liu:
        staff = {key: api.person(key) for key in STAFF}
        for key, person in staff.items():
            await joins(desk, person, key)
        await joins(desk, liu, "triage_2")
        father = api.person("父亲")
        await a_cry_on_telegram(father)
        await asks_for_support(mother)
        await staff["triage"].sees("R-2")
        await presses(staff["triage"], "claim:2")
        await presses(mother, "req:2", "write:2")
        await mother.sees("正在给 R-2 写话")
        await mother.says(MOTHERS_ADDITION)
        await staff["triage"].sees("（R-2）")
        await an_answer_from_the_page(liu, father)
        await desk.pass_to("2026-11-24", "08:31")
        await offered(staff["director"], "ackall")
        for person in (*staff.values(), father):
            await presses_everything(person)

    assert carried(api, CHILDREN) == []
    assert carried(api, GUARDIANS) == []
    assert carried(api, TYPED) == []
    assert carried(api, ["R-1", "R-2", "C-1"]) == ["R-1", "R-2", "C-1"]
    for key, person in staff.items():
        name = ground.seeded.names[key]
        assert told(api, name) == [(person.chat.id, f"{name}，您好。")], "only its bearer reads it"


def told(api: BotApi, words: str) -> list[tuple[int, str]]:
    """The lines with these words that went to Telegram, and to which chat."""
    sent = [(call.params.get("chat_id", 0), str(call.params.get("text", ""))) for call in api.calls]
    return [(chat, line) for chat, text in sent for line in text.split("\n") if words in line]


async def a_cry_on_telegram(father: Person) -> None:
    await father.says("/start")
    await presses(father, "where")
    await offered(father, "home")
    await father.says("正定")
    await offered(father, "where")
    await father.says(FATHERS_CRY)
    await father.sees("12356")
    await presses(father, "talk")
    await father.sees("R-1")


async def an_answer_from_the_page(liu: Page, father: Person) -> None:
    await presses(liu, "claim:1", "reply:1")
    await liu.sees("R-1")
    await liu.says(WORKERS_ANSWER)
    await father.sees("/chat")


async def test_standard_runs_on_telegram_after_a_consent_that_names_the_transfer(
    ground: Ground, api: BotApi
) -> None:
    async with ground.desk(Privacy.STANDARD) as desk:
        chen, mother = api.person("陈静"), api.person("李梅")
        await joins(desk, chen, "triage")
        await mother.says("/start")

        await asks_for_support(mother)
        await presses(chen, "claim:1", "read:1")
        await chen.sees(MOTHERS_WORDS)
        await presses(chen, "reply:1")
        await chen.sees("正在回复 R-1")
        await chen.says(WORKERS_ANSWER)
        await mother.sees(WORKERS_ANSWER)
        await presses(mother, "write:1")
        await mother.sees("正在给 R-1 写话")
        await mother.says(MOTHERS_ADDITION)
        await chen.sees(MOTHERS_ADDITION)
    assert carried(api, CHILDREN[:3]) == []


async def test_standard_before_the_consent_nothing_is_asked(ground: Ground, api: BotApi) -> None:
    async with ground.desk(Privacy.STANDARD):
        mother = api.person("李梅")
        await mother.says("/start")
        await presses(mother, "support")
        await offered(mother, "tell:consent")
        consent = mother.screen
        assert "Telegram" in consent.text
        assert "境外" in consent.text
        await presses(mother, "home")
        await offered(mother, "support")
    asked = [call["text"] for call in api.calls_of("editMessageText")]
    assert [text for text in asked if text != consent.text] == [mother.screen.text]
    assert carried(api, ["tell:about"]) == []
