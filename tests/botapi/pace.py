"""How fast Telegram lets a bot send, by its FAQ: 30 messages a second, 1 a second to one chat.

Short bursts to one chat are let through there "for a while"; here BURST messages of it.
"""

import math
from collections import deque
from collections.abc import Callable

OVERALL = 30
BURST = 3


class Pace:
    """`seconds` is any clock that only goes forward."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._lately: deque[float] = deque()
        self._left: dict[int, tuple[float, float]] = {}

    def ask(self, chat_id: int) -> int:
        """0 lets one message pass and counts it; else how many whole seconds to wait."""
        now = self._seconds()
        while self._lately and now - self._lately[0] >= 1:
            self._lately.popleft()
        left, at = self._left.get(chat_id, (float(BURST), now))
        left = min(float(BURST), left + now - at)
        if len(self._lately) >= OVERALL or left < 1:
            full = 1 - (now - self._lately[0]) if len(self._lately) >= OVERALL else 0.0
            return max(1, math.ceil(max(full, 1 - left)))
        self._lately.append(now)
        self._left[chat_id] = (left - 1, now)
        return 0
