"""What a courier is: it brings a screen to one chat of its channel and says how it went."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol

from dialogs.screen import Screen
from storage.chats import Reach
from storage.letter import Letter, Why


class Outcome(Enum):
    """BROKEN: refused as malformed, an error of ours. STOP: our own access is refused (401, 404)."""

    SENT = "sent"
    LATER = "later"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"
    STOP = "stop"


@dataclass(frozen=True)
class Verdict:
    """`why`: in any outcome but SENT. `wait` is what the channel asked for, if it did. `event`: the web
    event that has yet to be shown."""

    outcome: Outcome
    why: Why = Why.AWAY
    wait: timedelta | None = None
    event: int | None = None


SENT = Verdict(Outcome.SENT)


class Courier(Protocol):
    async def send(self, to: Reach, screen: Screen, letter: Letter, /) -> Verdict:
        """`letter` names what is brought: sent twice, a channel that can tell shows it once."""
        ...

    async def close(self) -> None: ...
