"""The triage worker's room: the queue of one's unit, and what one holds."""

from dialogs.gate import gated
from dialogs.screen import Screen
from dialogs.triage import answering, queue
from dialogs.turn import Turn
from storage.access import Role

router = gated("triage", Role.TRIAGE)
router.include_routers(answering.router, queue.router)


async def home(turn: Turn) -> Screen:
    """The queue itself: the most urgent first."""
    return await queue.queue_page(turn, 0)


__all__ = ["home", "router"]
