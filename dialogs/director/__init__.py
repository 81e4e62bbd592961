"""The director's room; a supervisor uses the same screens for the children of the township."""

from aiogram import Router

from dialogs.director import card, digest, done, lists, missing, record
from dialogs.director.first import home
from dialogs.gate import gated
from storage.access import Role

_acting = gated("director", Role.DIRECTOR, Role.SUPERVISOR)
_acting.include_routers(lists.router, card.router, digest.router, record.router, done.router)

router = Router(name="director's room")
router.include_routers(_acting, missing.router)

__all__ = ["home", "router"]
