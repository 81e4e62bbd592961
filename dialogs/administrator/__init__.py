"""The administrator's room: numbers by place, people nobody reaches, the calendar, the rules of the place.

No child and no director's children are ever shown here.
"""

from dialogs.administrator.calendar import router as calendar
from dialogs.administrator.closing import router as closing
from dialogs.administrator.home import home
from dialogs.administrator.late import router as late
from dialogs.administrator.notice import router as notice
from dialogs.administrator.people import router as people
from dialogs.administrator.rules import router as rules
from dialogs.gate import gated
from storage.access import Role

router = gated("administrator", Role.ADMINISTRATOR)
router.include_routers(late, people, closing, calendar, notice, rules)

__all__ = ["home", "router"]
