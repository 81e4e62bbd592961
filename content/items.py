"""What the desk can show: a service a family may use, an article for parents."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from content.text import Text


class State(StrEnum):
    """BEING_WRITTEN: only the title, the departments and the lines are there to show."""

    PUBLISHED = "published"
    BEING_WRITTEN = "being_written"


class Field(StrEnum):
    """What families ask about a service, in the order shown."""

    WHO = "who"
    WHAT = "what"
    WHERE = "where"
    PAPERS = "papers"
    HOW = "how"
    ONLINE = "online"
    COST = "cost"
    TIME = "time"
    PHONE = "phone"
    REFUSED = "refused"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Answer:
    """One field, in Chinese. Either `text`, or `ask`: not known here, and who would know."""

    field: Field
    text: str = ""
    ask: str = ""

    @property
    def known(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class OfficialItem:
    """Place in the national list of 19 services: reconstructed, so with how sure we are of it."""

    aspect: str
    number: int
    sure: Literal["good", "fair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`lines` are codes of lines; `valid_to` None: until further notice."""

    code: str
    title: Text
    lines: tuple[str, ...]
    state: State = State.BEING_WRITTEN
    summary: Text | None = None
    source: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    checked_on: date | None = None
    checked_by: str = ""
    asked_as: tuple[str, ...] = ()

    @property
    def written(self) -> bool:
        return self.state is State.PUBLISHED

    @property
    def checked(self) -> bool:
        """False means 待核实: nobody named has confirmed the text with the office in charge."""
        return self.checked_on is not None and bool(self.checked_by)

    def valid_on(self, day: date) -> bool:
        """From `valid_from` through `valid_to`."""
        return not (
            (self.valid_from is not None and day < self.valid_from)
            or (self.valid_to is not None and day > self.valid_to)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Item):
    """`policy_measures` number the Hebei plan's measures; `answers` hold all fields once written."""

    group: str
    departments: tuple[str, ...]
    policy_measures: tuple[int, ...]
    official: OfficialItem | None = None
    legal_basis: tuple[str, ...] = ()
    review_by: date | None = None
    answers: tuple[Answer, ...] = ()

    def answer(self, field: Field) -> Answer | None:
        """None while the service isn't written."""
        return next((answer for answer in self.answers if answer.field is field), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Item):
    """`age_bands`, `worries`: codes. The three parts are Chinese, empty while it isn't written."""

    age_bands: tuple[str, ...]
    worries: tuple[str, ...] = ()
    helps: str = ""
    avoid: str = ""
    seek: str = ""
