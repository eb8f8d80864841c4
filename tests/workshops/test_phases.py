"""A workshop goes through its phases in order; day one ends by its handover, and only so."""

import pytest

from facilitator.access.policy import Phase
from facilitator.errors import RuleBroken
from facilitator.workshops.operations import move_workshop
from facilitator.workshops.rules import check_may_move
from tests.small_workshop import SmallWorkshop

CANT_GO = "The workshop can't go there from where it stands. Reload to see where that is."

# from → by hand to
COURSE = {
    Phase.PREPARATION: {Phase.DAY_ONE},
    Phase.DAY_ONE: {Phase.PREPARATION},
    Phase.HANDED_OVER: {Phase.DAY_TWO},
    Phase.DAY_TWO: {Phase.HANDED_OVER, Phase.CLOSED},
    Phase.CLOSED: {Phase.DAY_TWO},
}


@pytest.mark.parametrize("phase", Phase, ids=str)
@pytest.mark.parametrize("to", Phase, ids=str)
def test_the_course_of_a_workshop_has_these_steps_and_no_others(phase: Phase, to: Phase) -> None:
    if to in COURSE[phase]:
        check_may_move(phase, to)
        return
    with pytest.raises(RuleBroken) as refused:
        check_may_move(phase, to)
    assert str(refused.value) == CANT_GO


def test_a_step_is_on_record_with_where_it_came_from(workshop: SmallWorkshop) -> None:
    with workshop.change():
        move_workshop(workshop.row, Phase.DAY_ONE, by=workshop.actor("organiser"))
    with workshop.look():
        assert workshop.row.phase is Phase.DAY_ONE
    assert workshop.happened()[-1] == "workshop.moved"


def test_a_step_that_the_course_does_not_have_changes_nothing(workshop: SmallWorkshop) -> None:
    with workshop.refuses(CANT_GO):
        move_workshop(workshop.row, Phase.DAY_TWO, by=workshop.actor())
