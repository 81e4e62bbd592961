"""What a proposal is: its kinds and states, what was told with it, and how that is sealed."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.ids import AddressId, ChildId, PersonId, ProposalId
from storage.keys import Keyring

ANSWERS = "proposal.answers"
UNTOLD = -1
"""`climbed` of a proposal that nobody was told of yet; from 0 on it counts the steps up."""


class ProposalKind(StrEnum):
    CHILD = "child"
    LEAVING = "leaving"
    CONTACT = "contact_wanted"


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ChildTold:
    """What a director tells of a child. `wanted`: the family's own wish that led to it.

    Only `reasons` where the child is in the ledger already.
    """

    reasons: tuple[str, ...]
    name: str = ""
    birth_month: str | None = None
    guardian: str | None = None
    wanted: ProposalId | None = None


@dataclass(frozen=True)
class ContactTold:
    """How a family wants to be reached, in its own words, and the child's age band, if told."""

    reach: str
    age_band: str | None


@dataclass(frozen=True)
class NewProposal:
    """`reason` is a code without anything personal; `told` is sealed."""

    kind: ProposalKind
    region: str
    child: ChildId | None = None
    to_region: str | None = None
    person: PersonId | None = None
    address: AddressId | None = None
    reason: str | None = None
    told: ChildTold | ContactTold | None = None


@dataclass(frozen=True)
class Proposal:
    """`answers` are sealed: see `child_told`, `contact_told`. `path` and `region_name` are of `region`."""

    id: ProposalId
    kind: ProposalKind
    state: ProposalState
    child: ChildId | None
    region: str
    region_name: str
    path: str
    to_region: str | None
    person: PersonId | None
    address: AddressId | None
    reason: str | None
    answers: bytes | None
    made_at: datetime
    answer_by: datetime
    climbed: int
    decided_by: PersonId | None
    decided_at: datetime | None
    decided_why: str | None

    @property
    def reference(self) -> str:
        return f"P-{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state is ProposalState.OPEN


def child_told(keys: Keyring, of: Proposal) -> ChildTold | None:
    """None once it is erased."""
    found = _opened(keys, of)
    if found is None:
        return None
    return ChildTold(
        tuple(found["reasons"]),
        found["name"],
        found["birth_month"],
        found["guardian"],
        found["wanted"],
    )


def contact_told(keys: Keyring, of: Proposal) -> ContactTold | None:
    """None once it is erased."""
    found = _opened(keys, of)
    return None if found is None else ContactTold(found["reach"], found["age_band"])


def sealed(keys: Keyring, told: ChildTold | ContactTold | None) -> bytes | None:
    if told is None:
        return None
    return keys.seal(ANSWERS, json.dumps(asdict(told), ensure_ascii=False))


def _opened(keys: Keyring, of: Proposal) -> dict[str, Any] | None:
    opened = keys.open_or_none(ANSWERS, of.answers)
    return json.loads(opened) if opened else None
