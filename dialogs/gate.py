"""The gate of a role: a router behind it is not there for anybody else."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import TelegramObject

from dialogs.turn import Turn
from storage.access import Role


class Acting(Filter):
    """Passes when the turn's actor acts in one of these roles now."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    async def __call__(self, _: TelegramObject, turn: Turn) -> bool | dict[str, Any]:
        return turn.actor.role in self.roles


def gated(name: str, *roles: Role) -> Router:
    """A router for messages and presses of these roles only."""
    router = Router(name=name)
    for observer in (router.message, router.callback_query):
        observer.filter(Acting(*roles))
    return router
