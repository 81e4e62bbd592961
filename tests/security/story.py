"""A whole week with invented names, numbers and sentences, each of which may be read by few and kept by nobody else."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.couriers.base import SENT, Courier, Verdict
from bot.render import keyboard
from bot.sending import Sender
from dialogs.screen import Screen
from storage.access import Channel, Role
from storage.chats import Reach
from storage.letter import Letter
from tests.cast import CastDesk, OpenPages, Player
from tests.dialogs.asking import fill_in
from tests.security.ledger_story import told_of_the_ledger
from tests.security.town import COUNTY, DESK_UNIT, Newcomer, ends_yesterday, joins

MOTHERS_NAME = "郝晓燕"
MOTHERS_PHONE = "13955512345"
MOTHERS_WORDS = f"我叫{MOTHERS_NAME}，孩子天天躲在柜子里不出来。"
ADDITION = "今天他把最喜欢的小汽车送人了。"
WORKERS_ANSWER = "郝妈妈您好，方便说说他从哪天开始的吗？"
OUTCOME_WORDS = "家长来电说孩子回学校了。"
FATHERS_WORDS = "我爱人老打麻将不管孩子吃饭。"
CHILDS_CRY = "我不想活了，我在老槐树小学后面"
DIRECTORS_NOTE = "奶奶牙疼，孩子想去县城看妈妈。"
DIRECTORS_CRY = "这孩子说他爸昨晚又拿皮带抽他"
INVITED_NAME = "钱玉兰"
QUESTION = "我家大宝的户口本丢了还能报名吗"

TELEGRAM_WORKER, TELEGRAM_DIRECTOR, TELEGRAM_SUN, TELEGRAM_MOTHER = (
    5551234567,
    5551234568,
    5551234569,
    5551234570,
)
BEHIND = {"mother": 101, "father": 103, "child": 104}


@dataclass
class Posts:
    """What went out through Telegram's courier: to which chat, text and buttons in one."""

    sent: list[tuple[int, str]] = field(default_factory=list)

    async def send(self, to: Reach, screen: Screen, _: Letter) -> Verdict:
        made = keyboard(screen, Channel.TELEGRAM)
        buttons = (
            [
                f"{key.text} {key.callback_data} {key.url}"
                for row in made.inline_keyboard
                for key in row
            ]
            if made
            else []
        )
        self.sent.append((to.chat, "\n".join([screen.text, *buttons])))
        return SENT

    async def close(self) -> None: ...


@dataclass
class Told:
    """The story's desk afterwards. `codes`: of every invite made in it."""

    desk: CastDesk
    posts: Posts
    codes: list[str]

    def read_by(self, chat: int) -> str:
        """Everything a chat was ever shown, also what was edited away: texts, labels, data, toasts, letters."""
        seen = [text for to, text in self.posts.sent if to == chat]
        for call in self.desk.recorder.calls:
            where = getattr(call, "chat_id", None) or 0
            query = getattr(call, "callback_query_id", "") or ""
            if int(where) == chat or query.startswith(f"{chat}:"):
                seen += [str(call.text), *_keys(getattr(call, "reply_markup", None))]
        return "\n".join(seen)

    def presses(self) -> list[str]:
        """The data behind every button that was ever shown."""
        markups = (getattr(call, "reply_markup", None) for call in self.desk.recorder.calls)
        rows = [row for made in markups for row in getattr(made, "inline_keyboard", None) or []]
        return [key.callback_data for row in rows for key in row if key.callback_data]


@dataclass(frozen=True)
class Week:
    """What is left of the story. `read` by chat; `rows` by table; the files while open and closed."""

    read: dict[int, str]
    posts: list[tuple[int, str]]
    presses: list[str]
    codes: list[str]
    rows: dict[str, set[tuple[Any, ...]]]
    log: str
    while_open: Path
    closed: Path


def _keys(markup: Any) -> list[str]:
    rows = getattr(markup, "inline_keyboard", None) or []
    return [f"{key.text} {key.callback_data} {key.url}" for row in rows for key in row]


async def told(desk: CastDesk) -> Told:
    posts = Posts()
    couriers: dict[Channel, Courier] = {
        Channel.WEB: OpenPages(desk.bots[Channel.WEB]),
        Channel.TELEGRAM: posts,
    }
    desk.sender = Sender(desk.house, couriers)
    story = Told(desk, posts, [])
    await _staff_on_telegram(desk)
    await _families(desk)
    await _worker(desk)
    await _village(desk)
    await told_of_the_ledger(desk, TELEGRAM_SUN, TELEGRAM_DIRECTOR)
    await _invites(story)
    await _days_pass(desk)
    return story


async def _staff_on_telegram(desk: CastDesk) -> None:
    """A worker, a director and an administrator who have nothing but Telegram; a mother there too."""
    telegram = Channel.TELEGRAM
    await joins(desk, Newcomer(TELEGRAM_WORKER, Role.TRIAGE, COUNTY, DESK_UNIT, "电报员"), telegram)
    await joins(
        desk, Newcomer(TELEGRAM_DIRECTOR, Role.DIRECTOR, "130123100002", name="远村主任"), telegram
    )
    await joins(desk, Newcomer(TELEGRAM_SUN, Role.ADMINISTRATOR, COUNTY, name="电报局长"), telegram)
    mother = Player(desk, TELEGRAM_MOTHER, telegram)
    await mother.says(QUESTION)
    await mother.says("我不想活了")


async def _families(desk: CastDesk) -> None:
    await desk.mother.says(QUESTION)
    await fill_in(desk.mother, words=MOTHERS_WORDS)
    await desk.mother.presses_data("goto:reach", desk.mother.screen.id)
    await desk.mother.presses("请打电话给我")
    await desk.mother.says(MOTHERS_PHONE)
    await desk.mother.presses("送出")
    father = Player(desk, BEHIND["father"])
    await fill_in(father, words=FATHERS_WORDS)
    await father.presses("送出")
    await Player(desk, BEHIND["child"]).says(CHILDS_CRY)
    await desk.deliver()


async def _worker(desk: CastDesk) -> None:
    """The mother's request from claim to close; the other one is taken over Telegram; one fails."""
    number = _number(desk.mother.all_text)
    for press in (f"claim:{number}", f"read:{number}", f"reply:{number}"):
        await desk.chen.presses_data(press, desk.chen.messages[-1].id)
    await desk.chen.says(WORKERS_ANSWER)
    await desk.deliver()
    await desk.mother.presses_data(f"write:{number}", desk.mother.screen.id)
    await desk.mother.says(ADDITION)
    await desk.deliver()
    for press in (f"read:{number}", f"ends:{number}", f"end:{number}:helped"):
        await desk.chen.presses_data(press, desk.chen.screen.id)
    await desk.chen.says(OUTCOME_WORDS)
    await desk.deliver()
    there = Player(desk, TELEGRAM_WORKER, Channel.TELEGRAM)
    father = Player(desk, BEHIND["father"])
    other = _number(father.all_text)
    for press in (f"claim:{other}", f"rcard:{other}", f"read:{other}", f"reply:{other}"):
        await there.presses_data(press, there.screen.id)
    await father.presses_data(f"write:{other}", father.screen.id)
    await father.says(ADDITION)
    await desk.deliver()
    await father.presses_data(f"wdraw:{other}:1", father.screen.id)
    await desk.deliver()


async def _village(desk: CastDesk) -> None:
    for press in ("rec:2:contact", "how:2:phone", "addwords:2:contact"):
        await desk.wang.presses_data(press, 1)
    await desk.wang.says(DIRECTORS_NOTE)
    await desk.wang.presses_data("enter:2:contact:1:worried", desk.wang.screen.id)
    await desk.wang.says(DIRECTORS_CRY)
    await desk.wang.presses_data("rfd:1:HURT_BY_SOMEONE:n:w:d:0", desk.wang.screen.id)
    await desk.wang.presses_data("refs", desk.wang.screen.id)
    for player in (desk.wang, desk.zhao):
        for press in ("kids:0", "child:1", "child:2", "child:3"):
            await player.presses_data(press, 1)
    await desk.deliver()


async def _invites(story: Told) -> None:
    """One taken, one guarded by a word, one typed with a blank before it."""
    desk = story.desk
    for place in ("常山社区", "常山社区"):
        await desk.zhao.says("/start")
        await desk.zhao.presses("邀请一个人")
        await desk.zhao.presses("儿童主任")
        await desk.zhao.says(INVITED_NAME)
        made = re.search(r"#start=(\w+)", (await desk.zhao.says(place)).text)
        assert made is not None
        story.codes.append(made[1])
    await Player(desk, 801).says(f"/start {story.codes[0]}")
    await Player(desk, 802).says(f"  /start {story.codes[1].lower()}")
    await desk.deliver()


async def _days_pass(desk: CastDesk) -> None:
    """Digests go out, clocks run out and climb, a worker's role ends."""
    desk.clock.to("2026-11-24", "08:31")
    await desk.tick()
    await ends_yesterday(desk, desk.liu)
    for _ in range(4):
        desk.clock.now += timedelta(days=4)
        await desk.tick()
    for player in (desk.zhao, desk.sun, desk.liu, desk.chen, desk.mother):
        await player.says("/start")
    desk.clock.to("2027-04-01")
    await desk.tick()
    await desk.zhao.says("/start")
    await desk.zhao.presses_data("overdue:1:0", desk.zhao.screen.id)


def _number(text: str) -> int:
    found = re.search(r"R-(\d+)", text)
    assert found is not None, text
    return int(found[1])
