"""An open reminder, for the rules of the steps."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    due: date
    acknowledged_on: date | None = None
    ask_on: date | None = None
    put_off_until: date | None = None
    tried_until: date | None = None
    nudged_on: date | None = None
