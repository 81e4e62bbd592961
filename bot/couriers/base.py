"""What a courier is: it brings a screen to one chat of its channel and says how it went."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol

from dialogs.screen import Screen
from storage.chats import Reach


class Outcome(Enum):
    """BROKEN: refused as malformed, an error of ours. STOP: our own access is refused (401, 404)."""

    SENT = "sent"
    LATER = "later"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"
    STOP = "stop"


@dataclass(frozen=True)
class Verdict:
    """`why` is a code for the outbox; `wait` is what the channel asked for, if it did."""

    outcome: Outcome
    why: str = ""
    wait: timedelta | None = None


SENT = Verdict(Outcome.SENT)


class Courier(Protocol):
    async def send(self, to: Reach, screen: Screen) -> Verdict: ...

    async def close(self) -> None: ...
