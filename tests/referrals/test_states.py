"""One table of state × deed × role → state: whole, the same on its page, and refusing all the rest."""

from itertools import product
from pathlib import Path

import pytest

from referrals.states import TABLE, Step, after, starts
from storage.access import Role
from storage.referrals import OPEN, State

PAGE = Path(__file__).parents[2] / "docs" / "referral-states.md"
EVERY = list(product(State, Step, Role))


def rows_of_the_page() -> dict[tuple[State, Step, Role], State]:
    cells = (line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines())
    rows = (
        each for each in cells if len(each) == 4 and each[0] in {state.value for state in State}
    )
    return {(State(at), Step(step), Role(role)): State(to) for at, step, role, to in rows}


def test_the_page_shows_the_same_table() -> None:
    assert rows_of_the_page() == dict(TABLE)


@pytest.mark.parametrize(("state", "step", "role"), EVERY)
def test_what_is_not_in_the_table_is_refused(state: State, step: Step, role: Role) -> None:
    expected = rows_of_the_page().get((state, step, role))

    assert after(state, step, role) == expected


def test_only_families_and_triage_change_a_referral() -> None:
    assert {role for _, _, role in TABLE} == {Role.PARENT, Role.TRIAGE}


def test_nothing_is_done_to_a_withdrawn_one_and_nothing_leads_outside_yet() -> None:
    assert not [key for key in TABLE if key[0] in (State.WITHDRAWN, State.OUTSIDE)]
    assert State.OUTSIDE not in TABLE.values()


def test_every_open_state_but_outside_lets_the_family_add_and_withdraw() -> None:
    reachable = set(OPEN) - {State.OUTSIDE}

    assert starts(Step.ADD, Role.PARENT) == reachable
    assert starts(Step.WITHDRAW, Role.PARENT) == reachable


def test_every_open_state_but_outside_lets_staff_go_on() -> None:
    for state in set(OPEN) - {State.OUTSIDE}:
        assert [key for key in TABLE if key[0] is state and key[2] is Role.TRIAGE]
