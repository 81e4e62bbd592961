"""The director's room; a supervisor uses the same screens for the children of the township."""

from aiogram import Router

from dialogs.director import (
    card,
    correction,
    digest,
    done,
    finding,
    lists,
    missing,
    passing_on,
    putting_off,
    record,
    trying,
)
from dialogs.director.first import home
from dialogs.gate import gated
from storage.access import Role

_acting = gated("director", Role.DIRECTOR, Role.SUPERVISOR)
_acting.include_routers(
    *(lists.router, card.router, digest.router, record.router, trying.router, done.router),
    *(putting_off.router, correction.router, passing_on.router, finding.asked),
)

router = Router(name="director's room")
router.include_routers(_acting, missing.router)

__all__ = ["home", "router"]
