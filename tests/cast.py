"""A standing cast on a whole desk: each person speaks through the real dispatcher.

Director Wang, supervisor Zhao, triage workers Chen and Liu of one unit, administrator Sun, a mother,
a stranger who may see nothing. The channel is a recorder in the web chat's place.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import Chat, InlineKeyboardMarkup, Message, Update

from bot.assembly import build_house, take
from bot.couriers.base import SENT, Verdict
from bot.house import House
from bot.render import show
from bot.seed import ensure_regions, seed_demo
from bot.sending import Sender
from bot.ticking import tick
from dialogs.screen import Screen
from dialogs.turn import Desk, Privacy
from storage.access import Channel
from storage.chats import Reach
from storage.database import Database
from storage.letter import Letter

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE).astimezone(UTC)
CAST = {"director": 201, "supervisor": 301, "triage": 401, "triage_2": 402, "administrator": 501}
MOTHER, STRANGER = 101, 102
RANGES = (count(first) for first in count(1_000_000, 1_000_000))
"""Update ids never repeat in a session: a desk's file may have seen another desk's."""


@dataclass
class Clock:
    """Turned by hand."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def to(self, day: str, at: str = "09:00") -> None:
        """A day and time in Shanghai: "2026-12-01", "08:30"."""
        self.now = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZONE).astimezone(UTC)

    def on(self, **later: float) -> None:
        self.now += timedelta(**later)


@dataclass
class Shown:
    """A message as its reader sees it now."""

    id: int
    text: str
    buttons: list[tuple[str, str]]

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.buttons]


class Recorder(BaseSession):
    """Keeps what each chat sees; `calls` is everything asked of the channel, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[int, list[Shown]] = {}
        self.toasts: dict[int, list[str]] = {}
        self.calls: list[Any] = []
        self.fail: Exception | None = None
        self._number = count(1000)

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:
        self.calls.append(method)
        if self.fail is not None:
            raise self.fail
        match method:
            case SendMessage(chat_id=chat, text=text, reply_markup=markup):
                shown = Shown(next(self._number), text, _buttons(markup))
                self.seen.setdefault(int(chat), []).append(shown)
                return Message(
                    message_id=shown.id,
                    date=MONDAY,
                    chat=Chat(id=int(chat), type="private"),
                    text=text,
                ).as_(bot)
            case EditMessageText(chat_id=where, message_id=number, text=new, reply_markup=markup):
                for shown in self.seen.get(int(where or 0), []):
                    if shown.id == number:
                        shown.text, shown.buttons = new or "", _buttons(markup)
                return True
            case AnswerCallbackQuery(callback_query_id=query, text=toast):
                if isinstance(toast, str):
                    self.toasts.setdefault(int(query.partition(":")[0]), []).append(toast)
                return True
        return True

    async def close(self) -> None: ...

    async def stream_content(self, *args: Any, **more: Any) -> AsyncGenerator[bytes, None]:
        yield b""


@dataclass
class OpenPages:
    """The web chat's courier where every page is open and shows what it is brought."""

    bot: Bot

    async def send(self, to: Reach, screen: Screen, _: Letter) -> Verdict:
        await show(self.bot, to.chat, screen, Channel.WEB)
        return SENT

    async def close(self) -> None: ...


@dataclass
class Player:
    """One person in one chat."""

    desk: "CastDesk"
    chat: int
    channel: Channel = Channel.WEB

    @property
    def messages(self) -> list[Shown]:
        return self.desk.recorder.seen.get(self.chat, [])

    @property
    def screen(self) -> Shown:
        return self.messages[-1]

    @property
    def toast(self) -> str:
        return self.desk.recorder.toasts.get(self.chat, [""])[-1]

    @property
    def all_text(self) -> str:
        """Everything this person can read now, labels too."""
        return "\n".join("\n".join([each.text, *each.labels]) for each in self.messages)

    async def says(self, text: str, update: int | None = None) -> Shown:
        message = {**self._message(1), "from": self._person(), "text": text}
        await self._feed({"message": message}, update)
        return self.screen

    async def sends_photo(self, caption: str | None = None) -> Shown:
        photo = [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]
        message = {**self._message(1), "from": self._person(), "photo": photo}
        await self._feed({"message": {**message, "caption": caption} if caption else message}, None)
        return self.screen

    async def presses(
        self, label: str, on: Shown | None = None, update: int | None = None
    ) -> Shown:
        """The first button whose label holds `label`: on that message, or the newest that has one."""
        candidates = [on] if on else list(reversed(self.messages))
        for shown in candidates:
            for name, data in shown.buttons:
                if label in name:
                    await self.presses_data(data, shown.id, update)
                    return self._now(shown)
        raise AssertionError(f"no button {label!r} among {[s.labels for s in candidates[:3]]}")

    async def presses_data(self, data: str, message: int = 1, update: int | None = None) -> None:
        query = {
            "id": f"{self.chat}:{next(self.desk.updates)}",
            "from": self._person(),
            "chat_instance": "1",
            "data": data,
            "message": {**self._message(message), "text": "…"},
        }
        await self._feed({"callback_query": query}, update)

    def _now(self, shown: Shown) -> Shown:
        return next((each for each in self.messages if each.id == shown.id), self.screen)

    async def _feed(self, content: dict[str, Any], update: int | None) -> None:
        made = {"update_id": update or next(self.desk.updates), **content}
        bot = self.desk.bots[self.channel]
        await take(
            self.desk.house, self.channel, bot, Update.model_validate(made, context={"bot": bot})
        )

    def _message(self, number: int) -> dict[str, Any]:
        at = int(self.desk.clock().timestamp())
        return {"message_id": number, "date": at, "chat": {"id": self.chat, "type": "private"}}

    def _person(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": "x"}


@dataclass
class CastDesk:
    """A desk with its cast, a turnable clock, and hands for the outbox and the timetable."""

    house: House
    clock: Clock
    recorder: Recorder
    bots: dict[Channel, Bot]
    sender: Sender
    updates: Any = field(default_factory=lambda: next(RANGES))
    ticked: datetime = MONDAY

    @classmethod
    async def open(
        cls, database: Database, clock: Clock | None = None, privacy: Privacy = Privacy.STRICT
    ) -> "CastDesk":
        clock = clock or Clock()
        desk = Desk(zone=ZONE, privacy=privacy, public_url="https://desk.example")
        house = build_house(database, desk, clock)
        await house.staff.refresh(clock(), desk)
        recorder = Recorder()
        bots = {
            Channel.WEB: Bot("1:web", session=recorder),
            Channel.TELEGRAM: Bot("2:telegram", session=recorder),
        }
        couriers = {Channel.WEB: OpenPages(bots[Channel.WEB])}
        return cls(house, clock, recorder, bots, Sender(house, couriers))

    @property
    def database(self) -> Database:
        return self.house.database

    @property
    def wang(self) -> Player:
        return Player(self, CAST["director"])

    @property
    def zhao(self) -> Player:
        return Player(self, CAST["supervisor"])

    @property
    def chen(self) -> Player:
        return Player(self, CAST["triage"])

    @property
    def liu(self) -> Player:
        return Player(self, CAST["triage_2"])

    @property
    def sun(self) -> Player:
        return Player(self, CAST["administrator"])

    @property
    def mother(self) -> Player:
        return Player(self, MOTHER)

    @property
    def stranger(self) -> Player:
        return Player(self, STRANGER)

    async def deliver(self) -> int:
        """Sends everything in the outbox that may go now."""
        return await self.sender.drain()

    async def tick(self) -> None:
        """Runs the timetable from where it was last run through the clock's now, then delivers."""
        await tick(self.house, self.ticked, self.clock())
        self.ticked = self.clock()
        await self.deliver()


async def prepare(database: Database) -> None:
    """The demo county, its people's invites taken in their chats."""
    await ensure_regions(database, within="13/1301/130123")
    desk = await CastDesk.open(database)
    today = MONDAY.astimezone(ZONE).date()
    seeded = await seed_demo(database, MONDAY, today)
    for key, chat in CAST.items():
        player, made = Player(desk, chat), seeded.invites[key]
        await player.says(f"/start {made.code}")
        if made.word:
            await player.says(made.word)
        assert "示例" in player.screen.text, player.screen.text
    await desk.deliver()


def _buttons(markup: Any) -> list[tuple[str, str]]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    return [
        (key.text, key.callback_data or key.url or "")
        for row in markup.inline_keyboard
        for key in row
    ]
