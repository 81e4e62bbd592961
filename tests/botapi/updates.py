"""The queue of updates, as Telegram keeps it: until they are confirmed."""

import asyncio
import json
from collections.abc import Sequence
from typing import NewType

from . import refusals
from .bell import Bell
from .wire import Wire

UpdateId = NewType("UpdateId", int)

FIRST = 700_000_001
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """Update ids rise by one. `bell` rings when there may be something to deliver."""

    def __init__(self) -> None:
        self.bell = Bell()
        self._all: dict[UpdateId, Wire] = {}
        self._pending: dict[UpdateId, Wire] = {}
        self._again: set[UpdateId] = set()
        self._wanted: frozenset[str] | None = None
        self._poller = object()

    def want(self, kinds: Sequence[str]) -> None:
        """From now on only these kinds are queued; an empty list means the default ones."""
        self._wanted = frozenset(kinds) or None

    @property
    def wanted(self) -> list[str] | None:
        return sorted(self._wanted) if self._wanted else None

    def add(self, kind: str, content: Wire) -> UpdateId:
        """Queue what happened, as it is now; a kind the bot doesn't want is lost at once."""
        update_id = UpdateId(FIRST + len(self._all))
        update = json.loads(json.dumps({"update_id": update_id, kind: content}))
        self._all[update_id] = update
        if kind in self._wanted if self._wanted else kind not in NOT_BY_DEFAULT:
            self._pending[update_id] = update
            self.bell.ring()
        return update_id

    def again(self, update_id: UpdateId) -> None:
        """Deliver an update once more, even if it was confirmed: Telegram may do so."""
        self._pending[update_id] = self._all[update_id]
        self._again.add(update_id)
        self.bell.ring()

    def claim_again(self, update_id: UpdateId) -> bool:
        """Whether a second delivery was asked for; the asking is settled by this."""
        asked = update_id in self._again
        self._again.discard(update_id)
        return asked

    def pending(self) -> list[Wire]:
        return [self._pending[update_id] for update_id in sorted(self._pending)]

    def forget(self, update_id: UpdateId) -> None:
        self._pending.pop(update_id, None)
        self._again.discard(update_id)

    def drop(self) -> None:
        self._pending.clear()
        self._again.clear()

    async def poll(self, offset: int, limit: int, patience: float) -> list[Wire]:
        """One getUpdates: the first `limit` unconfirmed updates, or none after `patience` s.

        A newer poll ends an older one with 409.
        """
        me = self._poller = object()
        self.bell.ring()
        self._confirm(offset)
        try:
            async with asyncio.timeout(patience):
                while not self._pending:
                    await self.bell.rung()
                    if self._poller is not me:
                        raise refusals.Refused(409, refusals.POLLED_TWICE)
        except TimeoutError:
            return []
        handed = self.pending()[:limit]
        for update in handed:
            self.claim_again(update["update_id"])
        return handed

    def _confirm(self, offset: int) -> None:
        """A positive offset confirms all before it; -n forgets all but the last n."""
        if offset < 0:
            for update in self.pending()[:offset]:
                self.forget(update["update_id"])
        for update_id in [one for one in self._pending if one < offset]:
            if update_id not in self._again:
                self.forget(update_id)
