"""Where a referral can go: one table of state × deed × role → state. What isn't in it is refused.

docs/referral-states.md shows the same table; a test keeps them equal. Who of a role may do it (the holder,
the unit, the family's own chat) is `storage.access.may`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from storage.access import Role
from storage.referrals import State


class Step(StrEnum):
    """What can be done to a referral. CALL: spoken with the family outside the desk, entered by staff."""

    CLAIM = "claim"
    ANSWER = "answer"
    CALL = "call"
    ADD = "add"
    CLOSE = "close"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    RATE = "rate"


FAMILY = Role.PARENT
STAFF = Role.TRIAGE

TABLE: Mapping[tuple[State, Step, Role], State] = MappingProxyType(
    {
        (State.QUEUED, Step.CLAIM, STAFF): State.CLAIMED,
        (State.QUEUED, Step.ADD, FAMILY): State.QUEUED,
        (State.QUEUED, Step.WITHDRAW, FAMILY): State.WITHDRAWN,
        (State.CLAIMED, Step.ANSWER, STAFF): State.IN_CARE,
        (State.CLAIMED, Step.CALL, STAFF): State.IN_CARE,
        (State.CLAIMED, Step.CLOSE, STAFF): State.CLOSED,
        (State.CLAIMED, Step.RETURN, STAFF): State.QUEUED,
        (State.CLAIMED, Step.ADD, FAMILY): State.CLAIMED,
        (State.CLAIMED, Step.WITHDRAW, FAMILY): State.WITHDRAWN,
        (State.IN_CARE, Step.ANSWER, STAFF): State.IN_CARE,
        (State.IN_CARE, Step.CALL, STAFF): State.IN_CARE,
        (State.IN_CARE, Step.CLOSE, STAFF): State.CLOSED,
        (State.IN_CARE, Step.RETURN, STAFF): State.QUEUED,
        (State.IN_CARE, Step.ADD, FAMILY): State.IN_CARE,
        (State.IN_CARE, Step.WITHDRAW, FAMILY): State.WITHDRAWN,
        (State.CLOSED, Step.REOPEN, FAMILY): State.QUEUED,
        (State.CLOSED, Step.RATE, FAMILY): State.CLOSED,
    }
)


def after(state: State, step: Step, role: Role) -> State | None:
    """Where the deed leads; None: refused."""
    return TABLE.get((state, step, role))


def starts(step: Step, role: Role) -> frozenset[State]:
    """The states in which a role may do this."""
    return frozenset(state for state, done, by in TABLE if (done, by) == (step, role))
