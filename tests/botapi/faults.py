"""What goes wrong between the bot and Telegram, ordered by a test for the next call of a method."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TypeAlias

from .refusals import Refused
from .spec import bot_api


@dataclass(frozen=True)
class Fail:
    """Answer with an error, without doing it."""

    status: int
    description: str
    retry_after: int | None = None

    def refusal(self) -> Refused:
        return Refused(self.status, self.description, self.retry_after)


@dataclass(frozen=True)
class DropReply:
    """Do it, then close the connection without an answer."""


@dataclass(frozen=True)
class Reset:
    """Close the connection without doing it."""


@dataclass(frozen=True)
class Html:
    """Answer as a broken proxy does, without doing it."""

    status: int


Fault: TypeAlias = Fail | DropReply | Reset | Html


class Faults:
    """One queue a method: the fault ordered first comes first."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def order(self, method: str, fault: Fault, times: int = 1) -> None:
        if (shape := bot_api().method(method)) is None:
            raise ValueError(f"the Bot API has no method {method}")
        self._waiting[shape.name].extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        waiting = self._waiting[method]
        return waiting.popleft() if waiting else None
