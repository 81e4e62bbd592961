"""What a letter of the outbox is: to whom, how urgent, in which state, and why it is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from storage.ids import AddressId, LetterId, PersonId


class Priority(IntEnum):
    """The order of sending when much is waiting. DIGEST waits for working hours, too."""

    ALARM = 0
    RELAY = 1
    RECEIPT = 2
    DIGEST = 3


class LetterState(StrEnum):
    """SHOWING: brought to a person's web chat, and not yet confirmed by its page."""

    WAITING = "waiting"
    SENDING = "sending"
    SHOWING = "showing"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"


class Why(StrEnum):
    """The reason a letter is where it is."""

    ASKED_TO_WAIT = "asked_to_wait"
    AWAY = "away"
    BLOCKED = "blocked"
    CAPPED = "capped"
    FOLDED = "folded"
    MALFORMED = "malformed"
    NOBODY_THERE = "nobody_there"
    NO_ADDRESS = "no_address"
    NO_COURIER = "no_courier"
    NO_LONGER_NEEDED = "no_longer_needed"
    NOT_SHOWN = "not_shown"
    OURS = "ours"
    PACED = "paced"
    QUIET = "quiet"
    REFUSED_US = "refused_us"


@dataclass(frozen=True)
class To:
    """A person (at the best of their addresses) or one address."""

    person: PersonId | None = None
    address: AddressId | None = None


@dataclass(frozen=True)
class Letter:
    """`refs` hold ids and codes only, nothing personal.

    `event`: the web event it became, when it was brought to a web chat before. `tried`: the addresses
    that were given their time and did not show it.
    """

    id: LetterId
    kind: str
    to: To
    refs: Mapping[str, Any]
    tries: int
    made_at: datetime
    priority: Priority = Priority.RECEIPT
    event: int | None = None
    tried: tuple[AddressId, ...] = ()


def read_letter(row: Any) -> Letter:
    """A whole row of the outbox."""
    return Letter(
        LetterId(row.id),
        row.kind,
        To(row.person, row.address),
        row.refs,
        row.tries,
        row.made_at,
        Priority(row.priority),
        row.event,
        tuple(AddressId(each) for each in row.tried or ()),
    )
