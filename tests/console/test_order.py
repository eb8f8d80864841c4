"""What is to be pressed next stands first."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("phase", "button"),
    [(Phase.PREPARATION, "Begin day one"), (Phase.HANDED_OVER, "Begin day two")],
    ids=str,
)
def test_the_way_into_a_day_stands_above_the_walls(
    workshop: SmallWorkshop, browser_of: BrowserOf, phase: Phase, button: str
) -> None:
    workshop.go_to(phase)
    said = texts(browser_of("organiser").read(workshop.path("console")).text)
    assert said.index(button) < said.index("Walls")
    assert said.count(button) == 1


def test_the_code_to_join_stands_above_the_steps_of_the_set_up(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    said = texts(browser_of("organiser").read(workshop.path("setup")).text, "main")
    assert said.index("Code to join") < said.index("Optional")
