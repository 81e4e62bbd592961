"""The methods this server really does, each by its name, and the parameters each of them heeds."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from . import refusals
from .wire import Wire
from .world import World

Act: TypeAlias = Callable[[World, Wire], Awaitable[Any]]


@dataclass(frozen=True)
class Deed:
    """`heeded` are the parameters that have an effect here; others are refused with 501."""

    act: Act
    heeded: frozenset[str]


DEEDS: dict[str, Deed] = {}


def deed(name: str, *heeded: str) -> Callable[[Act], Act]:
    """Let the function do the Bot API method `name`."""

    def enter(act: Act) -> Act:
        DEEDS[name] = Deed(act, frozenset(heeded))
        return act

    return enter


async def do(world: World, name: str, given: Mapping[str, Any]) -> Any:
    """The method's result, as JSON holds it. `given` has passed the check."""
    if name not in DEEDS:
        raise refusals.not_done_here(name)
    if strange := sorted(given.keys() - DEEDS[name].heeded):
        raise refusals.not_done_here(f"{name} with {', '.join(strange)}")
    return await DEEDS[name].act(world, dict(given))
