"""The policy is the table that was signed."""

import pytest

from facilitator.access.policy import POLICY, WITHOUT_ROLE, Action, Phase, Role, may, refusal
from tests.access.spec import FOR_EVERYBODY, FOR_THE_SIGNED_IN, WHO_MAY

NOT_YOURS = "This page is not for your role in the workshop."
NOT_NOW = "This can't be done in the phase that the workshop is in now."


def test_the_table_names_every_action() -> None:
    assert set(WHO_MAY) | FOR_EVERYBODY | FOR_THE_SIGNED_IN == set(Action)
    assert set(POLICY) == set(WHO_MAY)
    assert FOR_EVERYBODY | FOR_THE_SIGNED_IN == WITHOUT_ROLE


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
    assert refusal({Role.LIGHTHOUSE}, Action.BRING_UP, Phase.DAY_TWO) == NOT_NOW
    assert refusal({Role.LIGHTHOUSE}, Action.BRING_UP, Phase.DAY_ONE) is None
