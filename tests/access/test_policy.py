"""The policy is the table that was signed."""

import pytest

from facilitator.access.policy import (
    BY_RIGHT,
    POLICY,
    WITHOUT_ROLE,
    Action,
    Phase,
    Role,
    may,
    refusal,
    refusal_of_account,
)
from tests.access.spec import FOR_EVERYBODY, FOR_THE_SIGNED_IN, FOR_WHO_HAS_THE_RIGHT, WHO_MAY

NOT_YOURS = "Your role in the workshop does not give access to this page."
NO_RIGHT = "Your account does not have the right to create workshops. Ask the person who runs this server."
NOT_NOW = "You cannot do this in the current phase of the workshop."


def test_the_table_names_every_action() -> None:
    assert set(WHO_MAY) | FOR_EVERYBODY | FOR_THE_SIGNED_IN | FOR_WHO_HAS_THE_RIGHT == set(Action)
    assert set(POLICY) == set(WHO_MAY)
    assert FOR_EVERYBODY | FOR_THE_SIGNED_IN == WITHOUT_ROLE
    assert FOR_WHO_HAS_THE_RIGHT == BY_RIGHT


@pytest.mark.parametrize("action", WHO_MAY, ids=str)
def test_each_role_may_do_what_the_table_says_and_nothing_else(action: Action) -> None:
    granted = {
        role: frozenset(phase for phase in Phase if may(frozenset({role}), action, phase)) for role in Role
    }
    assert granted == WHO_MAY[action]


@pytest.mark.parametrize("action", WHO_MAY, ids=str)
@pytest.mark.parametrize("phase", Phase, ids=str)
def test_who_has_no_role_may_do_nothing_in_any_phase(action: Action, phase: Phase) -> None:
    assert refusal(frozenset(), action, phase) == NOT_YOURS


def test_the_refusal_tells_a_wrong_role_from_a_wrong_moment() -> None:
    assert refusal({Role.VIEWER}, Action.STEER, Phase.DAY_ONE) == NOT_YOURS
    assert refusal({Role.LIGHTHOUSE}, Action.CONTRIBUTE, Phase.DAY_TWO) == NOT_NOW
    assert refusal({Role.LIGHTHOUSE}, Action.CONTRIBUTE, Phase.DAY_ONE) is None


def test_a_right_of_the_account_opens_what_it_is_for_and_nothing_else_asks_for_it() -> None:
    refused = {
        action: refusal_of_account(action, may_create_workshops=False)
        for action in (Action.LIST_OWN_WORKSHOPS, Action.CREATE_WORKSHOP)
    }
    assert refused == {Action.LIST_OWN_WORKSHOPS: None, Action.CREATE_WORKSHOP: NO_RIGHT}
    assert refusal_of_account(Action.CREATE_WORKSHOP, may_create_workshops=True) is None
