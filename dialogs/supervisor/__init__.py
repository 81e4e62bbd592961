"""The supervisor's room: what was left overdue and by whom, the directors, what waits for a decision.

The child's screens are the director's.
"""

from dialogs.gate import gated
from dialogs.supervisor import assigning, covering, directors, overdue
from dialogs.supervisor.overdue import home
from storage.access import Role

router = gated("supervisor", Role.SUPERVISOR)
router.include_routers(overdue.router, directors.router, assigning.router, covering.router)

__all__ = ["home", "router"]
