"""A workshop goes through its phases in order; day one ends by its handover; its organiser closes it."""

from collections.abc import Callable
from datetime import date

import pytest

from facilitator.access.policy import Phase
from facilitator.errors import RuleBroken
from facilitator.workshops.operations import close_workshop, move_workshop, reopen_workshop
from facilitator.workshops.rules import check_may_move
from tests.pages import notices, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

CANT_GO = "The workshop cannot move to this phase now. Reload the page to see the current phase."

# from → by hand to
COURSE = {
    Phase.PREPARATION: {Phase.DAY_ONE},
    Phase.DAY_ONE: {Phase.PREPARATION},
    Phase.HANDED_OVER: {Phase.DAY_TWO},
    Phase.DAY_TWO: {Phase.HANDED_OVER},
    Phase.CLOSED: set(),
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


def test_day_one_begins_before_its_date_only_once_somebody_has_said_so(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        workshop.row.starts_on, workshop.row.ends_on = date(2099, 12, 4), date(2099, 12, 5)
    organiser, console, phase = browser_of("organiser"), workshop.path("console"), workshop.path("phase")
    answer = organiser.send(console, {"to": "day-one"}, to=phase)
    assert (answer.status_code, answer.location) == (303, phase)
    with workshop.look():
        assert workshop.row.phase is Phase.PREPARATION
    page = organiser.read(phase).text
    assert "Day one is planned for 4 December 2099. Begin it now?" in texts(page)
    assert organiser.send(phase, {"early": "yes"}, to=phase).location == console
    with workshop.look():
        assert workshop.row.phase is Phase.DAY_ONE
    assert organiser.send(console, {"to": "preparation"}, to=phase).location == console


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.DAY_TWO], ids=str)
def test_a_workshop_is_closed_after_its_second_day_only(workshop: SmallWorkshop, phase: Phase) -> None:
    workshop.go_to(phase)
    with workshop.refuses(CANT_GO):
        close_workshop(workshop.row, by=workshop.actor("organiser"))


def test_only_a_closed_workshop_is_opened_again(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.refuses(CANT_GO):
        reopen_workshop(workshop.row, by=workshop.actor("organiser"))


def test_the_organiser_closes_the_workshop_and_opens_it_again_and_a_facilitator_reads_who_can(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_TWO)
    organiser, facilitator = browser_of("organiser"), browser_of("facilitator")
    console = workshop.path("console")
    for way, says, moved in (
        ("closing", "An organiser can close the workshop: The organiser.", "Closed"),
        ("reopening", "An organiser can open the workshop again: The organiser.", "Day two"),
    ):
        shown = facilitator.read(console).text
        assert says in texts(shown)
        assert workshop.path(way) not in shown
        with workshop.nothing_changes():
            signed = facilitator.signature(console)
            assert facilitator.client.post(workshop.path(way), data=signed).status_code == 403
        assert organiser.send(console, {}, to=workshop.path(way)).location == console
        assert notices(organiser.read(console).text) == [f"The workshop moved to: {moved}."]
