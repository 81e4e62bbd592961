"""What goes wrong, how often; from one seeded generator, so the same seed is the same year."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Faults(StrEnum):
    NONE = "none"
    USUAL = "usual"
    SEVERE = "severe"


@dataclass(frozen=True)
class Rates:
    """Of sends: told to wait, lost on the way there, delivered with the receipt lost. Of days: a restart, the
    power gone for hours, for days. Of people in a year: leaves office, goes on leave, shuts the chat for good
    or for a while."""

    waits: float = 0
    away: float = 0
    receipt_lost: float = 0
    restarts: float = 0
    hours_down: float = 0
    days_down: float = 0
    leaves_office: float = 0
    on_leave: float = 0
    shuts: float = 0


RATES = {
    Faults.NONE: Rates(),
    Faults.USUAL: Rates(
        waits=0.01,
        away=0.005,
        receipt_lost=0.003,
        restarts=0.04,
        hours_down=0.01,
        days_down=0.003,
        leaves_office=0.03,
        on_leave=0.15,
        shuts=0.04,
    ),
    Faults.SEVERE: Rates(
        waits=0.08,
        away=0.05,
        receipt_lost=0.02,
        restarts=0.25,
        hours_down=0.05,
        days_down=0.02,
        leaves_office=0.12,
        on_leave=0.5,
        shuts=0.2,
    ),
}


class PowerCut(BaseException):
    """The machine died here; nothing after this instruction happened."""


@dataclass
class Fuse:
    """Blows after so many more database commits or sends; from then on nothing of the old machine works."""

    left: int | None = None
    blown: bool = False

    def burn(self) -> None:
        if self.left is not None and not self.blown:
            self.left -= 1
            self.blown = self.left < 0
        if self.blown:
            raise PowerCut


def chance(dice: Random, share: float) -> bool:
    return share > 0 and dice.random() < share
