"""The supervisor's room: what was left overdue. The child's screens are the director's."""

from dialogs.gate import gated
from dialogs.supervisor import overdue
from dialogs.supervisor.overdue import home
from storage.access import Role

router = gated("supervisor", Role.SUPERVISOR)
router.include_router(overdue.router)

__all__ = ["home", "router"]
