"""A turn: one update of one person, inside one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.fsm.state import State

from content.phrases import ZH_HANS, Phrases, known_locale, phrases
from content.search import Result
from content.text import Locale
from dialogs.screen import Screen, from_data, to_data
from referrals.danger import Danger
from storage.access import Actor, Channel, Role
from storage.chats import CHATS, Kept, Met
from storage.database import Transaction
from storage.ids import PersonId, RoleId

MOST_PARKED = 3


class Privacy(StrEnum):
    """What Telegram may carry; see docs/privacy.md. Strict is the default."""

    STRICT = "strict"
    STANDARD = "standard"


@dataclass(frozen=True)
class Desk:
    """What every turn may know of the running desk. `channels`: those it has couriers for."""

    zone: ZoneInfo
    privacy: Privacy = Privacy.STRICT
    public_url: str = ""
    channels: frozenset[Channel] = CHATS


@dataclass
class Form:
    """An open or parked form: the step it waits at, the answers so far, the screen that asks.

    `acting`: the role that screen was made for.
    """

    state: str
    answers: dict[str, str] = field(default_factory=dict)
    asked: Screen | None = None
    acting: RoleId | None = None

    @property
    def name(self) -> str:
        """The group of its states: one form of a name is open or parked at a time."""
        return self.state.partition(":")[0]

    def data(self) -> list[Any]:
        asked = to_data(self.asked) if self.asked else None
        return [self.state, self.answers, asked, self.acting]

    @classmethod
    def read(cls, data: list[Any]) -> "Form":
        state, answers, asked, *acting = data
        shown = from_data(asked) if asked else None
        return cls(state, dict(answers), shown, acting[0] if acting else None)


@dataclass
class Conversation:
    """What the address row keeps between turns. `form` is open; `parked` ones wait on Home.

    `asks`: this turn took a step of the open form.
    """

    form: Form | None = None
    parked: list[Form] = field(default_factory=list)
    shown: Screen | None = None
    asks: bool = False

    @classmethod
    def read(cls, state: str | None, data: Mapping[str, Any]) -> "Conversation":
        shown = data.get("shown")
        return cls(
            form=None if state is None else Form.read(data["form"]),
            parked=[Form.read(each) for each in data.get("parked", [])],
            shown=from_data(shown) if shown else None,
        )

    def data(self) -> dict[str, Any]:
        made: dict[str, Any] = {"shown": to_data(self.shown)} if self.shown else {}
        if self.form:
            made["form"] = self.form.data()
        if self.parked:
            made["parked"] = [form.data() for form in self.parked]
        return made

    def step(self, state: State, **answers: str) -> None:
        """Goes to a step of the open form, or opens one; answers are added."""
        name = state.state or ""
        if self.form is None or self.form.name != name.partition(":")[0]:
            self.park()
            self.form = Form(name)
        self.form.state = name
        self.form.answers.update(answers)
        self.asks = True

    def park(self) -> None:
        """The open form waits on Home; an older parked one of its kind gives way."""
        if self.form is not None:
            kept = [form for form in self.parked if form.name != self.form.name]
            self.parked = [self.form, *kept][:MOST_PARKED]
            self.form = None

    def resume(self, name: str) -> Form | None:
        """Opens the parked form of that name again; None when it is gone."""
        found = next((form for form in self.parked if form.name == name), None)
        if found is not None:
            self.parked.remove(found)
            self.park()
            self.form = found
        return found

    def finish(self) -> None:
        self.form = None

    def showed(self, screen: Screen, acting: RoleId | None) -> None:
        """What the person sees now. Only a step of the form is kept to be asked again: what else was
        looked at meanwhile (a referral's content) may no longer be theirs to see by then."""
        self.shown = screen
        if self.form is not None and self.asks:
            self.form.asked, self.form.acting = screen, acting


@dataclass
class Turn:
    """The transaction, who acts, when, and where the conversation stands.

    `danger` is what the message signals, `danger_noted` whether a handler has taken care of it;
    `found` is the answer of the search to a free text, made before the transaction was opened.
    """

    tx: Transaction
    actor: Actor
    now: datetime
    desk: Desk
    conversation: Conversation
    place: str | None = None
    acting: RoleId | None = None
    person: PersonId | None = None
    danger: Danger | None = None
    danger_noted: bool = False
    text: str = ""
    found: Result | None = None
    locale: Locale = ZH_HANS

    @property
    def say(self) -> Phrases:
        return phrases(self.locale)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.desk.zone).date()

    @property
    def must_use_web(self) -> bool:
        """Whether what is personal has to move to the web chat: Telegram under strict privacy."""
        strict = self.desk.privacy is Privacy.STRICT
        return strict and self.actor.channel is not Channel.WEB

    def answers(self) -> dict[str, str]:
        """The open form's answers; empty when none is open."""
        return self.conversation.form.answers if self.conversation.form else {}

    def parked(self) -> list[Form]:
        """The forms that wait, of the role acted in."""
        return [form for form in self.conversation.parked if form.acting == self.acting]

    def kept(self) -> Kept:
        state = self.conversation.form.state if self.conversation.form else None
        return Kept(
            self.acting, self.person, self.place, self.locale, state, self.conversation.data()
        )


def make_turn(tx: Transaction, met: Met, desk: Desk, now: datetime) -> Turn:
    return Turn(
        tx=tx,
        actor=met.actor,
        now=now,
        desk=desk,
        conversation=Conversation.read(met.state, met.data),
        place=met.place,
        acting=met.acting,
        person=met.actor.person,
        locale=known_locale(met.actor.locale),
    )


def is_staff(turn: Turn) -> bool:
    return turn.actor.role is not Role.PARENT
