"""What becomes of a call: noted, checked against the specification, done or refused."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from . import bot_account, deeds, messages
from .bell import Bell
from .checking import Checker
from .faults import Fail, Fault
from .refusals import Refused
from .spec import Shape, bot_api
from .wire import Wire, decoded, uploads
from .world import World

DOING = (bot_account, messages)  # rooms that enter what they do into deeds.DEEDS


class Call(NamedTuple):
    """A call as it arrived, whatever became of it; texts are decoded where they could be."""

    method: str
    params: Wire


@dataclass(frozen=True)
class Violation:
    """Something a correct bot never sends."""

    method: str
    problem: str


class Calls:
    def __init__(self, world: World) -> None:
        self.log: list[Call] = []
        self.violations: list[Violation] = []
        self.arrived = Bell()
        self._world = world

    def of(self, method: str) -> list[Wire]:
        return [call.params for call in self.log if call.method == method]

    def note(self, shape: Shape, given: Wire) -> Call:
        call = Call(shape.name, decoded(shape, given))
        self.log.append(call)
        self.arrived.ring()
        return call

    def blame(self, method: str, problem: str) -> None:
        self.violations.append(Violation(method, problem))

    def check(self, shape: Shape, call: Call, given: Wire) -> None:
        """Every fault of the parameters becomes a violation; the first one is the answer."""
        found = Checker(bot_api(), uploads(given)).of_shape(shape, call.params)
        for complaint in found:
            self.blame(call.method, str(complaint))
        if found:
            raise Refused(400, found[0].description)

    async def do(self, call: Call, fault: Fault | None) -> Any:
        """The result as JSON holds it; raises Refused."""
        if isinstance(fault, Fail):
            raise fault.refusal()
        try:
            return await deeds.do(self._world, call.method, call.params)
        except Refused as refusal:
            if refusal.blame:
                self.blame(call.method, refusal.description)
            raise
